"""Tests of search: finding, ranking, properties, upkeep."""
