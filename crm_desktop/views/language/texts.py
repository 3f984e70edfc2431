"""The one family of functions through which everything a person reads must go.

`text` is for sentences of the interface: English in the code, Chinese in `resources/translations/zh/CONTEXT.json`.
`label` is for names that have a stable key (fields, kinds, options, errors, acts): both languages stand in
`resources/translations/labels.LANGUAGE.json`. Both return a `Text`, which reads itself in whatever language is active
when it is shown; `tr` is the same as `str(text(...))`. Names and numbers that come from records are plain `str`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QCoreApplication, QObject

from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.own_names import own_name


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence or label in no language yet; `str()` reads it in the active one."""

    context: str
    source: str
    count: int | None = None
    facts: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        if own := own_name(self.source):
            return own
        count = -1 if self.count is None else self.count
        read = QCoreApplication.translate(self.context, self.source, None, count)
        return fill(read, dict(self.facts))


Wording: TypeAlias = Text | str
"""What a component shows: words of ours, or plain text that comes from records."""


def text(context: str, source: str, /, *, n: int | None = None, **facts: object) -> Text:
    """Return a sentence of the interface; both strings are literals, so that they can be collected.

    `{name}` is filled from `facts`. A number that changes the grammar is `%n`, with the English plural written into the
    source: `text("accounts", "%n account(s) selected", n=3)`; `(s)` and `(y|ies)` become the two English forms.
    """
    return Text(context, source, n, tuple(facts.items()))


def tr(context: str, source: str, /, *, n: int | None = None, **facts: object) -> str:
    """Read a sentence of the interface at once; prefer `text` for what stays on the screen."""
    return str(Text(context, source, n, tuple(facts.items())))


def label(context: str, key: str, /, **facts: object) -> Text:
    """Return what has a stable key: `label("fields", "account.name")`, `label("kinds", "account.plural")`."""
    return Text(context, key, None, tuple(facts.items()))


def has_label(context: str, key: str) -> bool:
    """Tell whether a label with this key was written."""
    return QCoreApplication.translate(context, key) != key


def say(apply: Callable[[str], object], wording: Wording, owner: QObject | None = None) -> None:
    """Apply a wording now and again whenever the language changes, for as long as `owner` lives.

    `say(column.setToolTip, text("accounts", "Next step"))`; the owner of a bound method is found by itself.
    """
    apply(str(wording))
    if isinstance(wording, Text):
        keeper = owner if owner is not None else getattr(apply, "__self__", None)
        if not isinstance(keeper, QObject):
            raise TypeError("say() needs an owner that lives as long as what it changes")
        _Spoken(apply, wording, keeper)


def fill(sentence: str, facts: dict[str, object]) -> str:
    """Put facts in place of their `{name}`; braces inside facts, and unknown names, stay as they are.

    Between a Chinese sign of the sentence and a Latin letter or digit of a fact comes a space: `Ada 修改了客户`.
    """
    if not facts:
        return sentence
    return _PLACE.sub(lambda hit: _apart(hit, str(facts[hit[1]])) if hit[1] in facts else hit[0], sentence)


def _apart(hit: re.Match[str], fact: str) -> str:
    before, after = hit.string[: hit.start()][-1:], hit.string[hit.end() :][:1]
    left = " " if _HAN.match(before) and _LATIN.match(fact[:1]) else ""
    right = " " if _HAN.match(after) and _LATIN.match(fact[-1:]) else ""
    return f"{left}{fact}{right}"


class _Spoken(QObject):
    """Keeps one wording up to date; goes with its owner, and Qt then cuts the connection."""

    def __init__(self, apply: Callable[[str], object], wording: Text, owner: QObject) -> None:
        super().__init__(owner)
        self._apply = apply
        self._wording = wording
        current_language().changed.connect(self._read_again)

    def _read_again(self) -> None:
        self._apply(str(self._wording))


_PLACE = re.compile(r"\{(\w+)\}")
_HAN, _LATIN = re.compile("[\u4e00-\u9fff]"), re.compile("[0-9A-Za-z]")
