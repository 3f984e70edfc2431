"""What stands in a day: each visit and task as a block with its minutes, and the place beside others at the same time.

Pure: nothing here paints. Minutes count from midnight where the person is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from crm_desktop.models.record import Record
from crm_desktop.store.queries.agenda import DayView
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import label, tr

DAY = 24 * 60
SHORT = 30
"""Below so many minutes a block is one line."""
USUAL_VISIT, USUAL_TASK = 60, 25
_MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Block:
    """One visit or task in the day. `lane` of `lanes` says where it stands beside others at the same time."""

    record: Record
    begin: int
    end: int
    title: str
    times: str
    lines: tuple[tuple[str, str], ...]
    """Icon and words of what stands below the title."""
    done: bool
    hue: str
    sentence: str
    lane: int = 0
    lanes: int = 1
    all_day: bool = False

    @property
    def movable(self) -> bool:
        """Whether it can be dragged to another time."""
        return not self.done and not self.all_day


def blocks_of(view: DayView, formats: Formats, day_begins: int) -> list[Block]:
    """Return the day's blocks, those of the whole day first, then by time."""
    made = [_visit(each, view, formats, day_begins) for each in view.visits if each.get("state") != "cancelled"]
    made += [_task(each, view, formats, day_begins) for each in view.tasks]
    whole = [block for block in made if block.all_day]
    return whole + arrange(sorted((block for block in made if not block.all_day), key=_order))


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
    return block.begin, -block.end, block.record.id


def _visit(visit: Record, view: DayView, formats: Formats, day_begins: int) -> Block:
    starts, ends = visit.get("starts_at"), visit.get("ends_at")
    begin = max(0, (starts - day_begins) // _MINUTE_MS) if isinstance(starts, int) else 0
    end = (ends - day_begins) // _MINUTE_MS if isinstance(ends, int) else begin + USUAL_VISIT
    account = view.linked.get(str(visit.get("account_id")), "")
    title = f"{account} · {visit.title}" if account else visit.title
    people = [view.linked[each] for each in visit.get("participant_ids") or () if each in view.linked]  # type: ignore[union-attr]
    contact = view.linked.get(str(visit.get("contact_id")), "")
    who = formats.listed(list(dict.fromkeys([*([contact] if contact else []), *people])))
    lines = [("map-pin", str(visit.get("place") or "")), ("users", who), ("corner-down-right", _outcome(visit))]
    state = str(label("options", f"visit.state.{visit.get('state') or 'planned'}"))
    times = _times(begin, min(end, DAY))
    spoken = formats.listed([title, times, state, *filter(None, (words for _, words in lines))])
    return Block(
        visit, begin, max(begin + 5, min(end, DAY)), title, times, tuple(each for each in lines if each[1]),
        visit.get("state") == "done", "sky", spoken,
    )  # fmt: skip


def _task(task: Record, view: DayView, formats: Formats, day_begins: int) -> Block:
    due = task.get("due_at")
    begin = (due - day_begins) // _MINUTE_MS if isinstance(due, int) else 0
    account = view.linked.get(str(task.get("account_id")), "")
    whole = begin == 0
    times = tr("agenda", "All day") if whole else _clock(begin)
    done = bool(task.get("done"))
    kind = tr("agenda", "Task, done") if done else str(label("kinds", "task"))
    return Block(
        task, begin, min(DAY, begin + USUAL_TASK), task.title, times, (("building-2", account),) if account else (),
        done, "slate", formats.listed([part for part in (kind, task.title, account, times) if part]), all_day=whole,
    )  # fmt: skip


def _outcome(visit: Record) -> str:
    return str(visit.get("outcome") or visit.get("next_step") or "")


def _times(begin: int, end: int) -> str:
    return f"{_clock(begin)}–{_clock(end)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
