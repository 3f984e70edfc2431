"""The study of a client's processes as plain values: what belongs to it, what is missing, goals, gaps, experiments."""
