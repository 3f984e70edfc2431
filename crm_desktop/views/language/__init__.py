"""Words, numbers, dates and money in the language of the person."""
