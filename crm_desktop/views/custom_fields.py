"""The organisation's own fields as all screens know them: one state for the program, read with the lookups.

`declared(kind)` is a kind with what the organisation added to it; a screen that lays fields out listens to `changed`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from PySide6.QtCore import QObject, Signal

from crm_desktop.models.bilingual import Bilingual, bilingual
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.custom_fields import CustomField, holds_for, with_custom
from crm_desktop.models.fields import Field, FieldType, RecordKind, custom_currency
from crm_desktop.views.language.own_names import take_names


class CustomFields(QObject):
    """The definitions as they stand now."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.known: tuple[CustomField, ...] = ()
        """In their order, those switched off included."""
        self._kinds: dict[str, RecordKind] = {}

    def take(self, known: tuple[CustomField, ...]) -> None:
        """Take the definitions; tells so where they are others than before."""
        if known == self.known:
            return
        self.known = known
        self._kinds = {}
        for kind in {each.kind for each in known} & KINDS.keys():
            self._kinds[kind] = with_custom(KINDS[kind], self._fields(kind))
        take_names(dict(self._names()))
        self.changed.emit()

    def kind(self, kind: RecordKind) -> RecordKind:
        """Return the kind with the fields that are in use."""
        return self._kinds.get(kind.name, kind)

    def absent(self, kind: RecordKind, industry: object) -> frozenset[str]:
        """Return the own fields that mean nothing for an account of this industry, or for what belongs to one."""
        words = industry if isinstance(industry, str) else None
        return frozenset(each.name for each in self.known if each.kind == kind.name and not holds_for(each, words))

    def narrowed(self, kind: RecordKind) -> bool:
        """Tell whether any own field of the kind holds for some industries only."""
        return any(each.industries and each.active for each in self.known if each.kind == kind.name)

    def called(self, kind: str, names: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Return what those fields of a kind are called, in both languages."""
        mine = (each for each in self.known if each.kind == kind and each.name in names)
        return {each.name: tuple(filter(None, (each.label, each.label_zh))) for each in mine}

    def _fields(self, kind: str) -> tuple[Field, ...]:
        return tuple(each.field for each in self.known if each.kind == kind and each.active)

    def _names(self) -> Iterable[tuple[str, Bilingual]]:
        for each in self.known:
            names = bilingual(each.label, each.label_zh)
            yield f"{each.kind}.{each.name}", names
            if each.field.type is FieldType.MONEY:
                yield f"{each.kind}.{custom_currency(each.name)}", names


class _Follower(QObject):
    """Calls for as long as its owner lives."""

    def __init__(self, owner: QObject, run: Callable[[], object]) -> None:
        super().__init__(owner)
        self._run = run
        current_custom_fields().changed.connect(self._changed)

    def _changed(self) -> None:
        self._run()


_known: list[CustomFields] = []


def current_custom_fields() -> CustomFields:
    """Return the one state of the program."""
    if not _known:
        _known.append(CustomFields())
    return _known[0]


def follow_custom_fields(owner: QObject, run: Callable[[], object]) -> None:
    """Call whenever the definitions have changed, for as long as `owner` lives."""
    _Follower(owner, run)


def declared(kind: RecordKind) -> RecordKind:
    """Return the kind with the organisation's own fields that are in use."""
    return current_custom_fields().kind(kind)
