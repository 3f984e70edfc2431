"""One reading for each thing a screen shows."""
