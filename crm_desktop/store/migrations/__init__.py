"""Bringing an existing encrypted database up to the present tables, one numbered step a file."""
