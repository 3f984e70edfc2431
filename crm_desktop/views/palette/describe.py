"""The line under a record's title in the palette: its kind, and the few facts by which one tells it from its likes."""

from crm_desktop.models.fields import FieldType
from crm_desktop.models.record import Record
from crm_desktop.store.queries.find import Found
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import label, tr
from crm_desktop.views.lookups import Lookups
from crm_desktop.views.value_words import Wordings

_TELLING = {
    "account": ("city", "health", "renewal_on"),
    "opportunity": ("account_id", "amount", "stage_id"),
    "contact": ("job_title", "account_id"),
    "task": ("account_id", "due_at"),
    "visit": ("account_id", "starts_at"),
    "process": ("account_id", "form"),
    "lane": ("account_id",),
    "node": ("account_id",),
    "pain": ("account_id", "severity"),
    "user": ("job_title", "unit_id"),
}


def subtitle(found: Found, lookups: Lookups, formats: Formats) -> str:
    """Return the kind and the telling facts, separated by dots."""
    record = found.record
    linked = {str(record.get(name)): title for name, title in found.linked.items()}
    wordings = Wordings(lookups, formats, linked)
    facts = [_fact(record, name, wordings) for name in _TELLING.get(record.kind, ()) if record.get(name) is not None]
    return " · ".join([str(label("kinds", record.kind)), *(fact for fact in facts if fact)])


def _fact(record: Record, name: str, wordings: Wordings) -> str:
    value, kind = record.get(name), record.declaration
    if name == "health":
        return tr("palette", "health {score}", score=value)
    if name == "renewal_on" and isinstance(value, str):
        return tr("palette", "renews {when}", when=wordings.formats.days_until(value))
    if kind.field(name).type is FieldType.LINK and kind.field(name).target == "account":
        return wordings.linked.get(str(value), "")
    return wordings.of(kind, name, record.values)
