"""A record on paper: its facts, people, opportunities, what is to be done and what happened, as one document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument

from crm_desktop.models.custom_fields import fields_with
from crm_desktop.models.errors import Broken
from crm_desktop.models.fields import Shown
from crm_desktop.views.language.texts import label, tr
from crm_desktop.views.records.entry_words import entry_words
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.value_words import Wordings

if TYPE_CHECKING:
    from crm_desktop.models.record import Record
    from crm_desktop.store.queries.record_page import PageContent
    from crm_desktop.store.queries.timeline import TimelineEntry

MOST = 200
"""Entries of the timeline that are printed."""
_STYLE = """
    body { color: #1a1a1a; font-size: 9.5pt; }
    h1 { font-size: 17pt; margin: 0; } h2 { font-size: 12pt; margin: 14px 0 4px 0; }
    p { margin: 0 0 3px 0; } .quiet { color: #55585d; font-size: 8.5pt; }
    td { padding: 2px 14px 2px 0; vertical-align: top; }
"""


def record_document(content: PageContent, entries: Sequence[TimelineEntry], words: Wordings) -> QTextDocument:
    """Return the document; nothing of a customer's text is read as markup."""
    record = content.view.record
    kind = str(label("kinds", record.kind))
    printed = tr("records", "{kind}, as of {moment}", kind=kind, moment=words.formats.moment(words.formats.now))
    parts = [f"<h1>{escape(record.title)}</h1><p class='quiet'>{escape(printed)}</p>", _facts(record, words)]
    parts.append(_lines("contact.plural", [_person(each, words) for each in content.people]))
    parts.append(_lines("opportunity.plural", [_deal(each, words) for each in content.deals]))
    to_do = [(each.title, _when(each, words)) for each in content.to_do]
    parts.append(_titled(tr("records", "Next tasks and visits"), to_do))
    happened = []
    for entry in entries:
        said = entry_words(entry, words, with_day=True)
        happened.append((said.title, " · ".join(filter(None, (said.meta, " ".join(said.body.split()))))))
    parts.append(_titled(tr("records", "Timeline"), happened))
    document = QTextDocument()
    document.setDefaultFont(current_theme().font("body"))
    document.setDefaultStyleSheet(_STYLE)
    document.setHtml(f"<body>{''.join(parts)}</body>")
    document.setMetaInformation(QTextDocument.MetaInformation.DocumentTitle, record.title)
    return document


def write_pdf(document: QTextDocument, path: Path) -> None:
    """Write the document as an A4 PDF. Raises Broken record.not_written where the place does not take it."""
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(16, 16, 16, 16), QPageLayout.Unit.Millimeter)
    writer.setTitle(document.metaInformation(QTextDocument.MetaInformation.DocumentTitle))
    if not path.parent.is_dir():
        raise Broken("record.not_written")
    document.print_(writer)
    del writer
    if not path.is_file() or not path.stat().st_size:
        raise Broken("record.not_written")


def _facts(record: Record, words: Wordings) -> str:
    declared = record.declaration
    rows = []
    for field in fields_with(declared, record.values):
        said = words.of(declared, field.name, record.values)
        if said and field.shown is not Shown.INTERNAL and field.name != declared.title:
            name = escape(str(label("fields", declared.label_key(field.name))))
            rows.append(f"<tr><td class='quiet'>{name}</td><td>{escape(said).replace(chr(10), '<br>')}</td></tr>")
    return f"<table>{''.join(rows)}</table>"


def _lines(kind: str, lines: Sequence[tuple[str, str]]) -> str:
    return _titled(str(label("kinds", kind)), lines)


def _titled(title: str, lines: Sequence[tuple[str, str]]) -> str:
    if not lines:
        return ""
    told = "".join(f"<p>{escape(first)} <span class='quiet'>{escape(rest)}</span></p>" for first, rest in lines)
    return f"<h2>{escape(title)}</h2>{told}"


def _person(person: Record, words: Wordings) -> tuple[str, str]:
    return person.title, _joined(person, ("job_title", "buying_role", "attitude", "mobile", "email"), words)


def _deal(deal: Record, words: Wordings) -> tuple[str, str]:
    return deal.title, _joined(deal, ("stage_id", "amount", "close_on", "next_step"), words)


def _joined(record: Record, names: Iterable[str], words: Wordings) -> str:
    return " · ".join(filter(None, (words.of(record.declaration, name, record.values) for name in names)))


def _when(record: Record, words: Wordings) -> str:
    moment = record.get("due_at" if record.kind == "task" else "starts_at")
    return words.formats.moment(moment) if isinstance(moment, int) else ""
