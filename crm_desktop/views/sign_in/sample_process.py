"""The sample process beside the sign-in form, as data: lanes, steps, decisions and flows in units of the drawing.

It is a picture and no model: the editor's own model lives elsewhere. How it is painted stands in `sample_picture.py`.
"""

from dataclasses import dataclass

from crm_desktop.views.language.texts import Text, text

WIDTH, HEIGHT = 760.0, 674.0
LANE = 152.0
HEADER = 44.0
STEP_WIDTH, STEP_HEIGHT = 132.0, 53.0
GATEWAY = 22.0
EVENT = 18.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step: its top left corner, name, tool, and its badges at their fixed corners."""

    at: Point
    name: Text
    icon: str
    tool: Text
    pains: int = 0
    work: Text | None = None
    wait: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """A decision: its centre, its question and where that stands."""

    at: Point
    question: Text
    words_at: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something arrives, or is reached."""

    at: Point
    name: Text
    end: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """An orthogonal way through points; with a label it has one at `words_at`. Dashed: information only."""

    points: tuple[Point, ...]
    words: Text | None = None
    words_at: Point = (0, 0)
    dashed: bool = False


LANES = (
    (text("sample", "Customer"), "sky"),
    (text("sample", "Sales"), "teal"),
    (text("sample", "Planning"), "amber"),
    (text("sample", "Purchasing"), "violet"),
    (text("sample", "Production"), "green"),
)

STEPS = (
    Step(
        at=(163, 64),
        name=text("sample", "Check price"),
        icon="table-2",
        tool=text("sample", "Excel · 18 a day"),
        pains=2,
        work=text("sample", "45 min"),
    ),
    Step(
        at=(11, 141),
        name=text("sample", "Confirm change"),
        icon="message-circle",
        tool=text("sample", "Chat · 12%"),
        wait=text("sample", "1 d"),
    ),
    Step(
        at=(163, 218),
        name=text("sample", "Enter order"),
        icon="monitor",
        tool=text("sample", "ERP · sales desk"),
        pains=1,
        work=text("sample", "20 min"),
    ),
    Step(
        at=(315, 218),
        name=text("sample", "Check materials"),
        icon="table-2",
        tool=text("sample", "Excel + ERP"),
        pains=3,
        work=text("sample", "90 min"),
    ),
    Step(
        at=(467, 295),
        name=text("sample", "Chase suppliers"),
        icon="phone",
        tool=text("sample", "Phone · 30%"),
        pains=3,
        wait=text("sample", "2.5 d"),
    ),
    Step(
        at=(163, 372),
        name=text("sample", "Confirm date"),
        icon="message-circle",
        tool=text("sample", "Chat"),
        pains=1,
        wait=text("sample", "1 d"),
    ),
    Step(
        at=(315, 372),
        name=text("sample", "Schedule"),
        icon="table-2",
        tool=text("sample", "Excel · daily"),
        work=text("sample", "2 h"),
        wait=text("sample", "1 d"),
    ),
    Step(
        at=(619, 449),
        name=text("sample", "Produce"),
        icon="factory",
        tool=text("sample", "MES · 3 lines"),
        work=text("sample", "3 d"),
    ),
    Step(
        at=(619, 603),
        name=text("sample", "Pack and ship"),
        icon="clipboard-list",
        tool=text("sample", "Paper slip"),
        pains=2,
        work=text("sample", "40 min"),
        wait=text("sample", "4 h"),
    ),
)

GATEWAYS = (
    Gateway(at=(229, 167), question=text("sample", "Price OK?"), words_at=(243, 146)),
    Gateway(at=(381, 322), question=text("sample", "All there?"), words_at=(312, 300)),
    Gateway(at=(685, 553), question=text("sample", "Passed?"), words_at=(622, 531)),
)

EVENTS = (
    Event(at=(77, 90), name=text("sample", "Order arrives")),
    Event(at=(77, 398), name=text("sample", "Date received"), end=True),
)

FLOWS = (
    Flow(((95, 90), (163, 90))),
    Flow(((229, 117), (229, 145))),
    Flow(((207, 167), (143, 167)), text("sample", "No"), (180, 156)),
    Flow(((77, 194), (77, 245), (163, 245))),
    Flow(((229, 189), (229, 218)), text("sample", "Yes"), (238, 199)),
    Flow(((295, 245), (315, 245))),
    Flow(((381, 271), (381, 300))),
    Flow(((403, 322), (467, 322)), text("sample", "No 30%"), (411, 310)),
    Flow(((533, 348), (533, 398), (447, 398))),
    Flow(((381, 344), (381, 372)), text("sample", "Yes"), (390, 354)),
    Flow(((315, 398), (295, 398)), dashed=True),
    Flow(((163, 398), (95, 398)), dashed=True),
    Flow(((381, 425), (381, 475), (619, 475))),
    Flow(((685, 502), (685, 531))),
    Flow(((685, 575), (685, 603)), text("sample", "Yes"), (694, 584)),
)
