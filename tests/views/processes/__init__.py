"""Tests of the list of processes and of how new ones begin."""
