"""The encrypted replica, on real SQLCipher files."""
