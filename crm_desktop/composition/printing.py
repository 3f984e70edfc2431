"""Pictures and pages of maps for the command line: Qt's painter on no screen. Only this needs Qt of all conversions."""

import os
from functools import cache

from crm_desktop.interchange.png_payload import embed
from crm_desktop.interchange.process_files import OpenedFile, write_process_file
from crm_desktop.models.processes.process_map import ProcessMap

PRINTABLE = (".png", ".pdf", ".svg")


def print_map(map_: ProcessMap, ending: str, *, language: str, opened: OpenedFile | None = None) -> bytes:
    """Return a map as a picture that holds it (.png, .svg), or as pages to scale (.pdf)."""
    _begin_painting(language)
    from crm_desktop.diagrams.chart import Chart
    from crm_desktop.diagrams.picture import Picture
    from crm_desktop.views.diagram.painting.prints import print_pdf, print_png, print_svg
    from crm_desktop.views.diagram.painting.whole import paper_of

    paper = paper_of(Picture(Chart.of(map_)))
    if ending == ".pdf":
        return print_pdf(paper)
    inside = write_process_file(map_, ".bpmn", language=language, opened=opened)
    return print_svg(paper, inside) if ending == ".svg" else embed(print_png(paper), inside)


@cache
def _application() -> object:
    """Return Qt's application: the one that runs, else one that needs no screen."""
    from PySide6.QtGui import QGuiApplication

    running = QGuiApplication.instance()
    if running is not None:
        return running
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return QGuiApplication(["crm-desktop"])


def _begin_painting(language: str) -> None:
    _application()
    from crm_desktop.views.language.language import current_language

    if current_language().code != language:
        current_language().use(language)
