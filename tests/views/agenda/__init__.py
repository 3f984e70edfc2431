"""The agenda: its day and its tasks."""
