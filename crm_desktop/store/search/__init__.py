"""Search over names, phones, e-mails and texts, on a bare connection: index, query and ranking."""
