"""What floats over the canvas and never pushes it: tools, entry bar, minimap, zoom."""
