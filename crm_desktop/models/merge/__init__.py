"""Pure three-way merge, one merge rule a file."""
