"""The command palette: one field for records, commands and people."""
