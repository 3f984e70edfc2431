"""Values from files as rows may hold them: cleaned and cut to the declared limits, so that import and store agree."""

from functools import cache

from crm_desktop.models.fields import Field
from crm_desktop.models.records import process as records
from crm_desktop.models.rules.validation import without_controls
from crm_desktop.models.values import canonical

_KINDS = {
    kind.name: kind
    for kind in (
        records.PROCESS,
        records.PROCESS_SOURCE,
        records.POOL,
        records.LANE,
        records.NODE,
        records.FLOW,
        records.PAIN,
    )
}
_FURTHEST = 1_000_000.0


@cache
def _field(kind: str, name: str) -> Field:
    return _KINDS[kind].field(name)


def fit_text(kind: str, name: str, text: str | None) -> str:
    """Return a text as the field `name` of a `kind` keeps it: cleaned, trimmed, in one line, and cut.

    What the store would make of it is the same text, or a map that nobody edited would differ from its file.
    """
    if not text:
        return ""
    field = _field(kind, name)
    if text.isprintable() and len(text) <= (field.limit or 0) and "  " not in text and text == text.strip():
        return text  # as nearly all are
    cleaned = text if text.isprintable() else str(without_controls(field, text))
    told = canonical(field, cleaned.strip())
    return str(told)[: field.limit].strip() if told else ""


def fit_number(kind: str, name: str, text: str | None) -> int | None:
    """Return a whole number that the field allows, or None."""
    field = _field(kind, name)
    try:
        number = int(text or "")
    except ValueError:
        return None
    inside = (field.least is None or number >= field.least) and (field.most is None or number <= field.most)
    return number if inside and abs(number) < 2**53 else None


def fit_choice(kind: str, name: str, text: str | None) -> str | None:
    """Return one of the field's options, or None."""
    return text if text in _field(kind, name).options else None


def is_true(text: str | None) -> bool:
    """Tell whether an attribute says yes; some programs write it with a capital."""
    return text is not None and text.strip().lower() in ("true", "1")


def is_false(text: str | None) -> bool:
    """Tell whether an attribute says no."""
    return text is not None and text.strip().lower() in ("false", "0")


def coordinate(text: str | None) -> float | None:
    """Return a measure on the drawing area, or None for what is no number or lies out of all reach.

    A comma for the point, as programs write it that take the system's habits for the file's, is understood.
    """
    if text is None:
        return None
    try:
        number = float(text)
    except ValueError:
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            return None
    return number if -_FURTHEST <= number <= _FURTHEST else None
