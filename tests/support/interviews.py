"""An interview under way at the sample's client, as mock-up f shows it: for tests of its page and for its pictures."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from crm_desktop.diagrams.commands.answer import Answer
from crm_desktop.diagrams.commands.connect import Connect
from crm_desktop.diagrams.commands.describe import Describe
from crm_desktop.diagrams.ports import AtOnce
from crm_desktop.diagrams.session import Outside, Session, open_session
from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_desktop.models.interviews.answers import Making, Setting, read_answer
from crm_desktop.models.interviews.beginning import Plan, begin_interview
from crm_desktop.models.interviews.outlines import OutlineQuestion
from crm_desktop.models.processes.reading import MapReading
from crm_desktop.models.record import Record
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.interviews import InterviewView, interview_view
from crm_desktop.store.queries.process_map import read_map
from tests.support.sample import ME, NOW, ident

_DEPARTMENTS = (
    ("客户", "Customer", "other", "sky"),
    ("销售部", "Sales", "sales", "teal"),
    ("计划部", "Planning", "production", "amber"),
    ("采购部", "Purchasing", "purchasing", "violet"),
    ("生产仓储", "Stores", "logistics", "green"),
)
_QUESTIONS = (
    ("goals", "", "今年最重要的目标是什么？", "What matters most this year?", ()),
    ("goals", "", "谁来负责这个目标？", "Who answers for that goal?", ()),
    *(("roles", "", f"岗位问题 {n}？", f"Question about posts {n}?", ()) for n in range(1, 6)),
    *(("work", "sales", f"销售怎么接单 {n}？", f"How does sales take orders {n}?", ()) for n in range(1, 4)),
    ("work", "production", "收到订单后第一步做什么？", "What is done first with an order?", ()),
    ("work", "production", "怎么判断物料齐不齐？", "How do you tell whether material is complete?", ()),
    (
        "work", "production", "物料不齐时怎么处理？谁来催，多久能补齐？",
        "What if material is missing? Who chases it, and how long does it take?",
        (("多久发生一次？", "How often?"), ("✓用什么系统？", "✓Which system?"), ("谁来决定？", "Who decides?"),
         ("出错怎么补救？", "How is it mended?")),
    ),
    ("work", "production", "排产依据什么，多久调整一次？", "What is the plan based on?", ()),
    *(("work", "purchasing", f"采购怎么跟催 {n}？", f"How does purchasing chase {n}?", ()) for n in range(1, 3)),
    *(("work", "logistics", f"仓库怎么配料 {n}？", f"How do stores pick {n}?", ()) for n in range(1, 5)),
    ("results", "", "准时交付率现在是多少，怎么统计？", "What share is delivered on time, and how is it counted?", ()),
    ("results", "", "哪一步最容易出错或返工？", "Which step fails most often?", ()),
    ("results", "", "如果只改一处，您希望改哪里？", "If one thing could change, which?", ()),
    ("results", "", "这些数据从哪里导出来？", "Where do these figures come from?", ()),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Laid:
    """What was laid down."""

    interview_id: str
    process_id: str
    study_id: str


def lay_interview(store: Store, language: str = "zh", *, answered: bool = True) -> Laid:
    """Begin an interview of 24 questions, and answer as far as mock-up f shows unless told otherwise."""
    at = 0 if language == "zh" else 1
    study = Create(
        "study",
        {"name": ("订单到交付", "Order to delivery")[at], "account_id": ident("hengchuan"), "state": "running",
         "owner_id": ME, "client_stage": "mature"},
    )  # fmt: skip
    departments = [
        Create("department", {"name": each[at], "account_id": ident("hengchuan"), "function": each[2], "scope": "in",
                              "hue": each[3], "rank": str(number + 1)})
        for number, each in enumerate(_DEPARTMENTS)
    ]  # fmt: skip
    plan = Plan(
        name=("订单到交付访谈", "Order to delivery, interview")[at],
        study_id=study.id,
        account_id=ident("hengchuan"),
        owner_id=ME,
        language=language,
        identity="executive",
        contact_ids=(ident("zhou"), ident("qian")),
        questions=tuple(_question(number, each, at) for number, each in enumerate(_QUESTIONS)),
        departments=[Record("department", each.id, each.values) for each in departments],
        process_name=("订单到交付", "Order to delivery")[at],
        lead_in=("现在客户单子越下越小，您这边感受明显吗？", "Orders get smaller everywhere. Do you feel it?")[at],
    )
    begun = begin_interview(plan)
    store.door.commit("interview.begin", [study, *departments, *begun.edits])
    laid = Laid(begun.interview_id, begun.process_id, study.id)
    if answered:
        _answer(store, laid, at)
    return laid


def session_on(store: Store, process_id: str) -> Session:
    """Open a map as the page does, writing at once."""

    def read(ids: Collection[str] | None) -> MapReading:
        return store.read(read_map, process_id, ids)

    return open_session(read(None), Outside(store.door, AtOnce(), read))


def view_of(store: Store, laid: Laid) -> InterviewView:
    """Read the interview."""
    found = store.read(interview_view, laid.interview_id)
    assert found is not None
    return found


_MAP = (
    # Lane, step, what it comes after, and more of the grammar.
    (1, "核对价格与交期", "Check price and date", None, " ~45分 #ERP"),
    (1, "价格一致？", "Same price?", "核对价格与交期", ""),
    (0, "确认改价", "Confirm the price", "价格一致？", " ~等2天"),
    (1, "录入 ERP 订单", "Enter the order", "价格一致？", " ~20分 #ERP"),
    (2, "物料齐套检查", "Check material", "录入 ERP 订单", " ~1小时 #Excel"),
    (2, "齐套？", "Complete?", "物料齐套检查", ""),
    (3, "催料与补采购", "Chase and buy", "齐套？", ""),
    (2, "排产", "Plan", "齐套？", " ~1小时"),
)
_PAINS = (("核对价格与交期", 2), ("录入 ERP 订单", 1), ("物料齐套检查", 3), ("催料与补采购", 2))
_SAID = (
    (28 * 60 + 10, "answer", "计划员把缺料清单发到采购群，采购员逐家打电话催",
     "The planner posts the list in the group, buyers ring each supplier", 6),
    (29 * 60 + 2, "answer", "一般要等 2 到 3 天才有准信，急单会加价空运",
     "It waits 2 to 3 days until they answer, urgent orders fly", 6),
    (29 * 60 + 40, "pain", "供应商不回消息，只能反复打电话，每天占采购员 2 小时",
     "Suppliers do not answer, buyers ring again and again, 2 hours every day", 6),
    (30 * 60 + 15, "answer", "缺料超过 3 天，周敏决定先排别的订单",
     "After 3 days Zhou Min plans other orders first", 7),
    (31 * 60 + 8, "quote", "每周三下午都在对表，三张 Excel 对不上就要重来。",
     "Every Wednesday we compare tables, and when three do not agree we begin again.", 6),
)  # fmt: skip


def _question(number: int, each: tuple[str, str, str, str, tuple[tuple[str, str], ...]], at: int) -> OutlineQuestion:
    section, function, *words, follow_ups = each
    return OutlineQuestion(
        key=f"q{number}",
        section=section,
        words=str(words[at]),
        function=function,
        follow_ups=tuple(pair[at] for pair in follow_ups),
    )


def _answer(store: Store, laid: Laid, at: int) -> None:
    session = session_on(store, laid.process_id)
    asked = view_of(store, laid).outline.questions
    done: list[Edit] = [Update("interview_question", each.id, {"state": "answered"}) for each in asked[:12]]
    done.append(Update("interview_question", asked[14].id, {"state": "answered"}))
    store.door.commit("interview.answered", done)
    now = asked[12].id
    steps = _draw(session, laid, now, at)
    for seconds, form, *words, step in _SAID:
        text = str(words[at])
        values: dict[str, Value] = {
            "interview_id": laid.interview_id,
            "question_id": now,
            "form": form,
            "at_ms": seconds * 1_000,
            "speaker_id": ident("zhou"),
            "account_id": ident("hengchuan"),
        }
        chosen = {"pain": Making.PAIN, "quote": Making.QUOTE}.get(form, Making.ANSWER)
        reading = read_answer(("!!" if form == "pain" else "") + text, Setting(chosen=chosen, today=date(2026, 3, 9)))
        assert reading is not None
        entry = {**values, "words": reading.words}
        session.run(Answer(reading=reading, entry_id=new_id(), entry=entry, standing=steps[int(step)]))
    state: dict[str, Value] = {
        "state": "running",
        "started_at": NOW,
        "elapsed_ms": 1_906_000,
        "question_id": now,
        "speaker_id": ident("zhou"),
    }
    store.door.commit("interview.begin", [Update("interview", laid.interview_id, state)])


def _draw(session: Session, laid: Laid, question_id: str, at: int) -> list[str]:
    steps: list[str] = []
    names = [each[1] for each in _MAP]
    for number, (lane, *words, after, more) in enumerate(_MAP):
        text = f"@{_DEPARTMENTS[int(lane)][at]} {words[at]}{more}"
        reading = read_answer(text, Setting(chosen=Making.STEP))
        assert reading is not None
        entry: dict[str, Value] = {
            "interview_id": laid.interview_id,
            "words": text,
            "form": "answer",
            "at_ms": 60_000 * (number + 1),
            "account_id": ident("hengchuan"),
        }
        standing = steps[names.index(str(after))] if after else None
        landing = session.run(Answer(reading=reading, entry_id=new_id(), entry=entry, standing=standing))
        steps.append(landing.selected[0])
    session.run(Connect(steps[2], steps[3]))
    session.run(Connect(steps[6], steps[7]))
    for name, count in _PAINS:
        for number in range(count):
            reading = read_answer(f"!痛点 {number + 1}" if at == 0 else f"!Pain {number + 1}", Setting())
            assert reading is not None
            entry = {"interview_id": laid.interview_id, "words": reading.words, "form": "pain", "at_ms": 1_000_000}
            standing = steps[names.index(name)]
            session.run(Answer(reading=reading, entry_id=new_id(), entry=entry, standing=standing))
    # Everything is known but what the mock-up's list still asks for.
    tasks = tuple(each for each in steps if session.chart.nodes[each].form == "task" and each != steps[6])
    session.run(Describe(tasks, {"frequency": 30, "working_seconds": 1_800}))
    session.run(Describe((steps[6],), {"working_seconds": 7_200}))
    flows = [flow for flow in session.chart.flows.values() if not flow.permission]
    session.run(Describe(tuple(flow.id for flow in flows), {"permission": "无"}))
    shares = [flow.id for each in (1, 5) for flow in session.chart.flows_from(steps[each])][:3]
    session.run(Describe(tuple(shares), {"share": 50}))
    return steps
