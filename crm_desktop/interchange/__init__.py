"""Files in and out, one format a file. No Qt, no network."""
