"""The swimlane editor's window: canvas, tools, properties. What a gesture means is decided in `diagrams`."""
