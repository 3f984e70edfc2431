"""The part that lists the maps of the client's work."""
