"""One record kind a file, declared as data."""
