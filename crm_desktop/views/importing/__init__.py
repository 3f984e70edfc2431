"""Importing files: the dialog of five steps, from the file to the result. The engine is `interchange.import_run`."""
