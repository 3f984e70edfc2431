"""The agenda: one day of visits by the hour, and the tasks beside it."""
