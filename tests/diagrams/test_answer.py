"""An answer is one act: the entry, what it makes on the map and beside it; one undo takes all of it back."""

from dataclasses import dataclass

import pytest

from crm_desktop.diagrams.commands.answer import Answer
from crm_desktop.diagrams.session import Session
from crm_desktop.models.edits import Create
from crm_desktop.models.ids import new_id
from crm_desktop.models.interviews.answers import Setting, read_answer
from crm_desktop.models.interviews.made_beside import Talk, made_beside
from crm_desktop.models.processes.elements import Node
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.interviews import InterviewView, interview_view


@dataclass(frozen=True)
class Talking:
    """Somebody takes down answers, as the interview's page does."""

    session: Session
    store: Store
    study_id: str
    interview_id: str

    @property
    def view(self) -> InterviewView:
        found = self.store.read(interview_view, self.interview_id)
        assert found is not None
        return found

    def say(
        self,
        text: str,
        standing: str | None = None,
        *,
        gap: str = "",
        section: str = "work",
        branches: tuple[str, ...] = (),
    ) -> str:
        reading = read_answer(text, Setting(section=section, standing=bool(standing), gap=gap, branches=branches))
        assert reading is not None
        view = self.view
        made = made_beside(
            reading,
            Talk(
                interview_id=self.interview_id,
                study_id=self.study_id,
                account_id=None,
                source="Talk",
                day="2026-03-09",
                metrics={each.title.casefold(): each.id for each in view.metrics},
            ),
        )
        entry = {"words": reading.words, "interview_id": self.interview_id, "form": reading.form, **made.links}
        entry["at_ms"] = len(view.entries)
        answer = Answer(reading=reading, entry_id=new_id(), entry=entry, standing=standing, gap=gap, edits=made.edits)
        landing = self.session.run(answer)
        return landing.selected[0] if landing.selected else ""

    def node(self, name: str) -> Node:
        return next(node for node in self.session.chart.nodes.values() if node.name == name)


@pytest.fixture
def talk(session: Session, store: Store) -> Talking:
    study = Create("study", {"name": "S", "account_id": new_id()})
    made = Create("interview", {"name": "Talk", "study_id": study.id})
    store.door.commit("interview.begin", [study, made])
    return Talking(session, store, study.id, made.id)


def test_the_first_step_gets_a_start_and_its_department(talk: Talking) -> None:
    step = talk.say("收单 @销售部 ~30分 #微信")
    node = talk.session.chart.nodes[step]
    assert (node.name, node.working_seconds, node.systems) == ("收单", 1_800, frozenset({"微信"}))
    assert talk.session.chart.lanes[str(node.lane_id)].name == "销售部"
    start = talk.session.chart.nodes[talk.session.chart.flows_to(step)[0].source_id]
    assert (start.form, start.lane_id) == ("start", node.lane_id)


def test_one_undo_takes_steps_pain_and_entry_back_and_redo_brings_them(talk: Talking) -> None:
    first = talk.say("收单")
    talk.say("核价 → 录单 !来回三次", first)
    entries = talk.view.entries
    assert [each.get("words") for each in entries] == ["收单", "核价 → 录单 !来回三次"]
    assert entries[1].get("node_id") == talk.node("录单").id
    assert entries[1].get("pain_ids") == list(talk.session.chart.pains)
    talk.session.undo()
    assert [node.name for node in talk.session.chart.nodes.values()] == ["", "收单"]
    assert not talk.session.chart.pains
    assert len(talk.view.entries) == 1
    talk.session.redo()
    assert len(talk.session.chart.nodes) == 4
    assert len(talk.view.entries) == 2


def test_a_sentence_tells_the_step_one_stands_on_what_it_says_of_times(talk: Talking) -> None:
    step = talk.say("催料")
    talk.say("一般要等 2 到 3 天才有准信，急单会加价空运", step)
    talk.say("每天 30 单", step)
    node = talk.session.chart.nodes[step]
    assert (node.waiting_seconds, node.frequency, node.frequency_per) == (216_000, 30, "day")


def test_a_pain_knows_its_step_its_weight_and_what_it_costs_each_time(talk: Talking) -> None:
    step = talk.say("催料")
    talk.say("!!供应商不回消息，每天占采购员 2 小时", step)
    pain = next(iter(talk.session.chart.pains.values()))
    assert (pain.node_id, pain.severity, pain.times_per_month) == (step, "severe", 22)
    assert talk.store.read(lambda reader: reader.value("SELECT minutes_each FROM pains")) == 120


def test_what_a_question_asks_for_is_filled_by_a_plain_answer(talk: Talking) -> None:
    decision = talk.say("收单 → 齐套？")
    talk.say("排产", decision)
    talk.say("催料", decision)
    no = next(flow for flow in talk.session.chart.flows_from(decision) if flow.name == "否")
    talk.say("大概 30%", gap=f"no_share:{no.id}", section="closing")
    assert talk.session.chart.flows[no.id].share == 30
    talk.say("是 70% 否 30%", decision, branches=("是", "否"))
    assert {flow.name: flow.share for flow in talk.session.chart.flows_from(decision)} == {"是": 70, "否": 30}
    step = talk.node("催料").id
    talk.say("采购员小李", gap=f"no_owner:{step}")
    assert talk.session.chart.nodes[step].post == "采购员小李"


def test_a_metric_is_made_once_and_then_only_gets_newer_figures(talk: Talking) -> None:
    talk.say("加好友率 20% 同行 50%", section="results")
    metrics = talk.view.metrics
    assert [(each.title, each.get("present"), each.get("peer")) for each in metrics] == [("加好友率", 200_000, 500_000)]
    talk.say("加好友率 25%", section="results")
    metrics = talk.view.metrics
    assert [(each.get("present"), each.get("peer"), each.get("source")) for each in metrics] == [
        (250_000, 500_000, "Talk")
    ]
    assert talk.view.entries[1].get("metric_id") == metrics[0].id
