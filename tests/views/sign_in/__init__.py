"""Tests of the way in: signing in, passphrases, trouble."""
