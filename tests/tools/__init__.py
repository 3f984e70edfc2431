"""Tests of the developer programs and of the shared fixtures."""
