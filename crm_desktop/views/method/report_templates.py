"""The templates of reports: which parts a client's report has, in which order, with which words around them."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.models.edits import Create, Edit
from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_desktop.models.record import Record
from crm_desktop.models.records.method import REPORT_TEMPLATE
from crm_desktop.models.studies.report_template import LANGUAGES, Template, read_template, shipped, write_template
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.entry_list import Entry
from crm_desktop.views.language.texts import label, text, tr
from crm_desktop.views.method.form import MethodForm
from crm_desktop.views.method.side import MethodSide
from crm_desktop.views.method.template_form import TemplateForm


class ReportTemplatesSide(MethodSide):
    """The organisation's own templates, and after them those that ship in both languages."""

    def __init__(self, desk: Desk) -> None:
        about = text(
            "method",
            "In the words you may write {client}, {study}, {purpose}, {problems}, {cost}, {saving} and {author}: "
            "they are filled in for each report. Internal notes never are.",
        )
        super().__init__(desk, label("kinds", "report_template.plural"), about)
        self.form = MethodForm(REPORT_TEMPLATE, ("name", "active"), {}, desk, self.describe)
        self.words = TemplateForm(self._write_template)
        self.add_form(self.form)
        self.forms.addWidget(self.words)
        self.settle()

    def entries(self) -> Sequence[Entry]:
        """Return the own templates, then the shipped ones."""
        own = [Entry(each.id, _named(each), each.values, each, _read(each)) for each in self.method.templates]
        ships = [
            Entry(f"shipped {code}", _title(shipped(code)), {"name": shipped(code).name, "active": True}, None,
                  shipped(code))
            for code in LANGUAGES
        ]  # fmt: skip
        return [*own, *ships]

    def show_entry(self, entry: Entry) -> None:
        """Show a template."""
        writable = self.may and entry.record is not None
        self.form.show_values(entry.key, entry.values, writable=writable)
        source = entry.source if isinstance(entry.source, Template) else None
        self.words.show_template(entry.key, source, writable=writable)

    def copies(self, entry: Entry) -> list[Edit]:
        """Return a template of the organisation's own that says the same."""
        source = entry.source
        if not isinstance(source, Template):
            return []
        values: dict[str, Value] = {
            "name": tr("method", "{name} (own)", name=source.name),
            "language": source.language,
            "content": write_template(source),
            "position": len(self.method.templates),
            "active": True,
        }
        return [Create("report_template", values, new_id())]

    def _write_template(self, template: Template) -> None:
        self.describe({"content": write_template(template)})


def _read(record: Record) -> Template | None:
    """Return what a record's template says, None where it cannot be read."""
    try:
        return read_template(str(record.get("content") or ""))
    except Refused:
        return None


def _named(record: Record) -> str:
    return f"{record.title} · {_LANGUAGES.get(str(record.get('language')), '')}"


def _title(template: Template) -> str:
    return f"{template.name} · {_LANGUAGES[template.language]}"


_LANGUAGES = {"zh": "中文", "en": "English"}
