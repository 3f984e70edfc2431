"""The story of a sync: what is planned, what is sent and fetched, over which line, signed in as whom."""
