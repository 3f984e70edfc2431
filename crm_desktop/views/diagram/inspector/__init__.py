"""The properties at the right: of a step, a flow, a lane, or the map; each change is one command and one undo."""
