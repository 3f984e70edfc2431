"""Working time of a calendar: how much lies before a moment, when so much is done, when work begins again.

A week repeats itself; holidays are cut out of it. Their working time is looked up in sums, so they cost a bisection.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from crm_desktop.models.processes.simulation.inputs import DAY, WEEK, Calendar


class WorkingTime:
    """`WorkingTime(calendar)`; moments are seconds since a Monday 0:00."""

    __slots__ = ("_before", "_begins", "_ends", "_kept", "_lost", "_off", "always", "per_week")

    def __init__(self, calendar: Calendar) -> None:
        spans = _merged(calendar)
        self._begins = [begin for begin, _ in spans]
        self._ends = [end for _, end in spans]
        self._before = [0]
        for begin, end in spans:
            self._before.append(self._before[-1] + end - begin)
        self.per_week = self._before[-1]
        """Working seconds of a week; 0 for a calendar without any."""
        self._off = [day * DAY for day in sorted(set(calendar.holidays))]
        self._lost, self._kept = [0.0], list[float]()
        """Working seconds that the first so many holidays take away, and those that are worked before each."""
        for begin in self._off:
            usual = self._usual(begin)
            self._kept.append(usual - self._lost[-1])
            self._lost.append(self._lost[-1] + self._usual(begin + DAY) - usual)
        self.always = self.per_week == WEEK and not self._off

    def worked(self, moment: float) -> float:
        """Return the working seconds before a moment."""
        if not self._off:
            return self._usual(moment)
        at = bisect_right(self._off, moment) - 1
        return self._usual(moment) - self._lost[at + 1] if at < 0 or moment >= self._off[at] + DAY else self._kept[at]

    def _usual(self, moment: float) -> float:
        """Return the same if there were no holidays."""
        weeks, rest = divmod(moment, WEEK)
        at = bisect_right(self._begins, rest) - 1
        part = 0.0 if at < 0 else self._before[at] + min(rest, self._ends[at]) - self._begins[at]
        return weeks * self.per_week + part

    def done(self, moment: float, seconds: float) -> float:
        """Return when so many working seconds that begin at a moment are over."""
        if seconds <= 0:
            return moment
        if self._off:
            work = self.worked(moment) + seconds
            # What is too little to move the sum at all would else end before a holiday that is over.
            return max(moment, self._reached(work + self._lost[bisect_left(self._kept, work)]))
        rest = moment % WEEK
        at = bisect_right(self._begins, rest) - 1
        if at >= 0 and rest + seconds <= self._ends[at]:
            return moment + seconds
        return self._reached(self._usual(moment) + seconds)

    def _reached(self, work: float) -> float:
        """Return the first moment before which so much is worked, if there were no holidays."""
        weeks, rest = divmod(work, self.per_week)
        if rest == 0:
            weeks, rest = weeks - 1, float(self.per_week)
        at = max(0, bisect_right(self._before, rest) - 1)
        if self._before[at] == rest and at:
            at -= 1
        return weeks * WEEK + self._begins[at] + rest - self._before[at]

    def closes(self, moment: float) -> float:
        """Return when people go home who are at work at a moment."""
        weeks, rest = divmod(moment, WEEK)
        closes = weeks * WEEK + self._ends[bisect_right(self._begins, rest) - 1]
        at = bisect_right(self._off, moment)
        return min(closes, self._off[at]) if at < len(self._off) else closes

    def opens(self, moment: float) -> float:
        """Return the moment itself when somebody works then, else the next when somebody does."""
        opens = self._usually_opens(moment)
        at = bisect_right(self._off, opens) - 1
        while at >= 0 and self._off[at] <= opens < self._off[at] + DAY:
            opens = self._usually_opens(self._off[at] + DAY)
            at = bisect_right(self._off, opens) - 1
        return opens

    def _usually_opens(self, moment: float) -> float:
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
