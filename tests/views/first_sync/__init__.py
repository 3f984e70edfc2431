"""Tests of the first sync's page."""
