"""The organisation chart as a file: SVG or PNG, in the language that is active, always light."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.interchange.organisation_svg import write_organisation_svg
from crm_desktop.models.studies.organisation import organisation_of
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import text, tr

if TYPE_CHECKING:
    from crm_desktop.models.studies.content import StudyContent

_SHARP = 2
"""Pixels of a PNG for each of the drawing."""
_MOST = 16_000
"""Pixels of the longer side beyond which a PNG is made less sharp."""


def chart_svg(study: StudyContent, language: str = "") -> str:
    """Return the organisation chart of a study's client as SVG; may be called on any thread with a language given."""
    organisation = organisation_of(study.departments, study.posts)
    structure = str(study.study.get("structure") or "line")
    return write_organisation_svg(organisation, structure, language=language or current_language().code)


def svg_as_png(svg: str) -> QImage:
    """Return an SVG as a picture on white."""
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    size = renderer.defaultSize()
    sharp = min(float(_SHARP), _MOST / max(size.width(), size.height(), 1))
    image = QImage(size * sharp, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("white"))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def ask_and_export(study: StudyContent, ending: str, desk: Desk, parent: QWidget) -> None:
    """Ask where to, and write the chart there."""
    name = study.account.title if study.account is not None else study.study.title
    plain = " ".join("".join(sign if sign.isalnum() or sign in " -_" else " " for sign in name).split())[:60]
    suggested = f"{plain or 'organisation'}{ending}"
    chosen, _ = QFileDialog.getSaveFileName(parent, tr("roles", "Export the chart"), suggested, f"*{ending}")
    if chosen:
        export_to(study, Path(chosen), desk, parent)


def export_to(study: StudyContent, path: Path, desk: Desk, owner: QWidget) -> None:
    """Write the chart into a file off the UI thread; its ending says how."""
    language = current_language().code

    def write() -> None:
        svg = chart_svg(study, language)
        if path.suffix.lower() == ".png":
            if not svg_as_png(svg).save(str(path)):
                raise OSError(path.name)
        else:
            path.write_text(svg, "utf-8")

    done = partial(_written, desk, path)
    desk.background.read(write, done, desk.notices.fail, owner=owner)


def _written(desk: Desk, path: Path, _none: None) -> None:
    desk.notices.inform(text("roles", "Written: {name}", name=path.name))
