"""How addresses are written: countries and their divisions, and taking a whole address apart."""
