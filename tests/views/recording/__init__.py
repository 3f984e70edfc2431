"""Tests of recording, playing back and taking photos."""
