"""A map under everything one can do to it: whole after each step, saved as it is shown, and undone to its beginning."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import ClassVar

import pytest
from hypothesis import note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.clipboard import as_json, copy, from_json
from crm_desktop.diagrams.command import Command
from crm_desktop.diagrams.commands.align import Align, Distribute
from crm_desktop.diagrams.commands.annotate import AddNote, AddPain, Group
from crm_desktop.diagrams.commands.append import Append
from crm_desktop.diagrams.commands.branch import Branch
from crm_desktop.diagrams.commands.change_form import ChangeForm
from crm_desktop.diagrams.commands.connect import Connect, ConnectTo
from crm_desktop.diagrams.commands.describe import Describe
from crm_desktop.diagrams.commands.end_here import EndHere
from crm_desktop.diagrams.commands.insert import InsertBefore, InsertOn
from crm_desktop.diagrams.commands.lanes import AddLane, MoveLane, NestLane
from crm_desktop.diagrams.commands.move import MoveBy, MoveTo, MoveToLane
from crm_desktop.diagrams.commands.paste import Duplicate, Paste
from crm_desktop.diagrams.commands.pools import AddPool, MovePool, RemovePool
from crm_desktop.diagrams.commands.reconnect import Reconnect
from crm_desktop.diagrams.commands.remove import Remove
from crm_desktop.diagrams.commands.remove_lane import RemoveLane
from crm_desktop.diagrams.commands.resize import Resize, ResizeLane
from crm_desktop.diagrams.commands.split_lane import MergeLanes, SplitLane
from crm_desktop.diagrams.commands.tell import Tell
from crm_desktop.diagrams.commands.turn import Turn
from crm_desktop.diagrams.ports import AtOnce
from crm_desktop.diagrams.session import Outside, Session, open_session
from crm_desktop.diagrams.whither import Beside, Named, NewLane, Nth, Same
from crm_desktop.models.clock import ManualClock
from crm_desktop.models.edits import Create
from crm_desktop.models.errors import Refused
from crm_desktop.models.ids import new_id
from crm_desktop.models.processes.reading import MapReading
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.queries.process_map import process_map, read_map
from tests.support.maps import faults

KEY = bytes(range(32))
WHITHER = st.one_of(
    st.just(Same()),
    st.sampled_from([Beside(1), Beside(-1), NewLane(), Named("采购"), Named("Sales")]),
    st.integers(1, 4).map(Nth),
)
LINES = st.sampled_from(
    ["核对", "齐套？", "Price ok?", "录入 ~45分 #Excel", "@采购 下单 !太慢", "!no reply", "~wait 2d", "发货 >核对", "x"]
)
PICK = st.integers(0, 50)


class Drawing(RuleBasedStateMachine):
    """One editor on a real encrypted file."""

    store: ClassVar[Store]

    @initialize()
    def begin(self) -> None:
        made = Create("process", {"name": "订单到交付"})
        self.store.door.commit("process.create", [made])
        self.process_id = made.id
        self.session = self.opened()
        self.acts = 0
        self.start = list(self.session.chart.elements())
        self.values = dict(self.session.chart.values)

    def opened(self) -> Session:
        """Open the map as it is saved."""

        def read(ids: Collection[str] | None) -> MapReading:
            return self.store.read(read_map, self.process_id, ids)

        session = open_session(read(None), Outside(self.store.door, AtOnce(), read))
        session.on_problem = self.problem
        return session

    def problem(self, problem: Exception) -> None:
        raise AssertionError(problem)

    @property
    def chart(self) -> Chart:
        return self.session.chart

    def some(self, kind: str, *picks: int) -> list[str]:
        """Return ids of elements of a kind, "" where there are none."""
        ids = sorted(getattr(self.chart, kind))
        return [ids[pick % len(ids)] if ids else "" for pick in picks]

    def run_it(self, command: Command) -> None:
        """Run a command; where it is refused nothing may have changed."""
        note(repr(command))
        before = {each.id: each for each in self.chart.elements()}
        done = len(self.session._done)
        try:
            self.session.run(command)
        except Refused:
            assert {each.id: each for each in self.chart.elements()} == before
        self.acts += len(self.session._done) - done

    @rule(pick=PICK, to=WHITHER, text=st.one_of(st.just(""), LINES))
    def append(self, pick: int, to: Same, text: str) -> None:
        self.run_it(Append(self.some("nodes", pick)[0] or None, to, text))

    @rule(pick=PICK, text=LINES)
    def tell(self, pick: int, text: str) -> None:
        self.run_it(Tell(self.some("nodes", pick)[0], text))

    @rule(
        pick=PICK,
        which=st.sampled_from(["branch", "end", "form", "before", "note", "duplicate", "pain", "on", "turn", "name"]),
    )
    def do_with_one(self, pick: int, which: str) -> None:
        node, flow = self.some("nodes", pick)[0], self.some("flows", pick)[0]
        commands: dict[str, Command] = {
            "branch": Branch(node),
            "end": EndHere(node),
            "form": ChangeForm(node),
            "before": InsertBefore(node),
            "note": AddNote(node, "hm"),
            "duplicate": Duplicate((node,)),
            "pain": AddPain(node, "痛"),
            "on": InsertOn(flow),
            "turn": Turn(),
            "name": ConnectTo(node, "核对"),
        }
        self.run_it(commands[which])

    @rule(one=PICK, other=PICK)
    def connect(self, one: int, other: int) -> None:
        self.run_it(Connect(*self.some("nodes", one, other)))

    @rule(one=PICK, other=PICK, source=st.booleans())
    def reconnect(self, one: int, other: int, source: bool) -> None:
        flow, node = self.some("flows", one)[0], self.some("nodes", other)[0]
        self.run_it(Reconnect(flow, source_id=node) if source else Reconnect(flow, target_id=node))

    @rule(picks=st.lists(PICK, min_size=1, max_size=3), join=st.booleans())
    def remove(self, picks: list[int], join: bool) -> None:
        self.run_it(Remove(tuple(dict.fromkeys(self.some("nodes", *picks))), join))

    @rule(picks=st.lists(PICK, min_size=1, max_size=4), lanes=st.integers(-1, 1), rows=st.integers(-2, 2))
    def move_by(self, picks: list[int], lanes: int, rows: int) -> None:
        self.run_it(MoveBy(tuple(dict.fromkeys(self.some("nodes", *picks))), lanes, rows))

    @rule(
        picks=st.lists(PICK, min_size=1, max_size=4),
        lane=PICK,
        along=st.integers(-50, 900),
        across=st.integers(-20, 400),
        snap=st.booleans(),
    )
    def move_to(self, picks: list[int], lane: int, along: int, across: int, snap: bool) -> None:
        ids = tuple(dict.fromkeys(self.some("nodes", *picks)))
        self.run_it(MoveTo(ids, self.some("lanes", lane)[0], along, across, snap))

    @rule(picks=st.lists(PICK, min_size=2, max_size=4), which=st.sampled_from(["across", "along", "even", "group"]))
    def do_with_several(self, picks: list[int], which: str) -> None:
        ids = tuple(dict.fromkeys(self.some("nodes", *picks)))
        line = Align(ids, which)
        self.run_it(Distribute(ids) if which == "even" else Group(ids) if which == "group" else line)

    @rule(pick=PICK, to=WHITHER)
    def move_to_lane(self, pick: int, to: Same) -> None:
        self.run_it(MoveToLane((self.some("nodes", pick)[0],), to))

    @rule(pick=PICK, width=st.integers(10, 300), height=st.integers(10, 300))
    def resize(self, pick: int, width: int, height: int) -> None:
        self.run_it(Resize(self.some("nodes", pick)[0], width, height))

    @rule(one=PICK, other=PICK, which=st.integers(0, 8))
    def do_with_lanes(self, one: int, other: int, which: int) -> None:
        lane, second = self.some("lanes", one, other)
        nodes = tuple(self.some("nodes", one, other))
        pools = self.some("pools", one, other)
        pool_commands: list[Command] = [AddPool("Supplier"), MovePool(*pools), RemovePool(pools[0])]
        commands: list[Command] = [
            AddLane("", before_id=lane or None),
            MoveLane(lane, second),
            MoveLane(lane),
            NestLane(lane, second if other % 2 else None),
            SplitLane(lane, nodes),
            MergeLanes(lane, second),
            RemoveLane(lane, with_contents=other % 3 == 0),
            ResizeLane(lane, 100 + other * 20),
            pool_commands[other % 3],
        ]
        self.run_it(commands[which])

    @rule(pick=PICK, bends=st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=2))
    def bend(self, pick: int, bends: list[tuple[int, int]]) -> None:
        self.run_it(Describe((self.some("flows", pick)[0],), {"bends": tuple(bends)}))

    @rule(picks=st.lists(PICK, min_size=1, max_size=5), lane=PICK, along=st.integers(0, 700))
    def paste(self, picks: list[int], lane: int, along: int) -> None:
        clip = copy(self.chart, self.some("nodes", *picks))
        assert from_json(as_json(clip)) == clip
        self.run_it(Paste(clip, self.some("lanes", lane)[0] or None, along))

    @rule(steps=st.integers(0, 4))
    def undo_or_redo(self, steps: int) -> None:
        if not steps:
            before = len(self.session._done)
            self.session.redo()
            self.acts += len(self.session._done) - before
        for _ in range(min(steps, self.acts)):
            before = len(self.session._done)
            self.session.undo()
            self.acts -= before - len(self.session._done)

    @rule()
    @precondition(lambda self: self.acts > 2)
    def undo_and_redo_lead_nowhere(self) -> None:
        before = {each.id: each for each in self.chart.elements()}
        self.session.undo()
        self.session.undo()
        self.session.redo()
        self.session.redo()
        assert {each.id: each for each in self.chart.elements()} == before

    @invariant()
    def the_map_is_whole(self) -> None:
        if hasattr(self, "session"):
            assert faults(self.chart) == []

    @invariant()
    def what_is_shown_is_what_is_saved(self) -> None:
        if hasattr(self, "session"):
            saved = self.store.read(process_map, self.process_id)
            assert saved is not None
            assert {each.id: each for each in saved.elements()} == {each.id: each for each in self.chart.elements()}
            assert dict(saved.values) == self.chart.values

    def teardown(self) -> None:
        if not hasattr(self, "session"):
            return
        while self.session._done:
            self.session.undo()
        assert list(self.chart.elements()) == self.start
        assert self.chart.values == self.values
        self.what_is_shown_is_what_is_saved()


@pytest.fixture(autouse=True, scope="module")
def one_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One encrypted file for all runs: making it takes longer than drawing."""
    Drawing.store = open_store(tmp_path_factory.mktemp("drawing") / "replica.db", KEY, ManualClock())
    Drawing.store.sign(new_id(), "this device")
    yield
    Drawing.store.close()


TestDrawing = Drawing.TestCase
TestDrawing.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
