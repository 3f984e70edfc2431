"""What the server does: accept changes, read changes, take snapshots, sign people in, look after organisations."""
