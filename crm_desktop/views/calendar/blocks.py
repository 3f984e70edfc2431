"""What stands in some days: each entry as a block with its minutes, and the place beside others at the same time.

Pure: nothing here paints. Minutes are those of the clock on the wall where the person is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from crm_desktop.models.calendars.entries import Entry, at_wall, wall, zone_of
from crm_desktop.models.calendars.travel import Way, way
from crm_desktop.models.record import Record
from crm_desktop.models.values import members
from crm_desktop.store.queries.calendar import CalendarView
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import label, tr

DAY = 24 * 60
SHORT = 30
"""Below so many minutes a block is one line."""
_MINUTE_MS = 60_000
_LEAST_GAP = 15
"""Fewer minutes have no room for words."""


@dataclass(frozen=True, slots=True)
class Block:
    """One entry in one of the days. `lane` of `lanes` says where it stands beside others at the same time."""

    entry: Entry
    day: int
    """Which of the days shown, from 0."""
    begin: int
    end: int
    title: str
    times: str
    lines: tuple[tuple[str, str], ...]
    """Icon and words of what stands below the title."""
    done: bool
    hue: str
    icon: str
    sentence: str
    lane: int = 0
    lanes: int = 1

    @property
    def record(self) -> Record:
        """Task, visit or activity."""
        return self.entry.record

    @property
    def all_day(self) -> bool:
        """Whether it stands above the hours."""
        return self.entry.all_day

    @property
    def key(self) -> str:
        """What tells this block from others, those of the same series included."""
        return key_of(self.entry)

    @property
    def movable(self) -> bool:
        """Whether it can be dragged to another time."""
        return not self.done and self.record.kind != "activity"

    @property
    def resizable(self) -> bool:
        """Whether it has an end of its own to drag."""
        return self.movable and self.record.kind == "visit" and not self.all_day


@dataclass(frozen=True, slots=True)
class Gap:
    """The way to a visit from the one before it, as it is painted: it ends when the visit begins."""

    day: int
    begin: int
    end: int
    words: str
    late: bool
    """There is less time than the way takes."""
    lane: int = 0
    lanes: int = 1


def key_of(entry: Entry) -> str:
    """Return what tells an entry from others, those of the same series included."""
    return f"{entry.record.id}:{entry.occurrence_at or ''}"


def blocks_of(view: CalendarView, formats: Formats) -> list[Block]:
    """Return the blocks of all days by time; an entry over midnight has one for each day."""
    made = [block for entry in view.entries for block in _blocks(entry, view, formats)]
    by_day: dict[int, list[Block]] = defaultdict(list)
    for block in made:
        by_day[block.day].append(block)
    arranged: list[Block] = []
    for day in sorted(by_day):
        timed = sorted((block for block in by_day[day] if not block.all_day), key=_order)
        arranged += [block for block in by_day[day] if block.all_day] + arrange(timed)
    return arranged


def arrange(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks with their lanes: those that overlap stand side by side, in as few lanes as they need."""
    arranged: list[Block] = []
    cluster: list[Block] = []
    reach = 0
    for block in blocks:
        if cluster and block.begin >= reach:
            arranged += _lanes(cluster)
            cluster = []
        cluster.append(block)
        reach = max(reach if len(cluster) > 1 else 0, block.end, block.begin + SHORT)
    return arranged + _lanes(cluster)


def gaps_of(blocks: list[Block], view: CalendarView, formats: Formats) -> tuple[list[Block], list[Gap]]:
    """Return the ways between one day's consecutive visits whose accounts lie at known places, and the blocks.

    Where there is no room for the way to be shown, the visit itself says that it is too short.
    """
    gaps: list[Gap] = []
    shown: list[Block] = []
    before: Block | None = None
    for block in blocks:
        told = block
        if block.record.kind == "visit" and not block.all_day:
            between = _way(before, block, view) if before is not None and before.day == block.day else None
            if before is not None and between is not None:
                gap = _beside(_gap(before, block, between, formats), blocks)
                if gap.end - gap.begin >= _LEAST_GAP:
                    gaps.append(gap)
                else:
                    told = replace(block, lines=(("triangle-alert", gap.words), *block.lines))
            before = block
        shown.append(told)
    return shown, gaps


def moment_of(day: date, minute: int, zone: str) -> int:
    """Return the moment of a minute of a day."""
    return at_wall(datetime.combine(day, time()) + timedelta(minutes=minute), zone)


def look_of(entry: Entry) -> tuple[str, str]:
    """Return hue and icon of an entry."""
    record = entry.record
    if record.get("done") or record.get("state") == "done":
        return "slate", "circle-check"
    if record.kind == "task":
        return "amber", "list-checks"
    if record.kind == "activity":
        return "violet", record.declaration.icon
    return ("sky", "repeat") if entry.repeats else ("sky" if record.get("account_id") else "slate", "")


def title_of(entry: Entry, view: CalendarView) -> str:
    """Return how an entry is called: a visit after its account."""
    title, account = entry.record.title, view.linked.get(str(entry.record.get("account_id")), "")
    # Many write the client's name in front themselves, often shortened.
    named = title.partition(" · ")[0].strip()
    shortened = len(named) > 1 and account.startswith(named)
    if not account or entry.record.kind != "visit" or shortened or title.startswith(account):
        return title
    return f"{account} · {title}"


def sentence_of(entry: Entry, view: CalendarView, formats: Formats, lines: Iterable[str] = ()) -> str:
    """Return an entry for screen readers."""
    record = entry.record
    times = tr("calendar", "All day") if entry.all_day else _times(entry, formats)
    if record.kind == "visit":
        state = str(label("options", f"visit.state.{record.get('state') or 'planned'}"))
        parts = [title_of(entry, view), times, state, *lines]
    else:
        kind = str(label("kinds", record.kind))
        done = tr("calendar", "Task, done") if record.get("done") else kind
        parts = [done, record.title, view.linked.get(str(record.get("account_id")), ""), times]
    if entry.repeats:
        parts.append(tr("calendar", "repeats"))
    return formats.listed([part for part in parts if part])


def clock(minutes: int) -> str:
    """Return a minute of the day as a time."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _blocks(entry: Entry, view: CalendarView, formats: Formats) -> Iterable[Block]:
    starts, ends = wall(entry.begins, formats.zone), wall(max(entry.ends, entry.begins + _MINUTE_MS), formats.zone)
    hue, icon = look_of(entry)
    lines = tuple(each for each in _lines(entry, view, formats) if each[1])
    words = sentence_of(entry, view, formats, (each[1] for each in lines))
    last = (ends - timedelta(minutes=1)).date()
    done = entry.record.get("done") is True or entry.record.get("state") == "done"
    times = tr("calendar", "All day") if entry.all_day else _times(entry, formats)
    day = max(starts.date(), view.first)
    while day <= last and (day - view.first).days < view.days:
        begin = starts.hour * 60 + starts.minute if day == starts.date() else 0
        end = ends.hour * 60 + ends.minute if day == ends.date() else DAY
        yield Block(
            entry, (day - view.first).days, begin, max(begin + 5, end), title_of(entry, view), times, lines, done,
            hue, icon, words,
        )  # fmt: skip
        day += timedelta(days=1)


def _lines(entry: Entry, view: CalendarView, formats: Formats) -> Iterable[tuple[str, str]]:
    record = entry.record
    if record.kind != "visit":
        yield "building-2", view.linked.get(str(record.get("account_id")), "")
    else:
        yield "map-pin", str(record.get("place") or "")
        known = [str(record.get("contact_id") or ""), *members(record.get("participant_ids"))]
        yield "users", formats.listed(list(dict.fromkeys(view.linked[each] for each in known if each in view.linked)))
        yield "corner-down-right", str(record.get("outcome") or record.get("next_step") or "")
    yield "globe", _elsewhere(entry, formats)


def _elsewhere(entry: Entry, formats: Formats) -> str:
    """Return the time in the zone that was meant, where clocks there show another one."""
    zone = zone_of(entry.record, formats.zone)
    there = wall(entry.begins, zone)
    if entry.all_day or there == wall(entry.begins, formats.zone):
        return ""
    return f"{there:%H:%M} {zone.rpartition('/')[2].replace('_', ' ')}"


def _way(before: Block, block: Block, view: CalendarView) -> Way | None:
    ends = [view.positions.get(str(each.record.get("account_id"))) for each in (before, block)]
    return way(ends[0], ends[1]) if ends[0] is not None and ends[1] is not None else None


def _gap(before: Block, block: Block, between: Way, formats: Formats) -> Gap:
    lasts, distance = formats.duration(between.minutes), formats.number(between.kilometres)
    words = tr("calendar", "About {time} on the way · {distance} km", time=lasts, distance=distance)
    late = before.end + between.minutes > block.begin
    begin = max(before.end, block.begin - between.minutes)
    return Gap(block.day, begin, max(begin, block.begin), words, late, block.lane, block.lanes)


def _beside(gap: Gap, blocks: list[Block]) -> Gap:
    """Give the way the whole width where nothing else is at that time: its words need it."""
    others = (each for each in blocks if each.day == gap.day and not each.all_day)
    alone = all(each.begin >= gap.end or max(each.end, each.begin + SHORT) <= gap.begin for each in others)
    return replace(gap, lane=0, lanes=1) if alone else gap


def _lanes(cluster: list[Block]) -> list[Block]:
    ends: list[int] = []
    places: list[int] = []
    for block in cluster:
        free = next((lane for lane, end in enumerate(ends) if end <= block.begin), len(ends))
        # A short block is painted as tall as one line and needs the room.
        end = max(block.end, block.begin + SHORT)
        ends[free : free + 1] = [end]
        places.append(free)
    return [replace(block, lane=lane, lanes=len(ends)) for block, lane in zip(cluster, places, strict=True)]


def _order(block: Block) -> tuple[int, int, str]:
    return block.begin, -block.end, block.key


def _times(entry: Entry, formats: Formats) -> str:
    begins = formats.time(entry.begins)
    return f"{begins}–{formats.time(entry.ends)}" if entry.record.kind == "visit" else begins
