"""Sentences that several steps say: what a field is called, how a date was understood, why a row stays out."""

from crm_desktop.interchange.import_draft import BESIDE
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import RecordKind
from crm_desktop.models.importing.dates import Recognised, read_day
from crm_desktop.models.importing.findings import Problem
from crm_desktop.models.importing.mapping import DateOrder
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import Text, Wording, has_label, label, text, tr

ORDERS = (DateOrder.MONTH_FIRST, DateOrder.DAY_FIRST)


def kind_words(kind: RecordKind) -> Text:
    """Return what records of a kind are called, in the plural."""
    return label("kinds", f"{kind.name}.plural")


def field_words(kind: RecordKind, name: str) -> Text:
    """Return what a field is called."""
    return label("fields", kind.label_key(name))


def target_words(kind: RecordKind, name: str) -> Text:
    """Return what a column becomes: a field, or one of the account beside."""
    if not name.startswith(BESIDE):
        return field_words(kind, name)
    account = KINDS["account"]
    field = field_words(account, name.removeprefix(BESIDE))
    return text("importing", "Account: {field}", field=field)


def date_words(cell: str, order: DateOrder, formats: Formats) -> Wording:
    """Return how a date of the file is understood, "" where it is none."""
    try:
        day = formats.day_full(read_day(cell, order))
    except ValueError:
        return ""
    match order:
        case DateOrder.MONTH_FIRST:
            return text("importing", "{cell} is {day} (US)", cell=cell, day=day)
        case DateOrder.DAY_FIRST:
            return text("importing", "{cell} is {day} (day first)", cell=cell, day=day)
        case _:
            return text("importing", "{cell} is {day}", cell=cell, day=day)


def recognised_words(found: Recognised, chosen: DateOrder | None, formats: Formats) -> Wording:
    """Return how the dates of a column are understood, or that somebody has to say."""
    if found.ambiguous and chosen is None:
        return text("importing", "Day or month first?")
    return date_words(found.example, chosen or found.order, formats)


def problem_words(problem: Problem) -> str:
    """Return why a row is not imported."""
    key = f"{problem.code}.title"
    if not has_label("errors", key):
        return tr("importing", "This value cannot be used")
    return str(label("errors", key, **problem.facts))
