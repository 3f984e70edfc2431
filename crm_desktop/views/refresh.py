"""The only broadcast: something was written, and screens that show it read it again.

Screens never tell each other anything else; commands travel through `actions.py`.
"""

from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, slots=True)
class Changed:
    """Which kinds and records were written, and by whom.

    No ids means "any record of these kinds" (after a pull, an import). The initiator is the object that asked for the
    write: it usually shows the result already and can skip reading.
    """

    kinds: frozenset[str]
    ids: frozenset[str] = field(default_factory=frozenset)
    initiator: object | None = None

    def touches(self, kind: str, record_id: str | None = None) -> bool:
        """Tell whether records of this kind, or this very record, may look different now."""
        return kind in self.kinds and (record_id is None or not self.ids or record_id in self.ids)


class Refresh(QObject):
    """Announces what was written; made once by the composition root and handed to every screen."""

    changed = Signal(object)
    """A `Changed`."""

    def announce(self, kinds: set[str], ids: set[str] | None = None, initiator: object | None = None) -> None:
        """Tell every screen, on the UI thread, that these were written."""
        self.changed.emit(Changed(frozenset(kinds), frozenset(ids or ()), initiator))
