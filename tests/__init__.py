"""Tests: a mirror of each room, and what holds across rooms."""
