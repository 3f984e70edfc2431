"""What the palette lists, as plain values: headings, records, commands. No painting, no queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crm_desktop.models.record import SyncState
from crm_desktop.store.queries.find import Found
from crm_desktop.views.actions import Action
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import Wording, text, tr
from crm_desktop.views.lookups import Lookups
from crm_desktop.views.palette.describe import subtitle

PREFIXES = {">": "commands", "@": "people", "#": "tags"}
KINDS_OF = {"people": ("contact", "user"), "tags": ("tag",)}
EVERYTHING = ("account", "contact", "opportunity", "task", "visit", "process", "lane", "node", "pain")
MOST_COMMANDS = 8
_FOREMOST, _ALIKE = 5, 2
_OF_A_PROCESS = frozenset({"lane", "node", "pain"})


@dataclass(frozen=True, slots=True)
class Heading:
    """A line above a group; cannot be chosen."""

    wording: Wording


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record that was found."""

    kind: str
    id: str
    title: str
    subtitle: str
    ranges: tuple[tuple[int, int], ...] = ()
    state: SyncState = SyncState.SYNCED
    process_id: str = ""
    """The process whose lane, step or pain it is; it opens there."""


@dataclass(frozen=True, slots=True)
class CommandRow:
    """Something that can be done; `action` is its key on the board."""

    action: str
    title: str
    icon: str
    keys: str = ""
    subject: RecordRow | None = None
    """The record that it is done with; None for what is done with the program."""


Row = Heading | RecordRow | CommandRow


@dataclass(frozen=True, slots=True)
class Wish:
    """What was typed, taken apart: `narrow` is "", `commands`, `people` or `tags`."""

    narrow: str
    text: str

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of record to look among; none for commands."""
        return () if self.narrow == "commands" else KINDS_OF.get(self.narrow, EVERYTHING)


def wish(typed: str) -> Wish:
    """Take apart what was typed; full-width signs count the same."""
    plain = typed.strip().translate({0xFF1E: ">", 0xFF20: "@", 0xFF03: "#"})
    narrow = PREFIXES.get(plain[:1], "")
    return Wish(narrow, plain[1:].strip() if narrow else plain)


def record_row(found: Found, lookups: Lookups, formats: Formats) -> RecordRow:
    """Return the line for a found record."""
    record = found.record
    below = subtitle(found, lookups, formats)
    home = str(record.get("process_id") or "") if record.kind in _OF_A_PROCESS else ""
    return RecordRow(record.kind, record.id, record.title, below, found.ranges, record.state, home)


def commands(actions: Iterable[Action], typed: str) -> list[CommandRow]:
    """Return the actions whose name has all typed words, in the order of the menus; all of them for no words."""
    words = typed.casefold().split()
    rows = [CommandRow(each.key, str(each.text), each.icon or "command", each.shortcut) for each in actions]
    return [row for row in rows if all(word in row.title.casefold() for word in words)]


def listing(
    records: Sequence[RecordRow], offered: Sequence[CommandRow], heading: Wording, acts: Sequence[Row] = ()
) -> list[Row]:
    """Put records and commands under their headings.

    Where `acts` say what can be done with the first record, they stand behind a few records of different kinds, and the
    others at the end.
    """
    ahead = _foremost(records) if acts else list(records)
    others = [row for row in records if row not in ahead]
    rows: list[Row] = []
    for words, group in (
        (heading, ahead),
        (None, acts),
        (text("palette", "Commands"), offered),
        (text("palette", "More records"), others),
    ):
        rows += ([Heading(words), *group] if words is not None else group) if group else []
    return rows


def _foremost(records: Sequence[RecordRow]) -> list[RecordRow]:
    """Return the first records, of each kind only a few."""
    chosen: list[RecordRow] = []
    for row in records:
        if len(chosen) < _FOREMOST and sum(each.kind == row.kind for each in chosen) < _ALIKE:
            chosen.append(row)
    return chosen


def nothing_listed(asked: Wish) -> str:
    """Return why no row is listed."""
    if not asked.text:
        return tr("palette", "Type a name, a phone number, or what you want to do")
    return tr("palette", "Nothing on this device matches “{typed}”", typed=asked.text)
