"""One reading for each thing a screen shows: plain frozen values out, a Reader first."""
