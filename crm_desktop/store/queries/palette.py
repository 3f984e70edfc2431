"""What the command palette lists: what was typed for, or else what is likely to be wanted again.

Likely are the records visited last and those changed here last; of a tag or a person, the records that belong to them.
"""

from collections.abc import Sequence

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import RecordKind, Searched
from crm_desktop.store.queries.find import Found, find, linked_titles
from crm_desktop.store.queries.records import records
from crm_desktop.store.reader import Reader, marks

_RECENT = 8
_MOST = 30
_LOOKED_AT = 500
"""Changes in which the records changed last are looked for."""
_PAGED = tuple(kind.name for kind in KINDS.values() if kind.page)


def look_up(
    reader: Reader,
    text: str,
    kinds: Sequence[str],
    whose: tuple[str, str] | None,
    seen: Sequence[tuple[str, str]],
) -> list[Found]:
    """Return what the text finds among the kinds; without text what belongs to `whose`, or else what is recent.

    `whose` is kind and id of a tag or a user; `seen` are kinds and ids visited lately, the last one first.
    """
    if not kinds:
        return []
    if text:
        return find(reader, text, kinds)
    if whose is not None:
        return belonging(reader, *whose)
    if "account" not in kinds:
        return _found(reader, _all_of(reader, kinds), _MOST)
    opened = visited(reader, seen, _RECENT)
    known = {each.record.id for each in opened}
    changed = [each for each in recently_changed(reader) if each.record.id not in known]
    return [*opened, *changed][:_RECENT]


def visited(reader: Reader, seen: Sequence[tuple[str, str]], limit: int) -> list[Found]:
    """Return the records among kinds and ids that are still here, in this order."""
    return _found(reader, seen, limit)


def recently_changed(reader: Reader, limit: int = _RECENT) -> list[Found]:
    """Return records with a page that were changed on this device, the last one first."""
    # Walked from the newest act on, and not far: what was done here in a year is never read as a whole.
    rows = reader.all(
        "SELECT c.kind, c.record_id FROM transactions t CROSS JOIN changes c ON c.transaction_number = t.number "
        f"WHERE t.origin = 'here' AND c.kind IN ({marks(len(_PAGED))}) ORDER BY t.number DESC LIMIT ?",
        *_PAGED,
        _LOOKED_AT,
    )
    return _found(reader, list(dict.fromkeys((kind, record_id) for kind, record_id in rows))[: limit * 3], limit)


def belonging(reader: Reader, kind: str, record_id: str, limit: int = _MOST) -> list[Found]:
    """Return records that carry the tag, or that the user owns, the newest first."""
    named: list[tuple[str, str]] = []
    for each in KINDS.values():
        if each.page and (condition := _condition(each, kind)):
            sql = f"SELECT id FROM {each.plural} WHERE {condition} AND deleted_at IS NULL ORDER BY id DESC LIMIT ?"
            named += [(each.name, row[0]) for row in reader.all(sql, record_id, limit)]
    return _found(reader, named, limit)


def _condition(each: RecordKind, kind: str) -> str:
    if kind == "user" and each.owner_field:
        return "owner_id = ?"
    if kind == "tag" and each.has("tag_ids"):
        return "EXISTS (SELECT 1 FROM json_each(tag_ids) WHERE value = ?)"
    return ""


def _all_of(reader: Reader, kinds: Sequence[str]) -> list[tuple[str, str]]:
    named: list[tuple[str, str]] = []
    for kind in kinds:
        sql = f"SELECT id FROM {KINDS[kind].plural} WHERE deleted_at IS NULL ORDER BY sort_key LIMIT ?"
        named += [(kind, row[0]) for row in reader.all(sql, _MOST)]
    return named


def _found(reader: Reader, named: Sequence[tuple[str, str]], limit: int) -> list[Found]:
    by_kind = {
        kind: records(reader, kind, [record_id for each, record_id in named if each == kind])
        for kind in {kind for kind, _ in named}
    }
    present = [by_kind[kind][record_id] for kind, record_id in named if record_id in by_kind[kind]]
    kept = [record for record in present if not record.deleted][:limit]
    linked = linked_titles(reader, kept)
    return [Found(record, Searched.NAME, (), linked.get(record.id, {})) for record in kept]
