"""Keeping one's visits alike with a CalDAV calendar: the wire to it, and one round of comparing both sides."""
