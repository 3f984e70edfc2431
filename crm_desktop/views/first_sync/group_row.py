"""One line of the first sync: a group's icon, name, numbers, bar and state."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from crm_desktop.views.first_sync.groups import Group, Stage, Standing
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import Wording, label, text, tr
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import pixmap
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.label import Label, giving_way
from crm_desktop.views.widgets.progress import Bar

_HEIGHT, _BAR, _STATE = 43, 190, 84
_ICONS = {
    Stage.READY: ("circle-check", "success.text"),
    Stage.COMING: ("refresh-cw", "accent.text"),
    Stage.AWAITED: ("clock", "text.secondary"),
}


class GroupRow(Component, QWidget):
    """Shows one group; `show_standing` as it moves on."""

    def __init__(self, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage = Stage.AWAITED
        self._icon = QLabel()
        self._remark = Label("", "caption", "text.secondary", elide=True)
        self._bar = Bar(tone="success")
        self._bar.setFixedWidth(_BAR)
        self._state = Label("", "caption", "text.secondary")
        self._state.setFixedWidth(_STATE)
        self._state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._name = giving_way(Label(group.name, weight=500, elide=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addSpacing(8)
        row.addWidget(self._name)
        row.addWidget(self._remark, 1)
        row.addWidget(self._bar)
        row.addSpacing(12)
        row.addWidget(self._state)
        self.settle()

    def show_standing(self, standing: Standing, formats: Formats) -> None:
        """Show how far the group is."""
        self._stage = standing.stage
        some = [_counted(formats, kind, count) for kind, count in standing.counts if count]
        if len(standing.group.kinds) == 1:
            # The group is called what is counted.
            some = [formats.number(count) for _kind, count in standing.counts if count]
        self._remark.set_wording(formats.listed(some))
        self._bar.set_share(1.0 if standing.stage is Stage.READY else 0.0)
        words: dict[Stage, Wording] = {
            Stage.READY: text("first_sync", "Ready"),
            Stage.COMING: formats.number(standing.total),
            Stage.AWAITED: text("first_sync", "Waiting"),
        }
        self._state.set_wording(words[standing.stage])
        self._state.set_role("success.text" if standing.stage is Stage.READY else "text.secondary")
        self.setAccessibleName(f"{standing.group.name} {self._remark.text()} {words[standing.stage]}")
        self.restyle()

    def restyle(self) -> None:
        """Take icon and height from the theme."""
        theme = current_theme()
        name, role = _ICONS[self._stage]
        self._icon.setPixmap(pixmap(name, theme.icon_size("lg"), role))
        self._icon.setFixedSize(QSize(theme.icon_size("lg"), theme.icon_size("lg")))
        self.setFixedHeight(theme.scaled(_HEIGHT))


def _counted(formats: Formats, kind: str, count: int) -> str:
    words = str(label("kinds", kind if count == 1 else f"{kind}.plural")).lower()
    return tr("first_sync", "{count} {kind}", count=formats.number(count), kind=words)
