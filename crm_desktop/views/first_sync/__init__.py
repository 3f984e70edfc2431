"""The first sync: how far it is, and when work can begin."""
