"""The live preview: the map in small, what it amounts to, and what it still makes one ask."""
