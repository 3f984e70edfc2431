"""The tour itself: begins by itself on the sample organisation, once for each person, and again from the help menu.

The window stays usable throughout. Controls are found by the landmark that they call themselves, so that no screen has
to be known here.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.models.ids import is_sample
from crm_desktop.store.queries.process_gallery import fullest_process
from crm_desktop.views.actions import Action
from crm_desktop.views.carrier import Carrier
from crm_desktop.views.desk import Desk
from crm_desktop.views.navigation import Place
from crm_desktop.views.page import Page
from crm_desktop.views.tour.card import Frame, TourCard
from crm_desktop.views.tour.stops import END, SAMPLE_END, STOPS, Stop

LANDMARK = "landmark"
_ACTED = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress})
_MOVED = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide})


class Tour(Carrier):
    """`Tour(desk, window)`; a companion of the window."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._at: int | None = None
        self._process = ""
        self._stops: tuple[Stop, ...] = STOPS
        self.card: TourCard | None = None
        self._frame: Frame | None = None
        self._back: QWidget | None = None
        self._holds_focus = False
        """Pages take the focus when they are shown, some later; it stays in the card until the person acts."""
        self._place = QTimer(self, singleShot=True, interval=0)
        self._place.timeout.connect(self._stand)
        self._sample = is_sample(desk.me)
        action = Action(key="take_tour", run=self.begin, menu="help", icon="compass")
        desk.actions.contribute(self, [action], everywhere=True)
        if self._sample and desk.around.tour_due:
            self._begin_at_work()

    @property
    def stop(self) -> Stop | None:
        """Where the tour is, None while nobody takes it."""
        if self._at is None:
            return None
        return self._stops[self._at] if self._at < len(self._stops) else (SAMPLE_END if self._sample else END)

    def begin(self) -> None:
        """Begin at the first stop."""
        self._desk.around.tour_due = False
        if self._at is None:
            self._desk.read(self, self._start, fullest_process)

    def end(self) -> None:
        """Leave, wherever it is; it does not come by itself again."""
        self._at = None
        self._place.stop()
        application = QApplication.instance()
        if isinstance(application, QApplication) and self.card is not None:
            application.removeEventFilter(self)
            application.focusChanged.disconnect(self._focus_moved)
        for part in (self.card, self._frame):
            if part is not None:
                part.hide()
                part.deleteLater()
        self.card = self._frame = None
        back = self._back
        if back is None or not back.isVisible():
            # The page that the tour ended on, not the first control of the window.
            back = next((each for each in self.window().findChildren(Page) if each.isVisible()), None)
        if back is not None:
            back.setFocus()
        self._desk.around.tour_taken.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what comes, goes and moves in the window; begin when the workplace is shown."""
        if event.type() in _ACTED:
            self._holds_focus = False
        if event.type() in _MOVED and isinstance(watched, QWidget):
            if self._at is None and self._desk.around.tour_due and watched.property(LANDMARK) == "rail":
                watched.removeEventFilter(self)
                QTimer.singleShot(0, self, self.begin)
            elif self._at is not None and watched is not self._frame and not self._is_mine(watched):
                self._place.start()
        return False

    def _begin_at_work(self) -> None:
        rail = self._find("rail", hidden=True)
        if rail is not None and rail.isVisible():
            QTimer.singleShot(0, self, self.begin)
        elif rail is not None:
            rail.installEventFilter(self)

    def _start(self, process: str) -> None:
        if self._at is not None:
            return
        self._process = process
        self._stops = STOPS if process else tuple(each for each in STOPS if each.section != "process")
        window = self.window()
        self._back = QApplication.focusWidget()
        self._frame, self.card = Frame(window), TourCard(window)
        for part in (self._frame, self.card):
            self.destroyed.connect(part.deleteLater)
        self.card.left.connect(self.end)
        self.card.onward.connect(lambda: self._go(1))
        self.card.back.connect(lambda: self._go(-1))
        self.card.throw_away.connect(self._throw_away)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.installEventFilter(self)
            application.focusChanged.connect(self._focus_moved)
        self._at = -1
        self.card.show()
        self.card.take_focus()
        self._go(1)

    def _go(self, by: int) -> None:
        assert self._at is not None
        focused = QApplication.focusWidget()
        self._holds_focus = focused is not None and self._is_mine(focused)
        self._at = min(max(0, self._at + by), len(self._stops))
        stop, card = self.stop, self.card
        assert stop is not None
        assert card is not None
        card.say(stop, self._at + 1, len(self._stops), sample=self._sample)
        if stop.section == "process":
            self._desk.navigator.go(Place("processes", self._process))
        elif stop.section:
            self._desk.navigator.go(Place(stop.section))
        elif not stop.landmark or self._find(stop.landmark) is None:
            self._desk.navigator.go(Place("workbench"))
        if stop.action and self._find(stop.landmark) is None:
            self._desk.actions.run(stop.action)
        self._stand()

    def _stand(self) -> None:
        stop, card, frame = self.stop, self.card, self._frame
        if stop is None or card is None or frame is None:
            return
        target = self._find(stop.landmark) if stop.landmark else None
        if target is None:
            frame.hide()
            card.stand(None)
        else:
            window = self.window()
            rect = QRect(target.mapTo(window, QPoint(0, 0)), target.size()).intersected(window.rect())
            frame.surround(rect)
            card.stand(rect)
        card.show()

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._holds_focus and new is not None and not self._is_mine(new) and self.card is not None:
            self.card.take_focus()

    def _throw_away(self) -> None:
        self.end()
        self._desk.around.sign_out_wanted.emit()

    def _is_mine(self, widget: QWidget) -> bool:
        return self.card is not None and (widget is self.card or self.card.isAncestorOf(widget))

    def _find(self, landmark: str, *, hidden: bool = False) -> QWidget | None:
        for each in self.window().findChildren(QWidget):
            if each.property(LANDMARK) == landmark and (hidden or each.isVisible()):
                return each
        return None
