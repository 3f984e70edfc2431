"""The one grammar for the entry bar, the name field and interview answers: a line of text as a step, and back.

    @lane  ~time  ~等time or ~wait time  !pain  #tool  ends in ?: decision  >connect

Latin and full-width signs count the same. A sign begins a part at the start, after a space, after Chinese, and where
it is full-width; in `a@b.cn` and `C#` it does not. A lane and a tool end at a space (or are written in quotes, or are
known by name), a pain and a connection go on until the next sign. A backslash takes a sign's meaning away.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from crm_desktop.models.processes.decisions import asks
from crm_desktop.models.processes.durations import Duration, read_duration, write_duration

MOST = 2_000
"""Characters of a line that are looked at."""


class Part(StrEnum):
    """What a piece of a line means."""

    NAME = "name"
    LANE = "lane"
    WORKING = "working"
    WAITING = "waiting"
    PAIN = "pain"
    TOOL = "tool"
    CONNECT = "connect"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the line, for colouring: signs [start, end) of the text as typed."""

    part: Part
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A step as it was typed; None where the line says nothing about it."""

    name: str = ""
    lane: str | None = None
    """The last one named; a step stands in one lane."""
    working_seconds: int | None = None
    waiting_seconds: int | None = None
    pains: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    connects: tuple[str, ...] = ()

    @property
    def decision(self) -> bool:
        """Whether the name asks a question."""
        return asks(self.name)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A line, and what each piece of the text means."""

    line: Line
    spans: tuple[Span, ...]


_SIGNS = {"@": "@", "＠": "@", "~": "~", "～": "~", "!": "!", "！": "!", "#": "#", "＃": "#", ">": ">", "＞": ">"}
_LATIN = frozenset("@~!#>")
_QUOTES = {'"': '"', "“": "”", "「": "」", "『": "』"}
_WAIT = re.compile(r"\s*(?:等待?|waiting|wait)\s*", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def adds_only(text: str) -> bool:
    """Tell whether a text typed on a selected step adds to it instead of naming it anew."""
    stripped = text.lstrip()
    return bool(stripped) and stripped[0] in _SIGNS


def parse(text: str, lanes: Collection[str] = (), tools: Collection[str] = ()) -> Parsed:
    """Return what a line says; `lanes` and `tools` are known names, which may contain spaces. Never fails."""
    return _Parsing(text[:MOST], _longest_first(lanes), _longest_first(tools)).run()


def write(line: Line, chinese: bool = True) -> str:
    """Return a line that `parse` reads back as the same value."""
    parts = [_escape(line.name)] if line.name else []
    if line.lane is not None:
        parts.append("@" + _quoted(line.lane))
    if line.working_seconds is not None:
        parts.append("~" + write_duration(line.working_seconds, chinese))
    if line.waiting_seconds is not None:
        parts.append(("~等" if chinese else "~wait ") + write_duration(line.waiting_seconds, chinese))
    parts += ["#" + _quoted(tool) for tool in line.tools]
    parts += ["!" + _escape(pain) for pain in line.pains]
    parts += [">" + _escape(name) for name in line.connects]
    return " ".join(parts)


class _Parsing:
    """One line under way."""

    def __init__(self, text: str, lanes: Sequence[str], tools: Sequence[str]) -> None:
        self.text, self.lanes, self.tools = text, lanes, tools
        self.names: list[str] = []
        self.found: dict[Part, list[str]] = {part: [] for part in Part}
        self.times: dict[Part, int] = {}
        self.spans: list[Span] = []

    def run(self) -> Parsed:
        """Read piece after piece."""
        at = 0
        while at < len(self.text):
            at = self._piece(at)
        line = Line(
            name=_tidy("".join(self.names)),
            lane=self.found[Part.LANE][-1] if self.found[Part.LANE] else None,
            working_seconds=self.times.get(Part.WORKING),
            waiting_seconds=self.times.get(Part.WAITING),
            pains=tuple(self.found[Part.PAIN]),
            tools=tuple(dict.fromkeys(self.found[Part.TOOL])),
            connects=tuple(self.found[Part.CONNECT]),
        )
        return Parsed(line, tuple(self.spans))

    def _piece(self, at: int) -> int:
        if self.text[at].isspace():
            return at + 1
        sign = _SIGNS.get(self.text[at]) if _begins(self.text, at) else None
        end = self._signed(sign, at) if sign else None
        return end if end is not None else self._name(at)

    def _signed(self, sign: str, at: int) -> int | None:
        if sign == "~":
            return self._time(at)
        if sign in "@#":
            part, known = (Part.LANE, self.lanes) if sign == "@" else (Part.TOOL, self.tools)
            end, word = _word(self.text, at + 1, known)
        else:
            part = Part.PAIN if sign == "!" else Part.CONNECT
            end = _until_sign(self.text, at + 1)
            word = self.text[at + 1 : end]
        word = _tidy(word)
        if not word:
            return None
        self.found[part].append(word)
        self._span(part, at, end)
        return end

    def _time(self, at: int) -> int | None:
        waits = _WAIT.match(self.text, at + 1)
        found: Duration | None = read_duration(self.text, waits.end() if waits else at + 1)
        if found is None:
            return None
        part = Part.WAITING if waits else Part.WORKING
        self.times[part] = found.seconds
        self._span(part, at, found.end)
        return found.end

    def _name(self, at: int) -> int:
        end = _until_sign(self.text, at + 1)
        joined = bool(self.spans) and self.spans[-1].part is Part.NAME and self.spans[-1].end == at
        self.names.append(("" if joined else " ") + self.text[at:end])
        self._span(Part.NAME, at, end)
        return end

    def _span(self, part: Part, start: int, end: int) -> None:
        while end > start and self.text[end - 1].isspace():
            end -= 1
        self.spans.append(Span(part, start, end))


def _begins(text: str, at: int) -> bool:
    """Tell whether a sign at this place begins a part."""
    if text[at] not in _SIGNS or (at and text[at - 1] == "\\"):
        return False
    if at == 0 or text[at] not in _LATIN:
        return True
    before = text[at - 1]
    return before.isspace() or ord(before) > 0x2E7F


def _until_sign(text: str, at: int) -> int:
    while at < len(text) and not _begins(text, at):
        at += 1
    return at


def _word(text: str, at: int, known: Sequence[str]) -> tuple[int, str]:
    """Return the end and the words of a lane's or tool's name."""
    if at < len(text) and text[at] in _QUOTES:
        end = text.find(_QUOTES[text[at]], at + 1)
        if end > at:
            return end + 1, text[at + 1 : end]
    for name in known:
        if text[at : at + len(name)].casefold() == name.casefold() and _ends(text, at + len(name)):
            return at + len(name), text[at : at + len(name)]
    end = at
    while end < len(text) and not text[end].isspace() and not _begins(text, end):
        end += 1
    return end, text[at:end]


def _ends(text: str, at: int) -> bool:
    return at >= len(text) or text[at].isspace() or _begins(text, at)


def _longest_first(names: Collection[str]) -> Sequence[str]:
    return sorted((name for name in names if name), key=len, reverse=True)


def _tidy(text: str) -> str:
    return _SPACES.sub(" ", _ESCAPED.sub(r"\1", text)).strip()


def _escape(text: str) -> str:
    return "".join("\\" + sign if sign in _SIGNS or sign == "\\" else sign for sign in text)


def _quoted(text: str) -> str:
    for opening, closing in _QUOTES.items():
        if closing not in text and opening not in text:
            return f"{opening}{text}{closing}".replace("\\", "\\\\") if _needs_quotes(text) else text
    return _escape(text).replace(" ", "\u00a0")


def _needs_quotes(text: str) -> bool:
    return any(sign.isspace() or sign in _SIGNS or sign == "\\" or sign in _QUOTES for sign in text)
