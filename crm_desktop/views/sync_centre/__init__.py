"""The sync centre: how the sync stands, what waits, what is to be decided, what was."""
