"""Tests of the import engine, which needs neither store nor server."""
