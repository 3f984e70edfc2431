"""How the organisation studies its clients: catalogue, guide and outlines, read by all, written by administrators."""
