"""The step list: the map as text, the canvas's equal for those who do not see it or would rather read."""
