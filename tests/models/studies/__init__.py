"""Tests of what a study is and says."""
