"""The part of a study that shows its map beside the industry, and its figures among those of other clients."""
