"""What a proposed change brings, as the report says it: by a kept simulation, else by the figures of the maps."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from crm_desktop.models.money import Money
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.simulation.asking import ONE_MORE
from crm_desktop.models.processes.simulation.from_map import needs_nobody
from crm_desktop.models.processes.simulation.inputs import HOUR, Calendar, Post
from crm_desktop.models.processes.simulation.results import ScenarioResult, difference, estimate
from crm_desktop.models.processes.totals import Totals, total
from crm_desktop.models.studies.proposals import MONTHS
from crm_desktop.models.studies.report import Block, Bullets, Heading, Paragraph, Table
from crm_desktop.models.studies.report_material import Run, Writing

Trait = TypeVar("Trait", bound=Hashable)
_SIMULATED = ("per_day", "lead_p50", "lead_p95", "waiting")
_LABOUR = "labour"
"""What the work on one case costs; only where somebody said what an hour costs."""
_TIMES = frozenset({"lead_p50", "lead_p95", "waiting"})
_STEPS = ("task", "subprocess")


def effect_of(writing: Writing) -> Iterator[Block]:
    """Return the effect with its assumptions; nothing where there is no to-be."""
    word, formats = writing.template.word, writing.formats
    pairs = [(as_is, to_be) for as_is, to_be in writing.pairs() if to_be is not None]
    assumed: dict[str, None] = {}
    for as_is, to_be in pairs:
        if len(pairs) > 1:
            yield Heading(as_is.name, 2)
        run = _run_for(writing, as_is, to_be)
        if run is not None:
            yield from _simulated(writing, run)
            assumed |= dict.fromkeys(_told_to(writing, run))
        else:
            yield from _by_maps(writing, as_is, to_be)
    saved = savings(writing)
    if saved:
        a_month = " + ".join(formats.money(each.units, each.currency) for each in saved)
        a_year = " + ".join(formats.money(each.units * MONTHS, each.currency) for each in saved)
        yield Paragraph(word("effect.saving", money=a_month, year=a_year), "lead")
    if pairs or saved:
        hourly, days = writing.content.study.get("hourly_cost"), writing.content.study.get("working_days") or 22
        if isinstance(hourly, int) and hourly > 0:
            rate = formats.money(hourly, writing.currency)
            assumed[word("assumption.rate", rate=rate, days=days)] = None
        if pairs:
            assumed[word("assumption.shares")] = None
        if assumed:
            yield Heading(word("assumptions"), 2)
            yield Bullets(tuple(assumed))


def savings(writing: Writing) -> tuple[Money, ...]:
    """Return what all proposals save a month, one amount for each currency."""
    sums: dict[str, int] = {}
    for each in writing.proposals():
        units = each.get("saving_per_month")
        if isinstance(units, int) and units > 0:
            currency = str(each.get("currency") or writing.currency)
            sums[currency] = sums.get(currency, 0) + units
    return tuple(Money(units, each) for each, units in sorted(sums.items(), key=lambda pair: -pair[1]))


def case_seconds(map_: ProcessMap) -> float:
    """Return how long one case takes: all waiting, and the work that people do; what runs by itself takes no time."""
    found = total(map_)
    return _by_people(map_, found) + found.expected_waiting


def _by_maps(writing: Writing, as_is: ProcessMap, to_be: ProcessMap) -> Iterator[Block]:
    word = writing.template.word
    now, then = total(as_is), total(to_be)
    rows = [
        _times(writing, "effect.working", _by_people(as_is, now), _by_people(to_be, then)),
        _times(writing, "effect.waiting", now.expected_waiting, then.expected_waiting),
        _times(writing, "effect.lead", case_seconds(as_is), case_seconds(to_be)),
        _counts(writing, "effect.hand_overs", now.hand_overs, then.hand_overs),
        _counts(writing, "effect.steps", _by_hand(as_is), _by_hand(to_be)),
    ]
    heads = tuple(word(f"table.{each}") for each in ("figure", "as_is", "to_be", "difference"))
    yield Table(heads=heads, rows=tuple(rows), widths=(40, 20, 20, 20), right=frozenset({1, 2, 3}))
    yield Paragraph(word("effect.by_map"), "quiet")


def _by_people(map_: ProcessMap, found: Totals) -> float:
    """Return the working time of one case that people spend: steps that run by themselves take none of it."""
    by_hand = (node for node in map_.nodes if node.change != "remove" and not needs_nobody(node))
    return sum(found.passes.get(node.id, 0.0) * (node.working_seconds or 0) for node in by_hand)


def _by_hand(map_: ProcessMap) -> int:
    steps = (node for node in map_.nodes if node.form in _STEPS and node.change != "remove")
    return sum(not needs_nobody(node) for node in steps)


def _times(writing: Writing, key: str, now: float, then: float) -> tuple[str, ...]:
    duration = writing.formats.duration
    by = then - now
    sign = "" if not round(by) else "+" if by > 0 else "−"
    return writing.template.word(key), duration(now / 60), duration(then / 60), f"{sign}{duration(abs(by) / 60)}"


def _counts(writing: Writing, key: str, now: int, then: int) -> tuple[str, ...]:
    number = writing.formats.number
    sign = "+" if then > now else ""
    return writing.template.word(key), number(now), number(then), f"{sign}{number(then - now)}"


def _run_for(writing: Writing, as_is: ProcessMap, to_be: ProcessMap) -> Run | None:
    """Return the newest kept simulation that compares both."""
    for run in writing.material.runs:
        names = [each.name for each in run.outcome.scenarios]
        if run.process_id in (as_is.id, to_be.id) and {"as_is", "to_be"} <= set(names):
            return run
    return None


def _scenario(run: Run, name: str) -> ScenarioResult:
    return next(each for each in run.outcome.scenarios if each.name == name)


def _simulated(writing: Writing, run: Run) -> Iterator[Block]:
    word = writing.template.word
    now, then = _scenario(run, "as_is"), _scenario(run, "to_be")
    currency = run.order.settings.currency or writing.currency
    paid = any(any(each.figures.get(_LABOUR, ())) for each in (now, then))
    rows = []
    for name in (*_SIMULATED, _LABOUR) if paid else _SIMULATED:
        before, after = now.figures[name], then.figures[name]
        by = difference(before, after)
        sign = "+" if by.mean > 0 else "−" if by.mean < 0 else ""
        said = word("effect.waiting_sim" if name == "waiting" else f"effect.{name}")
        told = (f"{sign}{_value(writing, name, abs(by.mean), currency)}",)
        rows.append((said, *(_sure(writing, name, each, currency) for each in (before, after)), *told))
    worst = now.bottleneck
    if worst is not None:
        after_all = next((each for each in then.posts if each.key == worst.key), None)
        busy = [writing.formats.percent(estimate(each.busy).mean * 100) for each in (worst, after_all) if each]
        rows.append((word("effect.busy", lane=worst.name), busy[0], busy[-1] if after_all else "–", ""))
    heads = tuple(word(f"table.{each}") for each in ("figure", "as_is", "to_be", "difference"))
    yield Table(heads=heads, rows=tuple(rows), widths=(34, 25, 25, 16), right=frozenset({1, 2, 3}))
    settings = run.order.settings
    yield Paragraph(
        word("effect.by_simulation", replications=settings.replications, days=settings.days), "quiet"
    )  # fmt: skip


def _sure(writing: Writing, name: str, values: tuple[float, ...], currency: str) -> str:
    found = estimate(values)
    low, high = (_value(writing, name, max(0.0, each), currency) for each in (found.low, found.high))
    between = writing.template.word("interval", low=low, high=high)
    return f"{_value(writing, name, found.mean, currency)} ({between})"


def _value(writing: Writing, name: str, value: float, currency: str) -> str:
    formats = writing.formats
    if name == _LABOUR:
        return formats.money(round(value), currency)
    return formats.duration(round(value / 60, 1)) if name in _TIMES else formats.number(value, 1)


def _told_to(writing: Writing, run: Run) -> Iterator[str]:
    """Yield what the simulation was told, as assumptions."""
    word, formats, settings = writing.template.word, writing.formats, run.order.settings
    yield word("assumption.arrivals")
    for scenario in run.order.scenarios[:1]:
        if not scenario.name.startswith(ONE_MORE):
            needed = {station.post for station in scenario.stations if station.kind == "step"}
            posts = [post for at, post in enumerate(scenario.posts) if at in needed]
            for post in posts:
                yield word("assumption.staff", lane=post.name, count=formats.number(post.staff))
            yield from _hours(writing, posts)
            for wage, lanes in _alike(posts, lambda post: post.wage).items():
                if wage:
                    rate = formats.money(wage, settings.currency or writing.currency)
                    yield word("assumption.wage", lanes=formats.listed(lanes), rate=rate)


def _hours(writing: Writing, posts: Sequence[Post]) -> Iterator[str]:
    """Yield who works when, those with the same hours together, and on how many days nobody does."""
    word, formats = writing.template.word, writing.formats
    for (days, begin, end), lanes in _alike(posts, lambda post: _hours_of(post.calendar)).items():
        told = formats.listed([word(f"weekday.{day}") for day in days])
        hours = word("hours", begin=_clock(begin), end=_clock(end))
        yield word("assumption.hours", lanes=formats.listed(lanes), days=told, hours=hours)
    off = {day for post in posts for day in post.calendar.holidays}
    if off:
        yield word("assumption.holidays", count=formats.number(len(off)))


def _hours_of(calendar: Calendar) -> tuple[tuple[int, ...], int, int]:
    return calendar.days, calendar.begin, calendar.end


def _clock(seconds: int) -> str:
    return f"{seconds // HOUR}:{seconds % HOUR // 60:02}"


def _alike(posts: Iterable[Post], trait: Callable[[Post], Trait]) -> dict[Trait, list[str]]:
    """Return the names of the posts that share a trait, by it."""
    found: dict[Trait, list[str]] = {}
    for post in posts:
        found.setdefault(trait(post), []).append(post.name)
    return found
