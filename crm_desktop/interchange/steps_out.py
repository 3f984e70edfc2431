"""Maps as step lists: one row for each step, in the order of the flow; for a spreadsheet, in either language."""

from collections.abc import Iterator, Mapping

from crm_desktop.interchange.csv_export import csv_bytes
from crm_desktop.interchange.xlsx_export import xlsx_bytes
from crm_desktop.models.importing.words import Words
from crm_desktop.models.processes.durations import write_duration
from crm_desktop.models.processes.elements import Flow, Node
from crm_desktop.models.processes.process_map import ProcessMap, lanes_in_order
from crm_desktop.models.records.process import NODE

COLUMNS = (
    *("number", "name", "lane_id", "form", "working_seconds", "waiting_seconds", "frequency", "errors_per_mille"),
    *("systems", "post", "input", "output", "pains", "next", "notes"),
)
_UNSHOWN = frozenset({"port", "group"})


def headings(words: Words, chinese: bool) -> list[str]:
    """Return the names of the columns in the language that `words` speak first."""
    own = {"number": ("No.", "序号"), "pains": ("Pains", "痛点"), "next": ("Next", "下一步")}
    return [own[name][chinese] if name in own else words.field_names(NODE, name)[0] for name in COLUMNS]


def step_rows(map_: ProcessMap, words: Words, *, chinese: bool) -> Iterator[list[str]]:
    """Yield the cells of each step."""
    steps = in_reading_order(map_)
    numbers = {node.id: str(number) for number, node in enumerate(steps, start=1)}
    lanes = {lane.id: lane.name for lane in map_.lanes}
    forms = {option: label for label, option in reversed(words.choices(NODE, NODE.field("form")).items())}
    labels = words.languages[0].get("options", {}) if words.languages else {}
    leaving: dict[str, list[Flow]] = {}
    for flow in map_.flows:
        leaving.setdefault(flow.source_id, []).append(flow)
    pains: dict[str | None, list[str]] = {}
    for pain in map_.pains:
        pains.setdefault(pain.node_id, []).append(pain.name)
    for node in steps:
        cells = {
            "number": numbers[node.id],
            "name": node.name,
            "lane_id": lanes.get(node.lane_id or "", ""),
            "form": labels.get(NODE.option_key("form", node.form), forms.get(node.form, node.form)),
            "working_seconds": _time(node.working_seconds, chinese),
            "waiting_seconds": _time(node.waiting_seconds, chinese),
            "frequency": "" if node.frequency is None else str(node.frequency),
            "errors_per_mille": _per_cent(node),
            "systems": "; ".join(sorted(node.systems)),
            "post": node.post,
            "input": node.input,
            "output": node.output,
            "pains": "; ".join(pains.get(node.id, [])),
            "next": _next(leaving.get(node.id, []), numbers),
            "notes": node.notes,
        }
        yield [cells[name] for name in COLUMNS]


def write_steps_csv(map_: ProcessMap, words: Words, *, chinese: bool) -> bytes:
    """Return the step list as a CSV file."""
    return csv_bytes(headings(words, chinese), step_rows(map_, words, chinese=chinese))


def write_steps_xlsx(map_: ProcessMap, words: Words, *, chinese: bool) -> bytes:
    """Return the step list as a workbook."""
    title = "步骤" if chinese else "Steps"
    return xlsx_bytes(title, headings(words, chinese), step_rows(map_, words, chinese=chinese))


def in_reading_order(map_: ProcessMap) -> list[Node]:
    """Return what a step list lists: along the flow, lane by lane where that is equal."""
    order: Mapping[str, int] = {lane.id: number for number, lane in enumerate(lanes_in_order(map_))}
    nodes = [node for node in map_.nodes if node.form not in _UNSHOWN]
    return sorted(nodes, key=lambda node: (node.along, order.get(node.lane_id or "", -1), node.across, node.id))


def _time(seconds: int | None, chinese: bool) -> str:
    return "" if seconds is None else write_duration(seconds, chinese)


def _per_cent(node: Node) -> str:
    return "" if node.errors_per_mille is None else f"{node.errors_per_mille / 10:g}%"


def _next(flows: list[Flow], numbers: Mapping[str, str]) -> str:
    """Return where a step leads: numbers, each with the name of its branch."""
    parts = []
    for flow in flows:
        if flow.target_id in numbers and flow.form in ("sequence", "message"):
            name = flow.name or flow.condition
            parts.append(numbers[flow.target_id] + (f" [{name.replace(';', ',').replace(']', ')')}]" if name else ""))
    return "; ".join(parts)
