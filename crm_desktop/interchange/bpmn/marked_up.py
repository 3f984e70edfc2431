"""Texts that some programs write as HTML into notes and documentation, whether they say so or not: read without tags.

The file keeps its tags until somebody edits the text.
"""

import html
import re

_BEGINS = re.compile(
    r"\s*<(?:p|div|span|html|body|ul|ol|li|b|i|u|strong|em|font|table|h[1-6]|br)\b[^<>]*>", re.IGNORECASE
)
_BLOCK_ENDS = re.compile(r"<(?:br\s*/?|/(?:p|div|li|tr|h[1-6]|ul|ol))\s*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_UNSEEN = ("style", "script")


def without_tags(text: str, text_format: str | None = None) -> str:
    """Return a text as people read it; paragraphs become lines."""
    if "html" not in (text_format or "").lower() and not _BEGINS.match(text):
        return text
    lines = _TAG.sub("", _BLOCK_ENDS.sub("\n", _seen(text.replace("\n", " "))))
    return "\n".join(filter(None, (" ".join(line.split()) for line in html.unescape(lines).split("\n"))))


def _seen(text: str) -> str:
    """Return HTML without what stands between tags and is no text."""
    for name in _UNSEEN:
        kept, at = [], 0
        while (start := text.find(f"<{name}", at)) >= 0 and (end := text.find(f"</{name}", start)) >= 0:
            kept.append(text[at:start])
            at = end
        text = "".join(kept) + text[at:]
    return text
