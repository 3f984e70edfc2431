"""Measurements of what must be fast, each beside a reference taken in the same run."""
