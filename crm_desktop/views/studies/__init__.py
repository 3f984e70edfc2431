"""Studies: the list, the page of one study, and its parts, each in a folder of its own."""
