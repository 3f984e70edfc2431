"""One saved version by itself, to be looked at: what it is called, who saved it when, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.diagrams.picture import Picture
from crm_desktop.store.queries.process_versions import Version
from crm_desktop.views.diagram.compare.sheet import Sheet
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import text
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import line, set_surface
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label


class VersionPane(QWidget):
    """`VersionPane(version, picture, formats, compare=…, restore=…, close=…)`."""

    def __init__(
        self,
        version: Version,
        picture: Picture,
        formats: Formats,
        *,
        compare: Callable[[Version], object],
        restore: Callable[[Version], object],
        close: Callable[[], object],
    ) -> None:
        super().__init__()
        self.version, self._close = version, close
        set_surface(self, "surface")
        self.sheet = Sheet()
        self.sheet.setAccessibleName(version.name)
        moment = formats.moment(version.saved_at or 0)
        said = text("diagram", "Saved by {who}, {moment}", who=version.saved_by, moment=moment)
        head = QHBoxLayout()
        head.setContentsMargins(16, 6, 12, 6)
        head.setSpacing(8)
        head.addWidget(Label(version.name, "bodyStrong"))
        head.addWidget(Label(said if version.saved_by else moment, "caption", "text.secondary", elide=True), 1)
        head.addWidget(
            Button(text("diagram", "Compare with now"), lambda: compare(version), icon="columns-2", small=True)
        )
        head.addWidget(Button(text("diagram", "Restore"), lambda: restore(version), icon="history", small=True))
        head.addWidget(IconButton(text("diagram", "Back to the map"), "x", close, shortcut="Esc", small=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(line())
        column.addWidget(self.sheet, 1)
        self.sheet.show_picture(picture, {})
        self.setFocusProxy(self.sheet)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the map with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)
