"""Reminders: told by the system and in the window, with what one can do about them at once."""
