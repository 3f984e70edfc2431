"""The part of a study that lists its pains by money and leads each to a solution and an opportunity."""
