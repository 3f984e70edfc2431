"""Beside an address while it is typed: takes a whole one apart, and says when a postcode is none of its country's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.models.fields import RecordKind, Values
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.icon_word import IconWord
from crm_desktop.views.widgets.label import Label

if TYPE_CHECKING:
    from crm_desktop.models.addresses.splitting import Address
    from crm_desktop.views.desk import Desk

FIELDS = ("country", "city", "street", "postcode")
_PAUSE_MS = 250


@dataclass(frozen=True, slots=True)
class _Found:
    """What can be said of an address: its parts, or a postcode as the country has them."""

    parts: Address | None = None
    example: str = ""


def has_address(kind: RecordKind) -> bool:
    """Tell whether a kind has the fields of an address."""
    return set(FIELDS) <= {field.name for field in kind.fields if field.group == "address"}


class AddressHelp(QWidget):
    """`help.look(values)` after each change; hidden while there is nothing to be said."""

    wanted = Signal(dict)
    """Values to be typed into the fields of the address."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._values: dict[str, str] = {}
        self._before: dict[str, str] = {}
        self._found = _Found()
        self._sign = IconWord()
        self._words = Label("", "caption", "text.secondary", elide=True)
        self.split = Button(text("forms", "Split into the fields"), self._split, kind="link", small=True)
        self.back = Button(text("forms", "Take back"), self._take_back, kind="link", small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self._words, 1)
        row.addWidget(self.split)
        row.addWidget(self.back)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        self.hide()

    def look(self, values: Values) -> None:
        """Look at the address after a short pause in typing."""
        asked = {name: str(values.get(name) or "") for name in FIELDS}
        if asked != self._values:
            self._values, self._before = asked, {}
            self._timer.start()

    def _ask(self) -> None:
        asked = dict(self._values)
        work = partial(_look_at, asked)
        self._desk.background.read(work, self._take, self._desk.notices.fail, owner=self, token="address")  # noqa: S106

    def _take(self, found: _Found) -> None:
        self._found = found
        taken = bool(self._before)
        offered = found.parts is not None and not taken
        if taken:
            self._show("check", text("forms", "The address was split into its fields"))
        elif found.parts is not None:
            self._show("sparkles", " · ".join(found.parts.parts.values()))
        elif found.example:
            self._show("triangle-alert", text("forms", "Postcodes there look like {example}", example=found.example))
        self.split.setVisible(offered)
        self.back.setVisible(taken)
        self.setVisible(offered or taken or bool(found.example))

    def _show(self, icon: str, words: Wording) -> None:
        self._sign.show_icon(icon, "")
        self._words.set_wording(words)

    def _split(self) -> None:
        if self._found.parts is None:
            return
        self._before = dict(self._values)
        # A country that was typed into its own field stays; the line it was split from does not.
        self._type(dict.fromkeys(("city", "street"), "") | self._found.parts.parts)

    def _take_back(self) -> None:
        before, self._before = self._before, {}
        self._type(before)

    def _type(self, values: dict[str, str]) -> None:
        self._values = self._values | values
        self.wanted.emit(values)
        self._take(self._found)


def _look_at(values: dict[str, str]) -> _Found:
    from crm_desktop.models.addresses.countries import country_code, is_odd_postcode, postcode_example
    from crm_desktop.models.addresses.splitting import split_address

    for name in ("street", "city"):
        found = split_address(values[name])
        if found is not None:
            return _Found(found)
    country, postcode = values["country"], values["postcode"]
    odd = is_odd_postcode(country, postcode)
    return _Found(example=postcode_example(country_code(country)) if odd else "")
