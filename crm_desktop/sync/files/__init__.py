"""Contents of attachments on their way: a queue of its own beside the records, never in their way."""
