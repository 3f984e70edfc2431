"""Forms that are not finished: kept in the encrypted replica so that a crash loses nothing that was typed.

Not records: nothing here is sent, searched or listed.
"""

from collections.abc import Mapping

import msgspec

from crm_desktop.models.fields import Value
from crm_desktop.store.engine import Connection, Database
from crm_desktop.store.identity import fact, remember


class Draft(msgspec.Struct, frozen=True):
    """What stood in a form, and when it was last typed in (milliseconds of this device)."""

    values: dict[str, Value]
    made_at: int


class Drafts:
    """One draft for each form. Any thread may use it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, form: str, values: Mapping[str, Value], made_at: int) -> None:
        """Keep what stands in a form in place of what was kept of it; nothing typed means no draft."""
        typed: dict[str, Value] = {name: value for name, value in values.items() if value is not None}
        text = msgspec.json.encode(Draft(typed, made_at)).decode() if typed else None
        with self._database.writing() as connection:
            self._remember(connection, form, text)

    def find(self, form: str) -> Draft | None:
        """Return what was kept of a form."""
        with self._database.reading() as connection:
            text = fact(connection, _key(form))
        return msgspec.json.decode(text, type=Draft) if text else None

    def forget(self, form: str) -> None:
        """Forget a form that was saved or given up."""
        with self._database.writing() as connection:
            self._remember(connection, form, None)

    @staticmethod
    def _remember(connection: Connection, form: str, text: str | None) -> None:
        remember(connection, **{_key(form): text})


def _key(form: str) -> str:
    return f"draft.{form}"
