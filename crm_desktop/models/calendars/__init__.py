"""The calendar: what stands when, what repeats, what is told beforehand, and the text that calendars exchange."""
