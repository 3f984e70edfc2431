"""What an entry shows: its sign, its words, and as chips what it made or is about. Values only; the row paints them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm_desktop.models.interviews.said_figures import read_frequency, read_metric, read_wait
from crm_desktop.models.money import from_units
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.grammar import parse
from crm_desktop.models.record import Record
from crm_desktop.models.studies.typed_goal import read_goal
from crm_desktop.store.queries.attachments import FileView
from crm_desktop.views.interview.spans import say_span
from crm_desktop.views.interview.talk import Talk
from crm_desktop.views.language.texts import Wording, label, text
from crm_desktop.views.recording.talk_clock import clock_text
from crm_desktop.views.theme.current import current_theme

_SIGNS = {
    "quote": ("quote", "info"),
    "pain": ("flame", "danger"),
    "metric": ("gauge", "success"),
    "goal": ("target", "accent"),
    "role": ("id-card", "violet"),
    "photo": ("camera", "slate"),
    "voice": ("audio-lines", "slate"),
    "recording": ("mic", "slate"),
    "mark": ("flag", "warning"),
    "person": ("user-round", "teal"),
}
_SYSTEMS = {
    "电话": "phone",
    "phone": "phone",
    "微信": "message-circle",
    "wechat": "message-circle",
    "excel": "table",
    "邮件": "mail",
    "mail": "mail",
    "e-mail": "mail",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A word or two under an entry; `node_id` is where a click stands, `plays` where in the recording it was said."""

    words: Wording
    tone: str = "neutral"
    icon: str = ""
    node_id: str = ""
    plays: int | None = None


@dataclass(frozen=True, slots=True)
class EntryLook:
    """One entry as it is shown."""

    id: str
    time: str
    icon: str
    tone: str
    words: str
    chips: tuple[Chip, ...]
    files: tuple[FileView, ...] = ()
    internal: bool = False


def look_of(talk: Talk, entry: Record) -> EntryLook:
    """Return how an entry looks now: what it made is asked of the map, as it is now."""
    form, at_ms = str(entry.get("form") or "answer"), entry.get("at_ms")
    node = talk.session.chart.nodes.get(str(entry.get("node_id") or ""))
    words = str(entry.get("words") or "")
    icon, tone = _SIGNS.get(form) or _step_sign(talk, words, node)
    if form == "quote":
        words = f"「{words}」" if _chinese(words) else f"“{words}”"
    elif form == "answer":
        words = _plain(words)
    return EntryLook(
        id=entry.id,
        time=clock_text(at_ms) if isinstance(at_ms, int) else "",
        icon=icon,
        tone=tone,
        words=words,
        chips=tuple(_chips(talk, entry, form, node)),
        files=talk.view.files.get(entry.id, ()),
        internal=bool(entry.get("internal")),
    )


def _step_sign(talk: Talk, words: str, node: Node | None) -> tuple[str, str]:
    if read_wait(words) is not None and not _made(words, node):
        return "hourglass", "warning"
    if node is None:
        return "message-square-text", "slate"
    return "rectangle-horizontal", _hue(talk, node)


def _made(words: str, node: Node | None) -> bool:
    """Tell whether a line made its step: then it carries the step's name."""
    return node is not None and bool(node.name) and node.name in words


def _plain(words: str) -> str:
    """Return a line without its signs, where it says anything else."""
    line = parse(words).line
    if not line.name or line.name == words:
        return words
    return " · ".join((line.name, *line.pains))


def _chips(talk: Talk, entry: Record, form: str, node: Node | None) -> list[Chip]:
    words = str(entry.get("words") or "")
    if form == "quote":
        return [*_speaker(talk, entry), *_moment(entry)]
    if form in ("voice", "recording"):
        return _sound(entry)
    if form == "metric":
        return _metric(words)
    if form == "goal":
        goal = read_goal(words, date(2000, 1, 1))
        return [Chip(f"{_number(goal.value)} {goal.unit}".strip(), "accent", "target")] if goal.value else []
    chips: list[Chip] = []
    if form == "pain":
        chips += _pains(talk, entry, words)
    else:
        wait = read_wait(words)
        if wait is not None and not _made(words, node):
            chips.append(Chip(text("interview", "Waits {time}", time=say_span(wait)), "warning"))
    if node is not None:
        chips += _step(talk, node)
    if form == "answer" and node is not None and _made(words, node):
        chips += [
            Chip(each, "neutral", _SYSTEMS.get(each.casefold(), "monitor"))
            for each in sorted(node.systems)
            if each.casefold() in words.casefold()
        ]
        chips += _times(words, node)
    return chips


def _step(talk: Talk, node: Node) -> list[Chip]:
    lane = talk.session.chart.lanes.get(node.lane_id or "")
    named = node.name or text("interview", "Start") if node.form == "start" else node.name
    words = text("interview", "{lane} · {step}", lane=lane.name, step=named) if lane and lane.name else named
    chips = [Chip(words, _hue(talk, node), "workflow", node_id=node.id)]
    if node.post:
        chips.append(Chip(node.post, "neutral", "user-round"))
    return chips


def _times(words: str, node: Node) -> list[Chip]:
    line, chips = parse(words).line, []
    if line.working_seconds is not None and node.working_seconds is not None:
        chips.append(Chip(say_span(node.working_seconds), "neutral", "timer"))
    if line.waiting_seconds is not None and node.waiting_seconds is not None:
        chips.append(
            Chip(text("interview", "Waits {time}", time=say_span(node.waiting_seconds)), "warning", "hourglass")
        )
    return chips


def _pains(talk: Talk, entry: Record, words: str) -> list[Chip]:
    ids = entry.get("pain_ids")
    pains = talk.session.chart.pains
    known = next((pains[each] for each in ids if each in pains), None) if isinstance(ids, list) else None
    severity = known.severity if known is not None else "medium"
    named = label("options", f"pain.severity.{severity}")
    chips = [Chip(text("interview", "Pain · {severity}", severity=named), "danger", "flame")]
    frequency = read_frequency(words)
    if frequency is not None:
        said = label("answers", f"per.{frequency.per}")
        if frequency.times > 1:
            said = text("interview", "{per} {times} ×", times=frequency.times, per=said)
        chips.append(Chip(said, "neutral", "repeat"))
    return chips


def _metric(words: str) -> list[Chip]:
    metric = read_metric(words)
    if metric is None:
        return []
    unit = "%" if metric.unit == "percent" else ""
    named = (
        (text("interview", "Now {value}", value=f"{_number(metric.present)}{unit}"), metric.present, "neutral"),
        (text("interview", "Peers {value}", value=f"{_number(metric.peer)}{unit}"), metric.peer, "info"),
        (text("interview", "Target {value}", value=f"{_number(metric.target)}{unit}"), metric.target, "success"),
    )
    return [Chip(said, tone) for said, value, tone in named if value is not None]


def _speaker(talk: Talk, entry: Record) -> list[Chip]:
    name = talk.view.titles.get(str(entry.get("speaker_id") or ""))
    return [Chip(text("interview", "{name}, word for word", name=name), "plain")] if name else []


def _moment(entry: Record) -> list[Chip]:
    at_ms = entry.get("at_ms")
    return [Chip(clock_text(at_ms), "line", "play", plays=at_ms)] if isinstance(at_ms, int) else []


def _sound(entry: Record) -> list[Chip]:
    length = entry.get("length_ms")
    if not isinstance(length, int):
        return []
    minutes, seconds = divmod(length // 1_000, 60)
    return [
        Chip(f"{minutes}:{seconds:02}", "line", "play", plays=0),
        Chip(text("interview", "Not transcribed"), "plain"),
    ]


def _hue(talk: Talk, node: Node) -> str:
    chart = talk.session.chart
    for place, lane in enumerate(chart.lanes_in_order()):
        if lane.id == node.lane_id:
            order = current_theme().tokens.lane_order
            return lane.hue or order[place % len(order)]
    return "neutral"


def _number(units: int | None) -> str:
    return f"{from_units(units).normalize():f}" if units is not None else ""


def _chinese(words: str) -> bool:
    return any("\u3400" <= sign <= "\u9fff" for sign in words)
