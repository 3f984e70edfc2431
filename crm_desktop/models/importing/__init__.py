"""The import engine: tables of text cells, a mapping, checked edits. Pure, for desktop and server alike."""
