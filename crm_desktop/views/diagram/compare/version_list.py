"""The saved versions of a map: name the present one, look at one, compare it with now, make it the map again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.store.queries.process_versions import Version
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.text_input import TextInput

_WIDTH, _TALL, _ROW = 420, 360, 48


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionDoings:
    """What happens to a version."""

    save: Callable[[str], object]
    look: Callable[[Version], object]
    compare: Callable[[Version], object]
    restore: Callable[[Version], object]


class VersionList(QWidget):
    """`VersionList(versions, suggested, do, formats)`; content of a popover."""

    def __init__(self, versions: Sequence[Version], suggested: str, do: VersionDoings, formats: Formats) -> None:
        super().__init__()
        self.name = TextInput(placeholder=text("diagram", "Name of this version"))
        self.name.setText(suggested)
        self.name.selectAll()
        self.name.setAccessibleName(str(text("diagram", "Name of this version")))
        self.name.returnPressed.connect(self._save)
        self.save = Button(text("diagram", "Save version"), self._save, kind="primary", small=True)
        self.rows: list[Button] = []
        self._do, self._formats = do, formats
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.name, 1)
        head.addWidget(self.save)
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        for version in versions:
            rows.addWidget(self._row(version))
        rows.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(8)
        column.addWidget(Label(text("diagram", "Versions"), "bodyStrong"))
        column.addLayout(head)
        if versions:
            column.addWidget(area, 1)
        else:
            said = text("diagram", "A version keeps the map as it is now. You can look at it, compare, and go back.")
            column.addWidget(Paragraph(said, "caption", "text.secondary"))
        self.setFixedWidth(current_theme().scaled(_WIDTH))
        if versions:
            self.setFixedHeight(min(current_theme().scaled(_ROW) * len(versions) + 92, current_theme().scaled(_TALL)))

    def _row(self, version: Version) -> QWidget:
        shown = Button(version.name, partial(self._do.look, version), kind="link", small=True)
        self.rows.append(shown)
        moment = self._formats.moment(version.saved_at or 0)
        who = text("diagram", "{who} · {moment}", who=version.saved_by, moment=moment) if version.saved_by else moment
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(shown, 0, Qt.AlignmentFlag.AlignLeft)
        below = Label(who, "caption", "text.secondary", elide=True)
        below.setContentsMargins(8, 0, 0, 0)
        words.addWidget(below)
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addLayout(words, 1)
        for wording, name, run in (
            (text("diagram", "Look at {name}", name=version.name), "eye", self._do.look),
            (text("diagram", "Compare {name} with now", name=version.name), "columns-2", self._do.compare),
            (text("diagram", "Restore {name}", name=version.name), "history", self._do.restore),
        ):
            row.addWidget(IconButton(wording, name, partial(run, version), small=True))
        return made

    def _save(self) -> None:
        self._do.save(self.name.text().strip())
