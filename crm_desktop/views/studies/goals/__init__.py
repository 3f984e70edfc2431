"""The part that shows the goals as a tree of three levels."""
