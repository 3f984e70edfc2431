"""The interview: one question at a time, answers as they are said, and the map that grows from them."""
