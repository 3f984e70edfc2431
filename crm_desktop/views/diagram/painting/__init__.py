"""How the elements of a map look. Painters are given what to paint; none of them asks where it is."""
