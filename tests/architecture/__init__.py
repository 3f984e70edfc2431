"""The house rules as tests, a sentence per rule."""
