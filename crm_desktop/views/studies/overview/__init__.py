"""The part that says how far a study has come, and what is still missing."""
