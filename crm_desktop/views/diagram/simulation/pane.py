"""The simulation of the open map: the map with tokens at the left, inputs and results at the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.diagrams.picture import Picture
from crm_desktop.models.edits import Create
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.simulation.asking import TO_BE, Asked, ask
from crm_desktop.models.processes.simulation.inputs import Order
from crm_desktop.models.processes.simulation.keeping import pack, unpack
from crm_desktop.models.processes.simulation.results import Outcome
from crm_desktop.store.queries.process_map import process_map
from crm_desktop.store.queries.simulations import NO_WAGE, Kept, Wage, kept_simulations, kept_texts
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.simulation.inputs_panel import InputsPanel
from crm_desktop.views.diagram.simulation.results_panel import ResultsPanel
from crm_desktop.views.diagram.simulation.runner import Runner
from crm_desktop.views.diagram.simulation.token_run import TokenRun
from crm_desktop.views.diagram.simulation.token_sheet import TokenSheet
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import text
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import line, set_surface
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.menu import Menu
from crm_desktop.views.widgets.progress import Bar
from crm_desktop.views.widgets.segmented import Segmented

INPUTS, RESULTS = "inputs", "results"
_PANEL = 480
_MOVES = 3_000


class SimulationPane(QWidget):
    """`SimulationPane(desk, map, picture, other, close)`; `other` is the id of its as-is or to-be, "" for none.

    `wage` is what an hour costs in lanes of which nobody says it.
    """

    def __init__(
        self,
        desk: Desk,
        map_: ProcessMap,
        picture: Picture,
        other: str,
        close: Callable[[], object],
        wage: Wage = NO_WAGE,
    ) -> None:
        super().__init__()
        set_surface(self, "surface")
        self._desk, self.map, self._other, self._close = desk, map_, other, close
        self.asked: Asked | None = None
        self.outcome: Outcome | None = None
        self.runner = Runner(self)
        self.runner.advanced.connect(self._advanced)
        self.runner.answered.connect(self._answered)
        self.runner.failed.connect(self._failed)
        self.runner.ended.connect(self._show_state)
        self.sheet = TokenSheet(self)
        self.sheet.setAccessibleName(map_.name)
        self.sheet.show_picture(picture, {})
        self.sheet.stopped.connect(self._show_play)
        self.sheet.moved.connect(self._show_moment)
        formats = current_formats(desk.clock.now())
        self.inputs = InputsPanel(formats.today)
        self.inputs.show_map(map_, wage)
        self.results = ResultsPanel(formats)
        self.results.chosen.connect(self.sheet.select)
        self.tabs = Segmented(
            [(INPUTS, text("simulation", "Inputs"), ""), (RESULTS, text("simulation", "Results"), "")], self.show_part
        )
        self.run_button = Button(text("simulation", "Run"), self.toggle, kind="primary", icon="play", small=True)
        self.keep_button = Button(text("simulation", "Keep"), self.keep, icon="save", small=True)
        self.kept_button = Button(text("simulation", "Kept"), self.open_kept, trailing="chevron-down", small=True)
        self.play_button = Button(text("simulation", "Show tokens"), self.toggle_play, icon="play", small=True)
        self.bar, self.state = Bar(4), Label("", "caption", "text.secondary", elide=True)
        self.moment = Label("", "caption", "text.secondary")
        self._lay_out()
        self._show_state()
        self.setFocusProxy(self.run_button)

    def toggle(self) -> None:
        """Run with what is told, or cancel."""
        if self.runner.running:
            self.runner.cancel()
            self._show_state(text("simulation", "Cancelled"))
            return
        given, settings = self.inputs.assumptions(), self.inputs.settings(_MOVES)
        here, other, store = self.map, self._other, self._desk.store

        def work() -> tuple[Asked, bytes]:
            asked = ask(here, store.read(process_map, other) if other else None, given, settings)
            return asked, msgspec.json.encode(asked.order)

        self.run_button.setEnabled(False)
        self._desk.background.read(work, self._begin, self._desk.notices.fail, owner=self, token="simulate")  # noqa: S106

    def keep(self) -> None:
        """Keep inputs, seed and result as a record that is synced."""
        asked, outcome = self.asked, self.outcome
        if asked is None or outcome is None:
            return

        def packed() -> dict[str, object]:
            return {"inputs": pack(asked.order), "result": pack(outcome)}

        self._desk.background.read(
            packed,
            partial(self._keep, asked),
            self._desk.notices.fail,
            owner=self,
            token="keep",  # noqa: S106
        )

    def open_kept(self) -> None:
        """Offer the simulations of this process that were kept."""
        self._desk.read(self, self._offer_kept, kept_simulations, self.map.id)

    def show_kept(self, simulation_id: str) -> None:
        """Show again what was kept, as it came out then, with the inputs of then."""
        store = self._desk.store

        def read() -> tuple[Order, Outcome]:
            inputs, result = store.read(kept_texts, simulation_id)
            return unpack(inputs, Order), unpack(result, Outcome)

        self._desk.background.read(read, self._show_kept, self._desk.notices.fail, owner=self, token="kept")  # noqa: S106

    def show_part(self, part: str) -> None:
        """Show the inputs or the results."""
        self.tabs.choose(part)
        self._parts.setCurrentIndex(0 if part == INPUTS else 1)

    def toggle_play(self) -> None:
        """Let the tokens run, or stop them."""
        self.sheet.play(on=not self.sheet.playing)
        self._show_play()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Cancel with Escape, or go back to the map."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.runner.running:
            self.toggle()
        else:
            self._close()

    def hideEvent(self, event: QHideEvent) -> None:
        """Simulate nothing for nobody."""
        super().hideEvent(event)
        self.runner.cancel()
        self._show_state()

    # What happens

    def _begin(self, made: tuple[Asked, bytes]) -> None:
        self.asked, order = made
        self.run_button.setEnabled(True)
        if any(each.stops for each in self.asked.findings):
            self._take(Outcome((), (), 0.0))
            return
        self.runner.run(order)
        self.bar.set_share(0.0)
        self._show_state()

    def _advanced(self, part: float) -> None:
        self.bar.set_share(part)

    def _answered(self, answer: bytes) -> None:
        work = partial(msgspec.json.decode, answer, type=Outcome)
        self._desk.background.read(work, self._take, self._desk.notices.fail, owner=self, token="outcome")  # noqa: S106

    def _take(self, outcome: Outcome) -> None:
        self.outcome = outcome if outcome.scenarios else None
        assert self.asked is not None
        halves = [each for each in outcome.scenarios if each.name in {"as_is", TO_BE}]
        shown = len(halves) - 1 if self.map.values.get("form") == TO_BE else 0
        self.results.show_outcome(outcome, shown, self.asked.findings, self.asked.order.settings.currency)
        result = halves[shown] if halves else None
        worst, step = (result.bottleneck, result.worst_step) if result is not None else (None, None)
        busy = worst is not None and any(worst.busy)
        self.sheet.show_bottleneck(worst.id if worst and busy else "", step.id if step and any(step.queue) else "")
        self.sheet.show_run(TokenRun(result.moves if result is not None else ()))
        self.show_part(RESULTS)
        self._show_state()

    def _failed(self) -> None:
        self._show_state(
            text("simulation", "The simulation ended before it was done. The map is as it was; run it again.")
        )

    def _keep(self, asked: Asked, packed: dict[str, str]) -> None:
        number = asked.order.settings.seed
        name = current_formats(self._desk.clock.now()).moment(self._desk.clock.now())
        values = {"name": name, "process_id": self.map.id, "account_id": self.map.values.get("account_id")}
        edit = Create("simulation", {**values, "seed": number, **packed})
        self._desk.act("simulation.create", [edit], text("simulation", "Simulation kept, with its inputs and its seed"))

    def _offer_kept(self, offers: tuple[Kept, ...]) -> None:
        if not offers:
            self._show_state(text("simulation", "Nothing kept yet"))
            return
        menu = Menu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for offer in offers:
            menu.add_entry(offer.name, partial(self.show_kept, offer.id))
        menu.open_below(self.kept_button, right=True)

    def _show_kept(self, found: tuple[Order, Outcome]) -> None:
        order, outcome = found
        self.runner.cancel()
        self.asked = Asked(order, (), 0.0)
        if order.given is not None:
            self.inputs.show_given(order.given, order.settings)
        self._take(outcome)

    def _show_state(self, said: object = "") -> None:
        running = self.runner.running
        self.run_button.set_wording(text("simulation", "Cancel") if running else text("simulation", "Run"))
        self.run_button.set_icon("x" if running else "play")
        self.bar.setVisible(running)
        self.keep_button.setEnabled(self.outcome is not None and not running)
        self.play_button.setEnabled(self.sheet.run.length > 0)
        self.state.set_wording(said or (text("simulation", "Simulating") if running else ""))  # type: ignore[arg-type]

    def _show_play(self) -> None:
        playing = self.sheet.playing
        self.play_button.set_icon("pause" if playing else "play")
        self.play_button.set_wording(text("simulation", "Pause") if playing else text("simulation", "Show tokens"))

    def _show_moment(self, _second: float) -> None:
        day, rest = divmod(int(self.sheet.run.moment), 86_400)
        clock = f"{rest // 3_600:02}:{rest // 60 % 60:02}"
        self.moment.set_wording(text("simulation", "Day {day}, {time}", day=day + 1, time=clock))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 6, 12, 6)
        head.setSpacing(8)
        head.addWidget(Label(text("simulation", "Simulation"), "bodyStrong"))
        head.addWidget(self.state, 1)
        for widget in (self.moment, self.play_button, self.kept_button, self.keep_button, self.run_button):
            head.addWidget(widget)
        head.addWidget(IconButton(text("simulation", "Back to the map"), "x", self._close, shortcut="Esc", small=True))
        self._parts = QStackedWidget()
        for part in (self.inputs, self.results):
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFrameShape(QScrollArea.Shape.NoFrame)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            set_surface(part, "surface")
            area.setWidget(part)
            self._parts.addWidget(area)
        side = QWidget()
        side.setFixedWidth(_PANEL)
        tall = QVBoxLayout(side)
        tall.setContentsMargins(0, 8, 0, 0)
        tall.setSpacing(0)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(16, 0, 16, 4)
        tabs.addWidget(self.tabs)
        tabs.addStretch()
        tall.addLayout(tabs)
        tall.addWidget(self._parts, 1)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.sheet, 1)
        across.addWidget(line("v"))
        across.addWidget(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addWidget(line())
        column.addLayout(across, 1)
