"""Files on records: the list, adding by drop and paste, previews, the viewer. Screens put these together."""
