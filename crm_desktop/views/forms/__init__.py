"""Forms and the editors they are made of: one for each kind of value, built from the declarations."""
