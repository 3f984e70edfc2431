"""What the replica lacks: fields and kinds that one side's version brought after the rows had been fetched.

Kept as small facts beside the rows. An upgraded program finds here what to fetch alone; how that is done stands in
fetched_parts.py, what an older program had kept of it already in adopting.py.
"""

from collections.abc import Mapping, Sequence

import msgspec

from crm_desktop.models.catalog import KINDS, SCHEMA
from crm_desktop.models.parts import Part, Wanted
from crm_desktop.store.engine import Connection
from crm_desktop.store.identity import fact, remember

_LACKING, _DECLARED = "lacking", "declared"


class Lacking(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was not there when rows were fetched, and how far fetching it has come."""

    kinds: dict[str, list[str]] = {}
    """Fields by kind; none named means the whole kind."""
    versions: str = ""
    """Between which two versions `done` and `after` count, ours and the server's: asked once for each pair."""
    done: tuple[str, ...] = ()
    after: str = ""
    """In the kind under way everything up to this id has been asked for."""


def declared_now() -> dict[str, list[str]]:
    """Return the fields that this version declares, by kind."""
    return {name: [field.name for field in kind.fields] for name, kind in KINDS.items()}


def declared_then(connection: Connection) -> dict[str, list[str]] | None:
    """Return the fields that were declared when the replica was opened last; None if that is not known."""
    text = fact(connection, _DECLARED)
    return msgspec.json.decode(text, type=dict[str, list[str]]) if text else None


def remember_declared(connection: Connection, fields: Mapping[str, Sequence[str]]) -> None:
    """Keep what this version declares."""
    remember(connection, **{_DECLARED: msgspec.json.encode(fields).decode()})


def lacking(connection: Connection) -> Lacking:
    """Return what is lacking."""
    text = fact(connection, _LACKING)
    return msgspec.json.decode(text, type=Lacking) if text else Lacking()


def set_lacking(connection: Connection, state: Lacking) -> None:
    """Keep what is lacking; nothing is kept where nothing is."""
    remember(connection, **{_LACKING: msgspec.json.encode(state).decode() if state.kinds else None})


def note_new(connection: Connection, fields: Mapping[str, Sequence[str]]) -> None:
    """Add fields, or whole kinds, that the rows here were fetched without."""
    kinds = {name: list(names) for name, names in lacking(connection).kinds.items()}
    for kind, names in fields.items():
        known = kinds.get(kind)
        if not names or (kind in kinds and not known):
            kinds[kind] = []
        else:
            kinds[kind] = list(dict.fromkeys([*(known or ()), *names]))
    if fields:
        set_lacking(connection, Lacking(kinds))


def note_snapshot(connection: Connection, absent: Mapping[str, Sequence[str]], server: int) -> None:
    """Take down what a complete snapshot could not bring: `absent` names, for each kind that came, fields without.

    A server that is as new as we are has shown all there is to see.
    """
    if server >= SCHEMA:
        set_lacking(connection, Lacking())
        return
    kinds = {kind: list(absent.get(kind, ())) for kind in KINDS if absent.get(kind) or kind not in absent}
    set_lacking(connection, Lacking(kinds, _pair(server), tuple(kinds)))


def next_wanted(state: Lacking, server: int) -> Wanted | None:
    """Return what to fetch next from a server of this version, None when all has been asked for."""
    if not server:
        return None
    state = state if state.versions == _pair(server) else Lacking(state.kinds)
    for kind, names in state.kinds.items():
        if kind not in state.done and kind in KINDS:
            return Wanted(Part(kind, state.after), tuple(names))
    return None


def fetched(state: Lacking, kind: str, brought: Sequence[str], reached: str, server: int) -> Lacking:
    """Return the state after a page: up to `reached` of the kind, "" for all of it; `brought` names its columns."""
    done = state.done if state.versions == _pair(server) else ()
    if reached:
        return Lacking(state.kinds, _pair(server), done, reached)
    left = [name for name in state.kinds.get(kind, ()) if name not in brought]
    # What a server as new as we are does not show is hidden from this user; a new scope brings it with a snapshot.
    over = server >= SCHEMA or (bool(brought) and not left)
    kinds = {name: names for name, names in state.kinds.items() if name != kind or not over}
    if not over and state.kinds[kind]:
        kinds[kind] = left
    return Lacking(kinds, _pair(server), (*done, kind))


def _pair(server: int) -> str:
    return f"{SCHEMA}.{server}"
