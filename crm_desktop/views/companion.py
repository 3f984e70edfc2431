"""What exists once for a desk and not for each page: made by the first who asks, replaced with another replica."""

from __future__ import annotations

from typing import Protocol, TypeVar, cast

from PySide6.QtCore import QObject

from crm_desktop.views.desk import Desk


class Companion(Protocol):
    """A QObject that is made of a desk and lives beside its broadcast."""

    desk: Desk

    def __init__(self, desk: Desk) -> None: ...


C = TypeVar("C", bound=Companion)


def companion_of(desk: Desk, kind: type[C]) -> C:
    """Return the desk's one object of a kind."""
    for found in desk.refresh.findChildren(cast(type[QObject], kind)):
        if cast(Companion, found).desk.store is desk.store:
            return cast(C, found)
        found.deleteLater()
    return kind(desk)
