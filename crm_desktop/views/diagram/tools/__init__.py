"""What the pointer does on a canvas: one tool a file. A tool shows what would happen; commands do it."""
