"""The labels that ship with the program, read for places that speak without a window: server, command line, files."""

import json
from functools import cache

from crm_desktop.models.importing.words import Words
from crm_desktop.models.resources import resource


@cache
def load_words(language: str = "en") -> Words:
    """Return the labels of both languages, the named one (`en` or `zh`) to be spoken."""
    order = (language, *(each for each in ("en", "zh") if each != language))
    files = (resource("translations", f"labels.{each}.json") for each in order)
    return Words([json.loads(file.read_text("utf-8")) for file in files])
