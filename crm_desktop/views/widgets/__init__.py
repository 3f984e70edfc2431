"""The components that screens are made of, one per file; none of them knows a record or a screen."""
