"""Tests of the swimlane editor's brain."""
