"""The screens of contacts."""
