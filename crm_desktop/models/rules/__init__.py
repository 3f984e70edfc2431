"""What the business decides: pure functions on values, run alike on the desktop and on the server."""
