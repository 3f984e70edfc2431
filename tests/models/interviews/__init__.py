"""Tests of what interviews are made of."""
