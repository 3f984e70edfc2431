"""Working time of a calendar: how much lies before a moment, when so much is done, when work begins again."""

from __future__ import annotations

from bisect import bisect_right

from crm_desktop.models.processes.simulation.inputs import DAY, WEEK, Calendar


class WorkingTime:
    """`WorkingTime(calendar)`; moments are seconds since a Monday 0:00."""

    __slots__ = ("_before", "_begins", "_ends", "always", "per_week")

    def __init__(self, calendar: Calendar) -> None:
        spans = _merged(calendar)
        self._begins = [begin for begin, _ in spans]
        self._ends = [end for _, end in spans]
        self._before = [0]
        for begin, end in spans:
            self._before.append(self._before[-1] + end - begin)
        self.per_week = self._before[-1]
        """Working seconds of a week; 0 for a calendar without any."""
        self.always = self.per_week == WEEK

    def worked(self, moment: float) -> float:
        """Return the working seconds before a moment."""
        weeks, rest = divmod(moment, WEEK)
        at = bisect_right(self._begins, rest) - 1
        part = 0.0 if at < 0 else self._before[at] + min(rest, self._ends[at]) - self._begins[at]
        return weeks * self.per_week + part

    def done(self, moment: float, seconds: float) -> float:
        """Return when so many working seconds that begin at a moment are over."""
        rest = moment % WEEK
        at = bisect_right(self._begins, rest) - 1
        if at >= 0 and rest + seconds <= self._ends[at]:
            return moment + seconds
        weeks, rest = divmod(self.worked(moment) + seconds, self.per_week)
        if rest == 0 and seconds > 0:
            weeks, rest = weeks - 1, float(self.per_week)
        at = max(0, bisect_right(self._before, rest) - 1)
        if self._before[at] == rest and at and seconds > 0:
            at -= 1
        if seconds <= 0:
            return moment
        return weeks * WEEK + self._begins[at] + rest - self._before[at]

    def closes(self, moment: float) -> float:
        """Return when people go home who are at work at a moment."""
        weeks, rest = divmod(moment, WEEK)
        return weeks * WEEK + self._ends[bisect_right(self._begins, rest) - 1]

    def opens(self, moment: float) -> float:
        """Return the moment itself when somebody works then, else the next when somebody does."""
        weeks, rest = divmod(moment, WEEK)
        at = bisect_right(self._begins, rest) - 1
        if at >= 0 and rest < self._ends[at]:
            return moment
        if at + 1 < len(self._begins):
            return weeks * WEEK + self._begins[at + 1]
        return (weeks + 1) * WEEK + self._begins[0]


def days_worked(calendars: list[Calendar], begin: float, end: float) -> int:
    """Return on how many days between two moments somebody works."""
    times = [WorkingTime(each) for each in calendars]
    days = range(int(begin // DAY), int(-(-end // DAY)))
    return sum(any(each.worked((day + 1) * DAY) > each.worked(day * DAY) for each in times) for day in days)


def _merged(calendar: Calendar) -> list[tuple[int, int]]:
    """Return the spans of a week in order, those that touch as one; what passes Sunday midnight begins on Monday."""
    spans = []
    for day in sorted(set(calendar.days)):
        begin, end = day * DAY + calendar.begin, day * DAY + calendar.end
        if calendar.end <= calendar.begin:
            end += DAY
        spans.append((begin, min(end, WEEK)))
        if end > WEEK:
            spans.append((0, end - WEEK))
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged
