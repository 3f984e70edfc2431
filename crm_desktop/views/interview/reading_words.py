"""What a line is about to become, in words and chips, before Enter."""

from __future__ import annotations

from crm_desktop.diagrams.commands.tell import known_tools
from crm_desktop.models.interviews.answers import Making, Reading
from crm_desktop.models.money import from_units
from crm_desktop.models.processes.grammar import Line, parse
from crm_desktop.views.interview.spans import say_span
from crm_desktop.views.interview.talk import Talk
from crm_desktop.views.language.texts import Wording, label, text

ChipWords = tuple[Wording, str, str]
"""Words, tone, icon."""


def say_making(talk: Talk, reading: Reading | None) -> Wording:
    """Return what Enter will do."""
    node = talk.node
    about = node.name if node is not None else ""
    if reading is None:
        if talk.held:
            return (
                text("interview", "Next step after “{name}”", name=about) if about else text("interview", "Next step")
            )
        return (
            text("interview", "About “{name}”", name=about)
            if about
            else text("interview", "@lane  ~time  !pain  #tool  ?decision")
        )
    match reading.making:
        case Making.STEP:
            many = len(reading.steps)
            return text("interview", "Adds %n steps:", n=many) if many > 1 else text("interview", "Adds a step:")
        case Making.DETAIL:
            return text("interview", "Adds to “{name}”:", name=about)
        case Making.SHARE:
            return text("interview", "Shares at “{name}”:", name=about)
        case Making.PAIN:
            return (
                text("interview", "Adds a pain at “{name}”:", name=about)
                if about
                else text("interview", "Adds a pain:")
            )
        case Making.QUOTE:
            return text("interview", "Keeps the words:")
        case Making.METRIC:
            return text("interview", "Adds a metric:")
        case Making.GOAL:
            return text("interview", "Adds a goal:")
        case Making.ROLE:
            return text("interview", "Adds %n post(s):", n=len(reading.posts))
        case Making.PERSON:
            return text("interview", "Adds a person:")
        case _:
            return (
                text("interview", "Takes down the answer, about “{name}”", name=about)
                if about
                else text("interview", "Takes down the answer")
            )


def chips_of(talk: Talk, reading: Reading) -> list[ChipWords]:
    """Return the parts that were understood."""
    match reading.making:
        case Making.STEP:
            return _steps(talk, reading)
        case Making.DETAIL:
            return _line(reading.line)
        case Making.METRIC:
            return _metric(reading)
        case Making.PAIN:
            return _pain(reading)
        case Making.ROLE:
            return [(_post(each.name, each.head_count), "violet", "id-card") for each in reading.posts]
        case Making.SHARE:
            tone = "warning" if reading.doubt else "neutral"
            return [(f"{name} {share}%", tone, "split") for name, share in reading.shares]
        case Making.PERSON:
            name, post = reading.person or ("", "")
            return [(each, "teal", "") for each in (name, post) if each]
        case Making.GOAL:
            return _goal(reading)
        case _:
            return _facts(reading)


def _steps(talk: Talk, reading: Reading) -> list[ChipWords]:
    chart = talk.session.chart
    lanes = [lane.name for lane in chart.lanes.values()]
    last = parse(reading.steps[-1], lanes, known_tools(chart)).line
    chips: list[ChipWords] = []
    if last.lane is not None:
        known = next((lane for lane in chart.lanes_in_order() if lane.name == last.lane), None)
        chips.append((last.lane, (known.hue if known else "") or "accent", "" if known else "plus"))
    for step in reading.steps:
        name = parse(step, lanes).line.name
        if name:
            chips.append((name if len(name) < 24 else name[:23] + "…", "neutral", ""))
    if last.decision:
        chips.append((text("interview", "Decision"), "neutral", "diamond"))
    return [*chips, *(each for each in _line(last) if each[2] != "network")]


def _line(line: Line) -> list[ChipWords]:
    chips: list[ChipWords] = []
    if line.lane is not None:
        chips.append((line.lane, "accent", "network"))
    if line.working_seconds is not None:
        chips.append((say_span(line.working_seconds), "neutral", "timer"))
    if line.waiting_seconds is not None:
        chips.append((text("interview", "Waits {time}", time=say_span(line.waiting_seconds)), "warning", "hourglass"))
    chips += [(tool, "success", "monitor") for tool in line.tools]
    chips += [(pain if len(pain) < 16 else pain[:15] + "…", "danger", "flame") for pain in line.pains]
    return [*chips, *((name, "neutral", "link") for name in line.connects)]


def _metric(reading: Reading) -> list[ChipWords]:
    metric = reading.metric
    if metric is None:
        return []
    unit = "%" if metric.unit == "percent" else ""
    tone = "warning" if reading.doubt else "neutral"
    chips: list[ChipWords] = [(metric.name[:24], "neutral", "gauge")]
    said = (
        (metric.present, text("interview", "Now {value}", value=_number(metric.present) + unit), tone),
        (metric.peer, text("interview", "Peers {value}", value=_number(metric.peer) + unit), "info"),
        (metric.target, text("interview", "Target {value}", value=_number(metric.target) + unit), "success"),
    )
    chips += [(words, shade, "") for value, words, shade in said if value is not None]
    return [*chips, *_doubt(reading)]


def _pain(reading: Reading) -> list[ChipWords]:
    chips: list[ChipWords] = [(label("options", f"pain.severity.{reading.severity}"), "danger", "flame")]
    if reading.frequency is not None:
        said = label("answers", f"per.{reading.frequency.per}")
        if reading.frequency.times > 1:
            said = text("interview", "{per} {times} ×", times=reading.frequency.times, per=said)
        chips.append((said, "neutral", "repeat"))
    if reading.minutes is not None:
        chips.append((say_span(reading.minutes * 60), "neutral", "timer"))
    return chips


def _goal(reading: Reading) -> list[ChipWords]:
    goal = reading.goal
    if goal is None or goal.value is None:
        return []
    chips: list[ChipWords] = [(f"{_number(goal.value)} {goal.unit}".strip(), "accent", "target")]
    return [*chips, (goal.due, "neutral", "calendar")] if goal.due else chips


def _facts(reading: Reading) -> list[ChipWords]:
    chips: list[ChipWords] = []
    if reading.waiting_seconds is not None:
        chips.append(
            (text("interview", "Waits {time}", time=say_span(reading.waiting_seconds)), "warning", "hourglass")
        )
    if reading.frequency is not None:
        said = label("answers", f"per.{reading.frequency.per}")
        chips.append(
            (text("interview", "{per} {times} ×", times=reading.frequency.times, per=said), "neutral", "repeat")
        )
    return chips


def _doubt(reading: Reading) -> list[ChipWords]:
    match reading.doubt:
        case "over_100":
            return [(text("interview", "More than 100 %?"), "warning", "triangle-alert")]
        case "negative":
            return [(text("interview", "Less than zero?"), "warning", "triangle-alert")]
        case _:
            return []


def _post(name: str, count: int | None) -> Wording:
    return text("interview", "{name} × {count}", name=name, count=count) if count is not None else name


def _number(units: int | None) -> str:
    return f"{from_units(units).normalize():f}" if units is not None else ""
