"""Tests of the pages of studies."""
