"""Pictures of every screen: `python -m tools.screens DIR [NAME ...]` writes DIR/NAME-THEME-LANGUAGE.png.

Each screen is built anew for every theme and language, as the program itself would build it.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.views.language.language import current_language
from crm_desktop.views.theme.current import current_theme

THEMES = ("light", "dark")
LANGUAGES = ("zh", "en")
_SETTLING_MS = 400


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen to be pictured; `builder` names a function without arguments that returns the widget."""

    name: str
    builder: str
    width: int = 1440
    height: int = 900

    def build(self) -> QWidget:
        """Import the builder and call it."""
        module, _, function = self.builder.partition(":")
        build: Callable[[], QWidget] = getattr(import_module(module), function)
        return build()


SCREENS = [
    Screen("k-components", "tools.gallery:build_gallery", 720, 900),
    Screen("k-frame", "tools.gallery_frame:build_frame"),
    Screen("d-board", "tools.work_screens:build_board", 1232, 848),
    Screen("form-create", "tools.record_screens:build_create", 900, 800),
    Screen("b-panel", "tools.record_screens:build_panel", 360, 860),
]
"""Every screen, in the order of the program; each screen's author adds it here."""


def main(arguments: list[str]) -> int:
    """Write the pictures and return the exit status."""
    if not arguments:
        print(__doc__)
        return 2
    folder, names = Path(arguments[0]), set(arguments[1:])
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    current_theme().install(application)
    for screen in SCREENS:
        if not names or screen.name in names:
            picture_all(screen, folder)
    return 0


def picture_all(screen: Screen, folder: Path) -> None:
    """Write the four pictures of one screen."""
    for theme in THEMES:
        current_theme().choose(theme)
        for language in LANGUAGES:
            current_language().use(language)
            path = folder / f"{screen.name}-{theme}-{language}.png"
            picture(screen, path)
            print(path)


def picture(screen: Screen, path: Path) -> None:
    """Build the screen, let it come to rest, write it, take it down."""
    widget = screen.build()
    widget.resize(screen.width, screen.height)
    widget.show()
    settle()
    widget.grab().save(str(path))
    widget.close()
    widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def settle(milliseconds: int = _SETTLING_MS) -> None:
    """Let background answers arrive and layouts come to rest."""
    deadline = QDeadlineTimer(milliseconds)
    while not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
