"""What may stand in a field: the same judgement while typing, at the write door and on the server.

Values come in canonical form (`models.values`). Whether links lead anywhere is `merge.invariants`' business, whether
the user may write at all is `access`' business.
"""

import re
from collections.abc import Callable, Collection
from datetime import date
from typing import TypeAlias

from crm_desktop.models.clock import DAY_MS
from crm_desktop.models.errors import Fact
from crm_desktop.models.fields import Field, FieldType, RecordKind, Value, Values, is_custom
from crm_desktop.models.ids import is_id
from crm_desktop.models.rules.problems import Problem
from crm_desktop.models.values import canonical

Finding: TypeAlias = tuple[str, dict[str, Fact]] | None
LookupOptions: TypeAlias = Callable[[str], Collection[str]]
"""Returns the keys of a picklist."""

SCHEMA_OF_NOW = 2**31
"""Above every number of declarations: values given now, to which every demand applies."""
MOST_INTEGER = 2**63 - 1
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199
EARLIEST_MOMENT = (date(EARLIEST_YEAR, 1, 1) - date(1970, 1, 1)).days * DAY_MS
LATEST_MOMENT = (date(LATEST_YEAR + 1, 1, 1) - date(1970, 1, 1)).days * DAY_MS - 1

_LINE_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NOTE_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_EMAIL = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\".]+(\.[^\s@,;<>\".]+)+\Z")
_WEB = re.compile(r"(https?://)?[^\s/?#:@\"<>]+(\.[^\s/?#:@\"<>.]+)+(:\d{1,5})?([/?#][^\s\"<>]*)?\Z", re.IGNORECASE)
_PHONE_WORDS = re.compile(r"转接|轉接|转|轉|分机号?|分機號?|内线|內線|extension|extn?|x", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_LEAST_DIGITS = 3
_PHONE_SIGNS = re.compile(r"[\d\s+＋\-–—－()（）./／#＃*,，;；:：、]*\Z")


def check(
    kind: RecordKind,
    values: Values,
    lookup_options: LookupOptions,
    *,
    complete: bool = False,
    schema: int = SCHEMA_OF_NOW,
) -> list[Problem]:
    """Return what is wrong with the values, in the order of the declaration.

    `complete` says that these are all values of a new record: a required field may not be missing then, unless they
    were given under an older `schema` that did not ask for it. Fields that the kind does not declare are
    `field.unknown`.
    """
    strangers = kind.strangers(values)
    problems = [Problem(name, "field.unknown") for name in strangers if not kind.has(name)]
    named = [field for field in kind.fields if field.name in values or (complete and field.required)]
    # An organisation's own fields are judged by their names, where the kind was given without their definitions.
    own = [name for name in strangers if is_custom(name) and kind.has(name)]
    for field in (*named, *map(kind.field, own)):
        value = values.get(field.name)
        if value is None and not field.required:
            continue
        if not complete or field.since <= schema or value is not None:
            finding = check_field(field, value, lookup_options)
            if finding is not None:
                problems.append(Problem(field.name, *finding))
    return problems


def check_field(field: Field, value: Value, lookup_options: LookupOptions) -> Finding:
    """Return code and facts of what is wrong with one value, None where it is good."""
    if value is None:
        return ("field.required", {}) if field.required else None
    if isinstance(value, str):
        if field.type is FieldType.TEXT and len(value) <= field.limit and value.isprintable():
            return None  # what most values are, told without another call
        finding = None if value.isprintable() else _check_signs(field, value)
        if finding is not None:
            return finding
    if field.type is FieldType.CHOICE:
        return _check_choice(field, value, lookup_options)
    if field.type is FieldType.SET and field.picklist and isinstance(value, list):
        unknown = set(value).difference(field.options, lookup_options(field.picklist))
        if unknown:
            return "field.not_a_choice", {}
    return _CHECKS[field.type](field, value)


def check_writable(kind: RecordKind, names: Collection[str]) -> list[Problem]:
    """Return the fields among `names` that only the server writes."""
    if kind.server_writes.isdisjoint(names):
        return []
    return [
        Problem(field.name, "field.read_only")
        for field in kind.fields
        if field.name in names and not field.client_writes
    ]


def kept(field: Field, value: Value) -> Value:
    """Return what was typed or read as it is kept: in its canonical form, without signs that no screen shows."""
    if isinstance(value, str):
        # What nearly every value is: only plain signs, and blanks only between words.
        if value and value.isprintable() and "  " not in value and value[0] != " " != value[-1]:
            return value
    elif not isinstance(value, list):
        return value
    return canonical(field, without_controls(field, value))


def without_controls(field: Field, value: Value) -> Value:
    """Return what was typed or pasted without signs that no screen shows; line breaks and tabs stay in notes."""
    if isinstance(value, list):
        return [_SURROGATES.sub("", _LINE_CONTROLS.sub("", member)) for member in value]
    if not isinstance(value, str) or value.isprintable():  # one quick look; nearly every value ends here
        return value
    if field.type is FieldType.NOTE:
        return _SURROGATES.sub("", _NOTE_CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n")))
    return _SURROGATES.sub("", _LINE_CONTROLS.sub("", re.sub(r"[\t\r\n\u2028\u2029]+", " ", value)))


def _check_signs(field: Field, value: str) -> Finding:
    controls = _NOTE_CONTROLS if field.type is FieldType.NOTE else _LINE_CONTROLS
    if controls.search(value) or _SURROGATES.search(value):
        return "field.unreadable", {}
    return None


def _check_text(field: Field, value: Value) -> Finding:
    if not isinstance(value, str):
        return "field.wrong_type", {}
    if len(value) > field.limit:
        return "field.too_long", {"limit": field.limit, "length": len(value)}
    return None


def _check_shape(pattern: Callable[[str], bool], code: str) -> Callable[[Field, Value], Finding]:
    def check_shape(field: Field, value: Value) -> Finding:
        finding = _check_text(field, value)
        return finding or (None if isinstance(value, str) and pattern(value) else (code, {}))

    return check_shape


def _looks_like_phone(text: str) -> bool:
    plain = text if _PHONE_SIGNS.match(text) else _PHONE_WORDS.sub("", text)
    return _PHONE_SIGNS.match(plain) is not None and len(_DIGIT.findall(plain)) >= _LEAST_DIGITS


def is_day(text: str) -> bool:
    """Tell whether the text is a real calendar day, `YYYY-MM-DD`, within the years this product counts."""
    if not _DAY.match(text) or not EARLIEST_YEAR <= int(text[:4]) <= LATEST_YEAR:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _check_choice(field: Field, value: Value, lookup_options: LookupOptions) -> Finding:
    if value in field.options or (field.picklist and value in lookup_options(field.picklist)):
        return None
    return "field.not_a_choice", {}


def _check_integer(field: Field, value: Value) -> Finding:
    if not isinstance(value, int) or isinstance(value, bool):
        return "field.digits_only", {}
    if value < (-MOST_INTEGER if field.least is None else field.least):
        return "field.too_small", {"least": -MOST_INTEGER if field.least is None else field.least}
    if value > (MOST_INTEGER if field.most is None else field.most):
        return "field.too_large", {"most": MOST_INTEGER if field.most is None else field.most}
    return None


def _check_moment(_: Field, value: Value) -> Finding:
    good = isinstance(value, int) and not isinstance(value, bool) and EARLIEST_MOMENT <= value <= LATEST_MOMENT
    return None if good else ("field.not_a_moment", {})


def _check_flag(_: Field, value: Value) -> Finding:
    return None if isinstance(value, bool) else ("field.wrong_type", {})


def _check_coordinate(field: Field, value: Value) -> Finding:
    most = 90 if field.name.endswith("latitude") else 180
    good = isinstance(value, int | float) and not isinstance(value, bool) and -most <= value <= most
    return None if good else ("field.not_a_coordinate", {"most": most})


def _check_set(field: Field, value: Value) -> Finding:
    if not isinstance(value, list):
        return "field.wrong_type", {}
    if len(value) > field.limit:
        return "field.too_many", {"limit": field.limit, "length": len(value)}
    if any(_LINE_CONTROLS.search(member) or _SURROGATES.search(member) for member in value):
        return "field.unreadable", {}
    if field.target and not all(map(is_id, value)):
        return "field.not_a_link", {}
    return None


_CHECKS: dict[FieldType, Callable[[Field, Value], Finding]] = {
    FieldType.TEXT: _check_text,
    FieldType.NOTE: _check_text,
    FieldType.LINK: _check_shape(is_id, "field.not_a_link"),
    FieldType.INTEGER: _check_integer,
    FieldType.SHARE: _check_integer,
    FieldType.MONEY: _check_integer,
    FieldType.NUMBER: _check_integer,
    FieldType.FLAG: _check_flag,
    FieldType.DATE: _check_shape(is_day, "field.not_a_day"),
    FieldType.MOMENT: _check_moment,
    FieldType.COORDINATE: _check_coordinate,
    FieldType.SET: _check_set,
    FieldType.PHONE: _check_shape(_looks_like_phone, "field.not_a_phone"),
    FieldType.EMAIL: _check_shape(lambda text: _EMAIL.match(text) is not None, "field.not_an_email"),
    FieldType.WEB: _check_shape(lambda text: _WEB.match(text) is not None, "field.not_a_web_address"),
}
