"""A list view's columns: which delegate paints each, how wide it is, how high group headers are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm_desktop.views.forms.draft_keeping import DraftKeeping
from crm_desktop.views.tables.column_widths import spread
from crm_desktop.views.tables.columns import Look
from crm_desktop.views.tables.delegates import PAD, delegate_for
from crm_desktop.views.tables.first_cell import tile_x
from crm_desktop.views.tables.list_header import least_width
from crm_desktop.views.tables.list_table import ListTable
from crm_desktop.views.tables.name_delegate import NameDelegate
from crm_desktop.views.theme.current import current_theme

if TYPE_CHECKING:
    from crm_desktop.store.drafts import Draft

_MOST_GROUPS_SIZED = 500
GROUP_HEIGHT = 32


class ListColumns(QObject):
    """Keeps one view's columns and line heights right."""

    def __init__(self, view: ListTable) -> None:
        super().__init__(view)
        self._view = view
        self._chosen: dict[str, int] = {}
        """Widths a person dragged, by field name; kept on this device for each kind."""
        self._kept: DraftKeeping | None = None
        self._sized: list[int] = []
        model = view.list_model
        model.columns_changed.connect(self.take)
        for signal in (model.rowsInserted, model.rowsRemoved, model.settled):
            signal.connect(self.size_lines)
        view.horizontalHeader().sectionResized.connect(self._resized)

    def take(self) -> None:
        """Take the model's columns."""
        view = self._view
        if self._kept is None and view.list_model.columns:
            kind = view.list_model.columns[0].kind.name
            self._kept = DraftKeeping(f"columns.{kind}", view.list_model.desk, lambda: dict(self._chosen), self)
            self._kept.find(self._restore)
        for section, column in enumerate(view.list_model.columns):
            delegate = NameDelegate(view) if column.look is Look.NAME else delegate_for(column.look, view)
            view.setItemDelegateForColumn(section, delegate)
        self.spread()

    def spread(self) -> None:
        """Give each column its width: what the person chose, else what it needs and what room is left."""
        view, columns = self._view, self._view.list_model.columns
        if not columns:
            return
        least = [least_width(str(each.heading)) for each in columns]
        least[0] += tile_x() - PAD
        room, scale = view.viewport().width(), current_theme().text_scale
        header = view.horizontalHeader()
        # The signals would be taken for a person's wish.
        header.sectionResized.disconnect(self._resized)
        for section, width in enumerate(spread(columns, least, self._chosen, room, scale)):
            header.resizeSection(section, width)
        header.sectionResized.connect(self._resized)

    def size_lines(self) -> None:
        """Give all lines their height, group headers theirs; where those are very many, all lines stay alike."""
        vertical, tops = self._view.verticalHeader(), self._view.list_model.rows.tops
        usual = current_theme().metric("row")
        if vertical.defaultSectionSize() != usual:
            vertical.setMinimumSectionSize(20)
            vertical.setDefaultSectionSize(usual)
        wanted = list(tops) if len(tops) <= _MOST_GROUPS_SIZED else []
        if wanted == self._sized:
            return
        for line in self._sized:
            if line < vertical.count():
                vertical.resizeSection(line, usual)
        for line in wanted:
            vertical.resizeSection(line, max(GROUP_HEIGHT, usual - 4))
        self._sized = wanted

    def _resized(self, section: int, _before: int, after: int) -> None:
        columns = self._view.list_model.columns
        if section < len(columns):
            self._chosen[columns[section].name] = after
            if self._kept is not None:
                self._kept.touch()

    def _restore(self, kept: Draft) -> None:
        for name, width in kept.values.items():
            if isinstance(width, int):
                self._chosen.setdefault(name, width)
        self.spread()
