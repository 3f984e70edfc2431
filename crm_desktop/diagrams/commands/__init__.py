"""What people do to a map: one verb a file."""
