"""The visit's chapters, in the order in which they are lived."""
