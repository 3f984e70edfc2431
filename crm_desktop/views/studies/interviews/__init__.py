"""The interviews of a study: how far each has come, going on, reading the minutes."""
