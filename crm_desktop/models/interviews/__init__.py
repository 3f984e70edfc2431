"""Interviews: outlines, questions in their order, what an answer makes, what a map still asks. Pure values."""
