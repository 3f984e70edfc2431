"""Judging what a user may see and do, on values; reads no database and knows no request."""
