"""The swimlane editor's brain: an open map, what people do to it and what follows. No Qt, no database."""
