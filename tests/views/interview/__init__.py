"""Tests of the interview's page."""
