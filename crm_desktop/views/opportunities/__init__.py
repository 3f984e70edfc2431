"""Opportunities: the list, the board, and one opportunity's page."""
