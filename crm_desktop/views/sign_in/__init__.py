"""Getting in: signing in at a server, the passphrase, and what to say when neither works."""
