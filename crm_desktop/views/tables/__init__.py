"""Lists of records of one kind: the model, the table and its parts, filters, saved views, acts on many records."""
