"""Tests of the frame around every screen."""
