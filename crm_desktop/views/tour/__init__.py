"""A short way through the window for who is new: a few stops at real controls, to be left at any moment."""
