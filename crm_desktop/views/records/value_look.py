"""How a field's value looks where one record is shown: words, icon, badges, face. Lists have cells of their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crm_desktop.models.fields import Field, FieldType, RecordKind, Values
from crm_desktop.models.values import members
from crm_desktop.views.language.texts import tr
from crm_desktop.views.tables.cells import score_cell
from crm_desktop.views.tables.fields import DEADLINES
from crm_desktop.views.theme.tokens import tokens
from crm_desktop.views.value_words import Wordings, currency_of

SOON_DAYS = 45
FAR_DAYS = 365
_OPENS = {FieldType.PHONE: "phone", FieldType.EMAIL: "mail", FieldType.WEB: "external-link"}
_STRONG = frozenset({FieldType.MONEY})
ATTITUDES: Mapping[str, tuple[str, str]] = {
    "champion": ("thumbs-up", "success.text"),
    "neutral": ("minus", "text.secondary"),
    "sceptic": ("thumbs-down", "danger.text"),
}
"""Icon and ink of each attitude."""


@dataclass(frozen=True, slots=True)
class ValueLook:
    """What is painted for a value; `opens` is the icon of what can be done with it: call, write, go there."""

    words: str = ""
    tone: str = "text.primary"
    icon: str = ""
    strong: bool = False
    badges: tuple[tuple[str, str], ...] = ()
    """Word and tone of each badge behind the words."""
    face: tuple[str, str] | None = None
    """Name and id of whose disc or tile stands in front."""
    tile: bool = False
    opens: str = ""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return ", ".join(
            [self.words, *(word for word, _ in self.badges)] if self.words else [w for w, _ in self.badges]
        )


def look_of(kind: RecordKind, field: Field, values: Values, words: Wordings) -> ValueLook:
    """Return the look of a record's field; without words or badges where it says nothing."""
    value = values.get(field.name)
    if value is None:
        return ValueLook()
    said = words.of(kind, field.name, values)
    if field.type is FieldType.LINK:
        return _link(field, str(value), said)
    if field.type is FieldType.SET:
        if field.picklist:
            return ValueLook(badges=tuple((words.member(kind, field, each), "neutral") for each in members(value)))
        return _set(field, members(value), words)
    if field.type is FieldType.DATE and f"{kind.name}.{field.name}" in DEADLINES:
        over = values.get(DEADLINES[f"{kind.name}.{field.name}"])
        return ValueLook(said, badges=() if over else days_badge(str(value), words))
    if kind.name == "account" and field.name == "health" and isinstance(value, int):
        cell = score_cell(value)
        return ValueLook(said, tone=cell.tone, icon=cell.icon, strong=True)
    if field.name == "attitude" and str(value) in ATTITUDES:
        icon, tone = ATTITUDES[str(value)]
        return ValueLook(said, tone=tone, icon=icon)
    if field.name == "priority" and str(value) in field.options:
        return ValueLook(said, icon=tokens().icon_for("priority", str(value)))
    return ValueLook(said, strong=field.type in _STRONG, opens=_OPENS.get(field.type, ""))


def days_badge(day: str, words: Wordings) -> tuple[tuple[str, str], ...]:
    """Return the days that are left until a day, more pressing the fewer; nothing for what is far away."""
    left = (date.fromisoformat(day) - words.formats.today).days
    if left > FAR_DAYS:
        return ()
    tone = "danger" if left < 0 else "warning" if left <= SOON_DAYS else "neutral"
    return ((words.formats.days_until(day), tone),)


def short_facts(kind: RecordKind, names: tuple[str, ...], values: Values, words: Wordings) -> str:
    """Return some of a record's values in a row: `Suzhou · Automotive parts · 420 employees`."""
    said = []
    for name in names:
        if kind.has(name) and values.get(name) is not None:
            count = values.get(name)
            if name == "employees" and isinstance(count, int):
                said.append(tr("records", "%n employee(s)", n=count))
            else:
                said.append(words.of(kind, name, values))
    return " · ".join(said)


def amount_words(kind: RecordKind, name: str, values: Values, words: Wordings) -> str:
    """Return an amount as a key figure shows it."""
    value = values.get(name)
    return words.formats.money_figure(value, currency_of(kind, name, values)) if isinstance(value, int) else ""


def _link(field: Field, record_id: str, said: str) -> ValueLook:
    opens = "arrow-up-right" if field.target in ("account", "contact", "opportunity") else ""
    face = (said, record_id) if field.target in ("user", "account", "contact") else None
    return ValueLook(said, face=face, tile=field.target == "account", opens=opens)


def _set(field: Field, ids: list[str], words: Wordings) -> ValueLook:
    badges = []
    for each in ids:
        tag = words.lookups.tag(each) if field.target == "tag" else None
        hue = str(tag.get("hue") or "slate") if tag is not None else "neutral"
        badges.append((words.named(field.target, each), hue))
    return ValueLook(badges=tuple(sorted(badges)))
