"""Something the window said in passing, as the list behind the bell keeps it."""

from dataclasses import dataclass

from crm_desktop.views.language.texts import Wording


@dataclass(frozen=True, slots=True)
class Notice:
    """Icon and its colour's role, words, when."""

    icon: str
    role: str
    words: Wording
    moment: int
