"""Layers: what is shown on steps beside their names; each can be switched off, and some are one's own."""

PAINS, TIMES, SYSTEMS, ROLES, EVIDENCE, LINKS = "pains", "times", "systems", "roles", "evidence", "links"
LAYERS = (PAINS, TIMES, SYSTEMS, ROLES, EVIDENCE, LINKS)
ALL_LAYERS = frozenset(LAYERS)
INTERNAL = frozenset({PAINS, EVIDENCE, LINKS})
"""What clients do not see while a map is presented."""
