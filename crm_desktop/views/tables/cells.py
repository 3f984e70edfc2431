"""What a cell says, before it is painted: words, a remark behind them, tone and icon. Made once for each row shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from crm_desktop.models.fields import FieldType, Value
from crm_desktop.models.record import SyncState
from crm_desktop.store.queries.lists import GroupHeader, Totals
from crm_desktop.views.language.texts import tr
from crm_desktop.views.sync_marks import STATES
from crm_desktop.views.tables.columns import Column, Look
from crm_desktop.views.tables.fields import DEADLINES, TAGS, is_year
from crm_desktop.views.tables.reading import ListRow
from crm_desktop.views.theme.tokens import tokens
from crm_desktop.views.value_words import Wordings, currency_of

NOTHING = "—"
_SOON_DAYS, _QUIET_DAYS = 30, 14
GOOD_FROM, RISK_BELOW = 70, 50
_FAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows."""

    words: str = ""
    remark: str = ""
    tone: str = ""
    """A colour role for the words, or for the remark where there is one; "" for the usual."""
    icon: str = ""
    badges: tuple[tuple[str, str], ...] = ()
    """Word and tone of each badge."""
    person: str = ""
    """The id that a disc or tile takes its hue from."""
    mark: SyncState = SyncState.SYNCED
    """What the value has to say about sync; in the first column, what the whole record has."""

    @property
    def spoken(self) -> str:
        """What a screen reader says of the value."""
        return " ".join(filter(None, (self.words, self.remark, *(word for word, _ in self.badges))))


def cell_of(column: Column, row: ListRow, words: Wordings) -> Cell:
    """Return what a record's cell shows, and how its value stands with the server."""
    if column.look is Look.NAME:
        return _name(row, words)
    cell, state = _value_cell(column, row, words), row.states.get(column.name)
    return replace(cell, mark=state) if state is not None else cell


def _value_cell(column: Column, row: ListRow, words: Wordings) -> Cell:
    value = row.values.get(column.name)
    if value is None and column.look is not Look.FLAG:
        return Cell(NOTHING, tone="text.tertiary")
    match column.look:
        case Look.SCORE:
            return score_cell(value if isinstance(value, int) else 0)
        case Look.DEADLINE:
            return _deadline(column, row, words)
        case Look.PERSON:
            return Cell(words.named("user", str(value)), person=str(value))
        case Look.PRIORITY:
            tone = {"urgent": "danger.text", "high": "warning.text"}.get(str(value), "text.secondary")
            icons = tokens()
            known = str(value) in column.field.options
            icon = icons.icon_for("priority", str(value)) if known else ""
            return Cell(_said(column, row, words), tone=tone, icon=icon)
        case Look.BADGE:
            return Cell(badges=((_said(column, row, words), "neutral"),))
        case Look.FLAG:
            return Cell(tr("tables", "Yes") if value else "", icon="check" if value else "")
        case Look.TAGS:
            return Cell(badges=_members(column, value, words))
        case _:
            return _plain(column, row, words)


def score_cell(score: int) -> Cell:
    """Return a score of 0 to 100 with its state: never by colour alone."""
    state = "healthy" if score >= GOOD_FROM else "watch" if score >= RISK_BELOW else "risk"
    tone = {"healthy": "success.text", "watch": "warning.text", "risk": "danger.text"}[state]
    return Cell(str(score), tone=tone, icon=tokens().icon_for("health", state))


def score_words(score: int) -> str:
    """Return the state of a score in a word, for screen readers."""
    if score >= GOOD_FROM:
        return tr("tables", "healthy")
    return tr("tables", "to watch") if score >= RISK_BELOW else tr("tables", "at risk")


def group_words(column: Column, group: GroupHeader, words: Wordings) -> str:
    """Return what a group's header is called."""
    value = group.value
    if value is None:
        return tr("tables", "Nothing entered")
    if column.field.type in (FieldType.DATE, FieldType.MOMENT):
        return words.formats.month(f"{value}-01")
    if not column.kind.has(column.name):
        return words.named("user", str(value))
    return words.value(column.kind, column.field, bool(value) if column.field.type is FieldType.FLAG else value)


def figure_words(column: Column, totals: Totals, words: Wordings) -> str:
    """Return what a group's header or the totals row says about a column: a sum, or an average."""
    sums = totals.sums.get(column.name, {})
    if sums:
        return " + ".join(words.formats.money(units, unit) for unit, units in sorted(sums.items()))
    if column.name not in totals.averages:
        return ""
    mean = words.formats.number(totals.averages[column.name])
    return tr("tables", "avg. {number}", number=f"{mean}%" if column.field.type is FieldType.SHARE else mean)


def _name(row: ListRow, words: Wordings) -> Cell:
    badges = _badges("tag", row.values.get(TAGS), words)
    icon, tone, _ = STATES.get(row.state, ("", "", ""))
    return Cell(row.title or NOTHING, tone=tone, icon=icon, badges=badges, person=row.id, mark=row.state)


def _members(column: Column, value: Value, words: Wordings) -> tuple[tuple[str, str], ...]:
    if not column.field.picklist:
        return _badges(column.field.target, value, words)
    members = value if isinstance(value, list) else []
    return tuple(sorted((words.member(column.kind, column.field, each), "neutral") for each in members))


def _badges(target: str, value: Value, words: Wordings) -> tuple[tuple[str, str], ...]:
    members = value if isinstance(value, list) else []
    found = []
    for member in members:
        tag = words.lookups.tag(member) if target == "tag" else None
        found.append((words.named(target, member), str(tag.get("hue") or "slate") if tag is not None else "neutral"))
    return tuple(sorted(found))


def _deadline(column: Column, row: ListRow, words: Wordings) -> Cell:
    value, formats = row.values[column.name], words.formats
    day = formats.day_of(value) if isinstance(value, int) else str(value)
    written = formats.day_column(day) if not isinstance(value, int) else formats.moment(value)
    over = DEADLINES[f"{column.kind.name}.{column.name}"]
    left = (_day(day) - formats.today).days
    if (over and row.values.get(over)) or left > _FAR_DAYS:
        return Cell(written)
    if isinstance(value, int):
        return Cell(written, tone="danger.text" if value < formats.now else "")
    tone = "danger.text" if left <= _SOON_DAYS else "text.secondary"
    return Cell(written, remark=_days_left(left), tone=tone)


def _days_left(days: int) -> str:
    if days == 0:
        return tr("tables", "today")
    return tr("tables", "%n day(s)", n=days) if days > 0 else tr("tables", "%n day(s) late", n=-days)


def _plain(column: Column, row: ListRow, words: Wordings) -> Cell:
    value, field = row.values[column.name], column.field
    if field.type is FieldType.MOMENT and isinstance(value, int):
        quiet = column.name == "last_contact_at" and words.formats.now - value > _QUIET_DAYS * 86_400_000
        ahead = value > words.formats.now
        said = words.formats.moment(value) if ahead else words.formats.age(value)
        return Cell(said, tone="warning.text" if quiet else "text.secondary")
    if field.type is FieldType.DATE:
        return Cell(words.formats.day_column(str(value)))
    if field.type is FieldType.MONEY and isinstance(value, int):
        return Cell(words.formats.money(value, currency_of(column.kind, column.name, row.values)))
    if is_year(field):
        return Cell(str(value))
    return Cell(_said(column, row, words))


def _said(column: Column, row: ListRow, words: Wordings) -> str:
    value = row.values.get(column.name)
    return words.value(column.kind, column.field, value) if value is not None else ""


def _day(day: object) -> date:
    return day if isinstance(day, date) else date.fromisoformat(str(day))
