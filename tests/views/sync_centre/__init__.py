"""The sync centre's page."""
