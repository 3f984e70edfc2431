"""The part that shows metrics, gaps and experiments."""
