"""Making a report: from material and template to its value, pictures and file. Off the UI thread, in one thread."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.interchange.docx_report import write_docx
from crm_desktop.interchange.organisation_svg import write_organisation_svg
from crm_desktop.models.studies.organisation import organisation_of
from crm_desktop.models.studies.report import Report
from crm_desktop.models.studies.report_material import Material
from crm_desktop.models.studies.report_parts import compose
from crm_desktop.models.studies.report_template import Template
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.studies.report.pdf import write_pdf
from crm_desktop.views.studies.report.pictures import drawings_of, drawn_pages

ENDINGS = (".docx", ".pdf")


@dataclass(frozen=True, slots=True)
class Wish:
    """Which report is wanted, written as people of its language write on that day in that zone."""

    template: Template
    now: int
    zone: str


def composed(material: Material, wish: Wish) -> Report:
    """Return the report as a value."""
    content, language = material.content, wish.template.language
    organisation = organisation_of(content.departments, content.posts)
    structure = str(content.study.get("structure") or "line")
    chart = write_organisation_svg(organisation, structure, language=language) if organisation.departments else ""
    return compose(material, wish.template, Formats(language, wish.now, wish.zone), chart)


def make(material: Material, wish: Wish, ending: str) -> bytes:
    """Return the file, `.docx` or `.pdf`."""
    report = composed(material, wish)
    drawings = drawings_of(report)
    if ending == ".pdf":
        return write_pdf(report, drawings)
    return write_docx(report, drawn_pages(drawings))
