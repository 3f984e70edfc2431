"""The labels that ship with the program, for the few places where the server speaks to a person."""

import json

from crm_desktop.models.importing.words import Words
from crm_desktop.models.resources import resource


def load_words(language: str = "en") -> Words:
    """Return the labels of both languages, the named one (`en` or `zh`) to be spoken."""
    order = (language, *(each for each in ("en", "zh") if each != language))
    files = (resource("translations", f"labels.{each}.json") for each in order)
    return Words([json.loads(file.read_text("utf-8")) for file in files])
