"""What people do with one occurrence of a series: with this one, with this and all that follow, or with all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from crm_desktop.models.calendars.entries import BEGINS, begins_at, shifted, wall, zone_of
from crm_desktop.models.calendars.recurrence import parts_of, read_stamp, rule_of, stamp, starts
from crm_desktop.models.catalog import SYSTEM_COLUMNS
from crm_desktop.models.clock import DAY_MS
from crm_desktop.models.edits import Create, Delete, Edit, Update
from crm_desktop.models.fields import Value, Values
from crm_desktop.models.record import Record
from crm_desktop.models.values import members

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_OF_SERIES = ("recurrence", "exceptions", "series_id", "occurrence_at", "uid")
_NOT_COPIED = {"checked_in_at", "check_in_latitude", "check_in_longitude", "checked_out_at", *SYSTEM_COLUMNS, "extra"}


class Reach(StrEnum):
    """How far an act on one occurrence reaches."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Series:
    """The record that repeats, those of its occurrences that were changed alone, and where it is seen from."""

    record: Record
    detached: tuple[Record, ...]
    zone: str

    @property
    def meant(self) -> str:
        """The zone on whose wall clock the rule runs."""
        return zone_of(self.record, self.zone)

    @property
    def first(self) -> int:
        """When the series begins."""
        return begins_at(self.record) or 0


def change(series: Series, at: int, values: Values, reach: Reach) -> list[Edit]:
    """Return the edits that change the occurrence at `at`; times among `values` are those of that occurrence."""
    if reach is Reach.THIS:
        return _change_this(series, at, values)
    if reach is Reach.FOLLOWING and at > series.first:
        return _change_following(series, at, values)
    return _change_all(series, at, values)


def delete(series: Series, at: int, reach: Reach) -> list[Edit]:
    """Return the edits that take the occurrence out, and perhaps others with it."""
    kind, record = series.record.kind, series.record
    if reach is Reach.THIS:
        return [Update(kind, record.id, {"exceptions": _with(record, at)})]
    if reach is Reach.FOLLOWING and at > series.first:
        gone = [Delete(kind, each.id) for each in _later(series, at)]
        return [Update(kind, record.id, {"recurrence": _until(record, at)}), *gone]
    return [Delete(kind, record.id), *(Delete(kind, each.id) for each in series.detached)]


def _change_this(series: Series, at: int, values: Values) -> list[Edit]:
    record = series.record
    alone = {**_copied(record), **_moved(series, at), **values, "series_id": record.id, "occurrence_at": at}
    return [
        Update(record.kind, record.id, {"exceptions": _with(record, at)}),
        Create(record.kind, _told(alone)),
    ]


def _change_following(series: Series, at: int, values: Values) -> list[Edit]:
    record = series.record
    parts = parts_of(str(record.get("recurrence") or ""))
    if "COUNT" in parts:
        before = len(starts(rule_of(parts), series.first, series.meant, (series.first, at)))
        parts["COUNT"] = str(max(1, int(parts["COUNT"]) - before))
    rest: dict[str, Value] = {
        **_copied(record),
        **_moved(series, at),
        "recurrence": rule_of(parts),
        "exceptions": sorted(each for each in members(record.get("exceptions")) if (read_stamp(each) or 0) >= at),
    }
    following = Record(record.kind, "", rest)
    after = _following_all(Series(following, (), series.zone), at, values)
    made = Create(record.kind, _told({**rest, **after}))
    return [
        Update(record.kind, record.id, {"recurrence": _until(record, at)}),
        made,
        *(Update(record.kind, each.id, {"series_id": made.id}) for each in _later(series, at)),
    ]


def _change_all(series: Series, at: int, values: Values) -> list[Edit]:
    return [Update(series.record.kind, series.record.id, _following_all(series, at, values))]


def _following_all(series: Series, at: int, values: Values) -> dict[str, Value]:
    """Return what the series' record becomes when its occurrence at `at` becomes `values`."""
    record, zone = series.record, series.meant
    changed = dict(values)
    name = BEGINS[record.kind]
    new = values.get(name)
    by = wall(new, zone) - wall(at, zone) if isinstance(new, int) else timedelta()
    for each in (name, "ends_at", "remind_at"):
        if each in values:
            changed[each] = _of_first(series, at, values[each])
    if by:
        moved = [shifted(moment, by, zone) for moment in map(read_stamp, members(record.get("exceptions"))) if moment]
        changed["exceptions"] = sorted(map(stamp, moved))
        rule = str(values.get("recurrence") or record.get("recurrence") or "")
        first = changed[name]
        if isinstance(first, int) and "recurrence" not in values:
            changed["recurrence"] = _on_days_of(rule, series.first, first, zone)
    return changed


def _of_first(series: Series, at: int, value: Value) -> Value:
    """Return a time of the occurrence at `at` as the time of the first one."""
    if not isinstance(value, int):
        return value
    return shifted(series.first, wall(value, series.meant) - wall(at, series.meant), series.meant)


def _on_days_of(rule: str, before: int, after: int, zone: str) -> str:
    """Return the rule on the days on which a series falls that was moved from one first moment to another."""
    parts, day = parts_of(rule), wall(after, zone)
    by = (day.date() - wall(before, zone).date()).days
    if not by:
        return rule
    named = parts.get("BYDAY", "")
    if named and parts.get("FREQ") == "WEEKLY":
        moved = {(_DAYS.index(each) + by) % 7 for each in named.split(",") if each in _DAYS}
        parts["BYDAY"] = ",".join(_DAYS[each] for each in sorted(moved))
    elif named:
        last = named.startswith("-")
        parts["BYDAY"] = f"{-1 if last else (day.day - 1) // 7 + 1}{_DAYS[day.weekday()]}"
    if parts.get("BYMONTHDAY", "").isdigit():
        parts["BYMONTHDAY"] = str(day.day)
    if "BYMONTH" in parts and "," not in parts["BYMONTH"]:
        parts["BYMONTH"] = str(day.month)
    return rule_of(parts)


def _moved(series: Series, at: int) -> dict[str, Value]:
    """Return the times of the occurrence at `at`, its length and reminder as the first one has them."""
    moved: dict[str, Value] = {BEGINS[series.record.kind]: at}
    for name in ("ends_at", "remind_at"):
        moment = series.record.get(name)
        if isinstance(moment, int):
            moved[name] = at + moment - series.first
    return moved


def _copied(record: Record) -> dict[str, Value]:
    return {
        name: value
        for name, value in record.values.items()
        if name not in _NOT_COPIED and name not in _OF_SERIES and record.declaration.has(name)
    }


def _told(values: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if value is not None and value != []}


def _with(record: Record, at: int) -> list[str]:
    return sorted({*members(record.get("exceptions")), stamp(at)})


def _until(record: Record, at: int) -> str:
    """Return the record's rule, ended before the occurrence at `at`."""
    parts = parts_of(str(record.get("recurrence") or ""))
    parts.pop("COUNT", None)
    return rule_of({**parts, "UNTIL": stamp(at - 1000)})


def _later(series: Series, at: int) -> Iterable[Record]:
    for each in series.detached:
        moment = each.get("occurrence_at")
        if isinstance(moment, int) and moment >= at:
            yield each


LONGEST = 31 * DAY_MS
"""Nothing in the calendar lasts longer: what began before is not looked for."""
