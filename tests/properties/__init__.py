"""Properties that hold for whole parts, explored by Hypothesis."""
