"""What the panel beside a list says about one record: itself, its people, what happened last, what is being sold."""

from dataclasses import dataclass, replace

from crm_desktop.models.record import Record
from crm_desktop.store.queries.record_view import RecordView, linked_titles, record_view
from crm_desktop.store.queries.records import where
from crm_desktop.store.queries.timeline import TimelineEntry, timeline
from crm_desktop.store.reader import Reader

_SHOWN = 3
_KEY_ROLES = ("decider", "manager", "technical", "purchasing", "user")
_OPEN_STAGES = "SELECT id FROM stages WHERE coalesce(outcome, 'open') = 'open'"


@dataclass(frozen=True, slots=True)
class PanelContent:
    """A record and the few most important things around it; the counts are of all."""

    view: RecordView
    people: tuple[Record, ...] = ()
    people_count: int = 0
    recent: tuple[TimelineEntry, ...] = ()
    deals: tuple[Record, ...] = ()
    deal_count: int = 0


def panel_content(reader: Reader, kind: str, record_id: str, now: int) -> PanelContent | None:
    """Return what the panel shows, of the timeline what has happened by `now`; None when it is not on this device."""
    view = record_view(reader, kind, record_id)
    if view is None:
        return None
    people = key_people(reader, view.record)
    deals = open_deals(reader, view.record)
    recent = timeline(reader, kind, record_id, limit=_SHOWN, before=now + 1)
    linked = {**view.linked, **linked_titles(reader, [*deals, *(entry.record for entry in recent)])}
    shown = replace(view, linked=linked)
    return PanelContent(shown, tuple(people[:_SHOWN]), len(people), tuple(recent), tuple(deals[:_SHOWN]), len(deals))


def key_people(reader: Reader, of: Record) -> list[Record]:
    """Return the contacts of an account, those who decide first; the contact of an opportunity."""
    if of.kind == "account":
        found = where(reader, "contact", "account_id = ? AND deleted_at IS NULL ORDER BY sort_key, id", of.id)
        return sorted(found, key=_importance)
    contact = of.get("contact_id")
    return where(reader, "contact", "id = ? AND deleted_at IS NULL", contact) if contact else []


def open_deals(reader: Reader, of: Record) -> list[Record]:
    """Return the open opportunities of an account or contact, the next to close first."""
    if of.kind not in ("account", "contact"):
        return []
    condition = f"{of.kind}_id = ? AND deleted_at IS NULL AND stage_id IN ({_OPEN_STAGES})"
    return where(reader, "opportunity", f"{condition} ORDER BY close_on IS NULL, close_on, id", of.id)


def _importance(contact: Record) -> int:
    role = contact.get("buying_role")
    return _KEY_ROLES.index(str(role)) if role in _KEY_ROLES else len(_KEY_ROLES)
