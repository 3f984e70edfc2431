"""The report: what it still lacks, its language and template, how its pages look, and saving it as DOCX or PDF."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.models.errors import Broken
from crm_desktop.models.studies.report_checks import Lack, lacks
from crm_desktop.models.studies.report_template import LANGUAGES, Template, templates_in
from crm_desktop.views.actions import Action
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import Wording, label, text, tr
from crm_desktop.views.navigation import Place
from crm_desktop.views.studies.part import StudyPart
from crm_desktop.views.studies.report.making import Wish, make
from crm_desktop.views.studies.report.preview import Preview, page_images
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.busy import Spinner
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import SectionHeader
from crm_desktop.views.widgets.combo import Combo
from crm_desktop.views.widgets.component import line, set_surface
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.segmented import Segmented

if TYPE_CHECKING:
    from crm_desktop.store.queries.studies import StudyView
    from crm_desktop.store.queries.study_report import ReportReading

_LANGUAGE_NAMES = {"zh": "中文", "en": "English"}


class ReportPart(StudyPart):
    """The study's report, as it would go to the client now."""

    fills = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.study: StudyView | None = None
        self.reading: ReportReading | None = None
        self._templates: dict[str, Template] = {}
        self.language = Segmented(
            [(each, _LANGUAGE_NAMES[each], "") for each in LANGUAGES], lambda _key: self._changed()
        )
        self.language.choose(current_language().code)
        self.template = Combo()
        self.template.activated.connect(lambda _index: self._draw())
        self.docx = Button(
            text("report", "Save as DOCX"), partial(self.save, ".docx"), kind="primary", icon="file-text"
        )
        self.pdf = Button(text("report", "Save as PDF"), partial(self.save, ".pdf"), icon="file-down")
        self.preview = Preview()
        self._waiting = Spinner()
        self._ready = Paragraph(text("report", "Nothing is missing."), "body", "success.text")
        self._listed = QWidget()
        self._list = QVBoxLayout(self._listed)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(2)
        self.lines: list[str] = []
        self._lay_out()
        desk.actions.contribute(self, self._actions())
        self.settle()

    def show_study(self, study: StudyView) -> None:
        """Show a study's report as it is now."""
        from crm_desktop.store.queries.study_report import report_reading

        self.study = study
        today = current_formats(self.desk.clock.now()).today
        self._set_waiting(waiting=self.reading is None)
        self.desk.read(self, self._read, report_reading, study.id, today)

    def retranslate(self) -> None:
        """Name what has no words of its own."""
        self.preview.setAccessibleName(tr("report", "Pages of the report"))
        self.template.setAccessibleName(tr("report", "Template"))
        if self.reading is not None:
            self._show_lacks()

    @property
    def chosen(self) -> Template:
        """The template that is chosen."""
        return self._templates[str(self.template.currentData() or "")]

    def save(self, ending: str) -> None:
        """Ask where to, and write the report there."""
        if self.study is None or self.reading is None:
            return
        name = "".join(" " if sign in '/\\:*?"<>|' else sign for sign in self.study.study.title).strip() or "report"
        kinds = "Word (*.docx)" if ending == ".docx" else "PDF (*.pdf)"
        title = tr("report", "Save the report")
        chosen, _ = QFileDialog.getSaveFileName(self, title, f"{name}{ending}", kinds)
        if chosen:
            self.write(Path(chosen) if Path(chosen).suffix else Path(chosen + ending))

    def write(self, path: Path) -> None:
        """Write the report into a file, `.docx` or `.pdf`."""
        if self.reading is None:
            return
        for button in (self.docx, self.pdf):
            button.set_busy(True)
        work = partial(_write, self.reading, self._wish(), path)
        done = partial(self._written, path)
        self.desk.background.read(work, done, self._not_written, owner=self, token=_write.__name__)

    def _wish(self) -> Wish:
        formats = current_formats(self.desk.clock.now())
        return Wish(self.chosen, formats.now, formats.zone)

    def _read(self, reading: ReportReading | None) -> None:
        self.reading = reading
        if reading is not None:
            self._changed()

    def _changed(self) -> None:
        """Offer the templates of the language, and show the report anew."""
        if self.reading is None:
            return
        before = self.template.currentData()
        self._templates = templates_in(self.language.choice, self.reading.templates)
        self.template.clear()
        for key, template in self._templates.items():
            self.template.addItem(template.name, key)
        at = self.template.findData(before) if before is not None else 0
        self.template.setCurrentIndex(max(at, 0))
        self._draw()

    def _draw(self) -> None:
        if self.reading is None:
            return
        self._show_lacks()
        work = partial(_pages, self.reading, self._wish())
        self.desk.background.read(work, self._drawn, self._failed, owner=self, token=_pages.__name__)

    def _drawn(self, images: tuple[QImage, ...]) -> None:
        self.preview.show_pages(images)
        self._set_waiting(waiting=False)

    def _failed(self, error: Exception) -> None:
        self._set_waiting(waiting=False)
        self.desk.notices.fail(error)

    def _written(self, path: Path, _done: None) -> None:
        self._free()
        self.desk.notices.inform(text("report", "{name} saved", name=path.name))

    def _not_written(self, error: Exception) -> None:
        self._free()
        self.desk.notices.fail(error)

    def _free(self) -> None:
        for button in (self.docx, self.pdf):
            button.set_busy(False)

    def _set_waiting(self, *, waiting: bool) -> None:
        self._waiting.set_busy(waiting)
        self._stack.setCurrentIndex(1 if waiting else 0)

    def _show_lacks(self) -> None:
        if self.reading is None:
            return
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        found = lacks(self.reading.material, self.chosen)
        said = [label("report_notes", each.code, count=each.count) for each in found]
        self.lines = [str(each) for each in said]
        for lack, wording in zip(found, said, strict=True):
            self._list.addWidget(self._line(lack, wording))
        self._ready.setVisible(not found)

    def _line(self, lack: Lack, wording: Wording) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        row.addWidget(Paragraph(wording, "caption", "text.primary"), 1)
        go = Button(text("report", "Add"), partial(self._go, lack.tab), kind="link", small=True)
        go.setAccessibleName(tr("report", "Add: {what}", what=wording))
        row.addWidget(go)
        return holder

    def _go(self, tab: str) -> None:
        if self.study is not None:
            self.desk.navigator.go(Place("studies", self.study.id, tab=tab))

    def _turn_language(self) -> None:
        self.language.choose("en" if self.language.choice == "zh" else "zh")
        self._changed()

    def _actions(self) -> list[Action]:
        def ready() -> bool:
            return self.reading is not None

        save_docx, save_pdf = partial(self.save, ".docx"), partial(self.save, ".pdf")
        return [
            Action(key="report.save_docx", run=save_docx, icon="file-text", shortcut="Ctrl+S", menu="file",
                   enabled=ready),
            Action(key="report.save_pdf", run=save_pdf, icon="file-down", shortcut="Ctrl+Shift+S", menu="file",
                   enabled=ready),
            Action(key="report.language", run=self._turn_language, icon="languages", shortcut="Ctrl+Shift+L",
                   menu="view", enabled=ready),
        ]  # fmt: skip

    def _lay_out(self) -> None:
        side = QWidget()
        set_surface(side, "surface")
        column = QVBoxLayout(side)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(Label(text("report", "Language"), "caption", "text.secondary"))
        column.addWidget(self.language)
        column.addWidget(Label(text("report", "Template"), "caption", "text.secondary"))
        column.addWidget(self.template)
        column.addSpacing(8)
        column.addWidget(self.docx)
        column.addWidget(self.pdf)
        column.addSpacing(8)
        column.addWidget(line())
        column.addWidget(SectionHeader(text("report", "Before it goes out"), style="bodyStrong"))
        column.addWidget(self._ready)
        column.addWidget(self._listed)
        column.addStretch()
        column.addWidget(Paragraph(
            text("report", "Notes, internal entries and problems of our own never stand in it."),
            "caption", "text.secondary"))  # fmt: skip
        area = QScrollArea()
        area.setWidget(side)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFixedWidth(current_theme().scaled(300))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.preview)
        self._stack.addWidget(self._waiting)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(area)
        row.addWidget(line("v"))
        row.addWidget(self._stack, 1)


def _pages(reading: ReportReading, wish: Wish) -> tuple[QImage, ...]:
    return page_images(make(reading.material, wish, ".pdf"))


def _write(reading: ReportReading, wish: Wish, path: Path) -> None:
    made = make(reading.material, wish, path.suffix.lower())
    try:
        path.write_bytes(made)
    except OSError as problem:
        raise Broken("report.not_written") from problem
