"""The screen on which administrators define the organisation's own fields."""
