"""The part that shows what was read and what was seen on site."""
