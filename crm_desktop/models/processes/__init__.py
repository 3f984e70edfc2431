"""Processes of a client as swimlane maps: elements, geometry, layout, routing, checks. No Qt, no database."""
