"""The minutes of an interview: to be read, copied as text, printed or saved as PDF."""

from __future__ import annotations

import html
from collections.abc import Iterator

from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QFileDialog, QTextBrowser, QWidget

from crm_desktop.models.interviews.minutes import minutes_of
from crm_desktop.models.record import Record
from crm_desktop.store.queries.interviews import InterviewView
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import label, text, tr
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.dialog import Dialog

_FORMS = ("quote", "pain", "metric", "goal", "role", "photo", "voice", "person")


class MinutesDialog(Dialog):
    """`MinutesDialog(desk, view, window).open()`."""

    def __init__(self, desk: Desk, view: InterviewView, parent: QWidget) -> None:
        super().__init__(view.interview.title, width=760, parent=parent)
        self.desk, self.view = desk, view
        self.document = QTextDocument(self)
        self.document.setDefaultFont(current_theme().font("body"))
        self.document.setHtml(as_html(desk, view))
        self.browser = QTextBrowser()
        self.browser.setDocument(self.document)
        self.browser.setMinimumHeight(current_theme().scaled(420))
        self.browser.setAccessibleName(tr("interview", "Minutes"))
        self.body.addWidget(self.browser)
        self.copy_button = Button(text("interview", "Copy"), self.copy, icon="copy")
        self.verbs.addWidget(self.copy_button)
        self.verbs.addWidget(Button(text("interview", "Save as PDF"), self.save_pdf, icon="file-text"))
        self.add_safe_verb(text("interview", "Close"))

    def copy(self) -> None:
        """Put the minutes on the clipboard as text."""
        QGuiApplication.clipboard().setText(self.document.toPlainText())

    def save_pdf(self) -> None:
        """Ask for the file and write it."""
        name = "".join(" " if sign in '/\\:*?"<>|' else sign for sign in self.view.interview.title)
        chosen, _ = QFileDialog.getSaveFileName(self, tr("interview", "Save as PDF"), f"{name}.pdf", "PDF (*.pdf)")
        if chosen:
            self.write(chosen)

    def write(self, path: str) -> None:
        """Write the minutes into a PDF file."""
        writer = QPdfWriter(path)
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageOrientation(QPageLayout.Orientation.Portrait)
        paper = QTextDocument()
        paper.setDefaultFont(current_theme().font("body"))
        paper.setHtml(as_html(self.desk, self.view))
        paper.print_(writer)


def as_html(desk: Desk, view: InterviewView) -> str:
    """Return the minutes as simple HTML; every word of the talk is escaped."""
    return "".join(_lines(desk, view))


def _lines(desk: Desk, view: InterviewView) -> Iterator[str]:
    formats = current_formats(desk.clock.now())
    started = view.interview.get("started_at")
    when = formats.moment(started) if isinstance(started, int) else ""
    people = ", ".join(each.title for each in view.people)
    yield f"<h2>{html.escape(view.interview.title)}</h2>"
    yield f"<p>{html.escape(' · '.join(each for each in (view.account, when, people) if each))}</p>"
    parts = minutes_of(view.outline, view.entries)
    if not parts:
        yield f"<p>{html.escape(tr('interview', 'Nothing was noted yet.'))}</p>"
    for part in parts:
        name = label("options", f"interview_question.section.{part.section}") if part.section else ""
        yield f"<h3>{html.escape(str(name or tr('interview', 'Beside the questions')))}</h3>"
        for answered in part.answers:
            if answered.question is not None:
                yield f"<p><b>{html.escape(answered.question.words)}</b></p>"
            yield "<ul>" + "".join(f"<li>{_entry(each)}</li>" for each in answered.entries) + "</ul>"


def _entry(entry: Record) -> str:
    words, form = html.escape(str(entry.get("words") or "")), str(entry.get("form") or "answer")
    if form == "quote":
        words = f"<i>“{words}”</i>"
    elif form in _FORMS:
        words = f"{html.escape(str(label('options', f'interview_entry.form.{form}')))}: {words}"
    if entry.get("internal"):
        words += f" ({html.escape(tr('interview', 'internal'))})"
    return words
