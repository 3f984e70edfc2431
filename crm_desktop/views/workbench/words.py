"""The workbench in words: greeting, figures, to-dos as rows, and what is said of this device."""

from __future__ import annotations

from crm_desktop.models.calendars.entries import wall
from crm_desktop.models.rules.forecast import Total
from crm_desktop.models.rules.to_dos import Event, ToDo
from crm_desktop.store.queries.calendar import CalendarView
from crm_desktop.store.queries.workbench import Figures, Workbench
from crm_desktop.views.calendar.to_do import Row
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import Text, label, text, tr
from crm_desktop.views.sync_marks import STATES
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.workbench.figure_strip import Look

_TICKED = frozenset({Event.TASK_DUE, Event.VISIT_TO_LOG, Event.ASSIGNED, Event.MENTIONED})
"""What can be finished by a tick, without leaving."""
_ICONS = {
    Event.TO_DECIDE: ("git-compare-arrows", "danger.text"),
    Event.CLOSE_PASSED: ("calendar-x", "danger.text"),
    Event.RENEWAL_NEAR: ("repeat", "info.text"),
    Event.ROTTING: ("hourglass", "warning.text"),
}
_TONES = {"urgent": "danger", "high": "warning"}
_STAGE_ROLES = ("accent.line", "accent.focus", "accent.solid", "accent.text")


def greeting(name: str, formats: Formats) -> Text:
    """Return the greeting of the hour."""
    hour = wall(formats.now, formats.zone).hour
    if 5 <= hour < 12:
        return text("workbench", "Good morning, {name}", name=name)
    if 12 <= hour < 18:
        return text("workbench", "Good afternoon, {name}", name=name)
    return text("workbench", "Good evening, {name}", name=name)


def day_line(view: CalendarView, formats: Formats) -> str:
    """Return the day, how many visits it has, and when and where the next of them is."""
    today = formats.today
    day = formats.day_with_weekday(today)
    visits = [each for each in view.entries if each.record.kind == "visit" and formats.day_of(each.begins) == today]
    if not visits:
        return tr("workbench", "{day} · no visits today", day=day)
    said = tr("workbench", "{day} · %n visit(s) today", n=len(visits), day=day)
    ahead = next((each for each in visits if each.begins >= formats.now), None)
    if ahead is None:
        return said
    place = str(ahead.record.get("place") or "") or view.linked.get(str(ahead.record.get("account_id")), "")
    time = formats.time(ahead.begins)
    next_one = tr("workbench", "next {time}, {place}", time=time, place=place) if place else ""
    following = next_one or tr("workbench", "next {time}", time=time)
    return tr("workbench", "{said}, {following}", said=said, following=following)


def looks(figures: Figures, formats: Formats) -> list[Look]:
    """Return the four figures."""
    won, before = _main(figures.won), _main(figures.won_before)
    currency = won[1] if figures.won.count else _main(figures.open)[1]
    change = round(100 * (won[0] - before[0]) / before[0]) if before[0] else None
    grown = change is not None and change >= 0
    badge = ("", "", "")
    if change is not None:
        icon = "trending-up" if grown else "trending-down"
        badge = (f"{formats.signed(change)}%", "success" if grown else "warning", icon)
    opened = _main(figures.open)
    weighted = formats.money_figure(figures.open.forecast(opened[1]), opened[1])
    stages = [(count, _STAGE_ROLES[min(at, 3)]) for at, count in enumerate(figures.by_stage)]
    well, watched, danger = figures.health
    health = tr(
        "workbench", "{well} well · {watched} to watch · {danger} at risk", well=well, watched=watched, danger=danger
    )
    roles = ("success.solid", "warning.solid", "danger.solid")
    last = formats.money_figure(before[0], before[1])
    left = max(0, 5 - formats.today.weekday())
    return [
        Look(
            "won", tr("workbench", "Won this quarter"), formats.money_figure(won[0], currency),
            tr("workbench", "%n deal(s)", n=figures.won.count),
            "" if badge[0] else tr("workbench", "{amount} by then last quarter", amount=last), badge,
            ((won[0], "accent.solid"), (max(0, before[0] - won[0]), "border.default")),
        ),
        Look(
            "open", tr("workbench", "Open opportunities"), formats.number(figures.open.count),
            formats.money_figure(opened[0], opened[1]), tr("workbench", "weighted {amount}", amount=weighted),
            parts=tuple(stages),
        ),
        Look(
            "health", tr("workbench", "Customer health"), formats.number(well + watched + danger),
            tr("workbench", "customers"),
            health,
            marks=_marks(figures.health, formats),
            parts=tuple(zip(figures.health, roles, strict=True)),
        ),
        Look(
            "visits", tr("workbench", "Visits this week"), formats.number(figures.visits[0]),
            tr("workbench", "of %n", n=figures.visits[1]),
            tr("workbench", "%n working day(s) left", n=left) if left else "",
            squares=figures.visits,
        ),
    ]  # fmt: skip


def _marks(health: tuple[int, int, int], formats: Formats) -> tuple[tuple[str, str, str], ...]:
    icons = current_theme().tokens
    states = (("healthy", "success.text"), ("watch", "warning.text"), ("risk", "danger.text"))
    return tuple(
        (icons.icon_for("health", state), role, formats.number(count))
        for (state, role), count in zip(states, health, strict=True)
    )


def rows_of(bench: Workbench, formats: Formats) -> list[Row]:
    """Return the to-dos as rows, each with its reason."""
    return [_row(each, bench, formats) for each in bench.to_dos]


def _row(to_do: ToDo, bench: Workbench, formats: Formats) -> Row:
    record = to_do.record
    if to_do.event is Event.TO_DECIDE:
        words = tr("workbench", "%n change(s) to decide", n=to_do.count)
        said = tr("workbench", "In the sync centre")
        return Row(words, record, said, True, icon=_ICONS[to_do.event], key=to_do.key)
    priority = str(record.get("priority") or "")
    icon, tone, state = STATES.get(record.state, ("", "", ""))
    return Row(
        record.title,
        record,
        _reason(to_do, formats),
        to_do.late,
        bench.linked.get(str(record.get("account_id")), ""),
        str(label("options", f"task.priority.{priority}")) if priority in _TONES else "",
        _TONES.get(priority, ""),
        (current_theme().tokens.icon_for("sync", icon) if icon else "", tone, str(state)),
        ("", "") if to_do.event in _TICKED else _ICONS[to_do.event],
        to_do.key,
    )


def _reason(to_do: ToDo, formats: Formats) -> str:
    day = formats.day(formats.day_of(to_do.at)) if to_do.at is not None else ""
    match to_do.event:
        case Event.TASK_DUE:
            whole = to_do.at is not None and formats.time(to_do.at) == "00:00"
            return day if whole or to_do.at is None else formats.moment(to_do.at)
        case Event.VISIT_TO_LOG:
            return tr("workbench", "What came of it? {day}", day=day)
        case Event.CLOSE_PASSED:
            return tr("workbench", "Was to close {day}", day=day)
        case Event.RENEWAL_NEAR:
            return tr("workbench", "Renewal {day}", day=day)
        case Event.ASSIGNED:
            return tr("workbench", "Given to you {day}", day=day)
        case Event.MENTIONED:
            return tr("workbench", "You were mentioned {day}", day=day)
        case _:
            days = (formats.today - formats.day_of(to_do.at)).days if to_do.at is not None else 0
            return tr("workbench", "Nothing happened for %n day(s)", n=days)


def published(moment: object, formats: Formats) -> str:
    """Return when a notice was published."""
    return formats.moment(moment) if isinstance(moment, int) else ""


def _main(total: Total) -> tuple[int, str]:
    """Return the largest amount with its currency; others are in the rows."""
    if not total.units:
        return 0, "CNY"
    currency = max(total.units, key=lambda each: total.units[each])
    return total.units[currency], currency
