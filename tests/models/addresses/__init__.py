"""Tests of how addresses are written and taken apart."""
