"""The organisation as a tree with columns: the equal of the drawing, for keys and screen readers alike."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QTreeView,
    QWidget,
)
from PySide6.QtWidgets import QStyleOptionViewItem as Option

from crm_desktop.models.records.client_organisation import DEPARTMENT_FUNCTIONS, SCOPES
from crm_desktop.models.studies.chart_walk import DOWN, LEFT, RIGHT, UP
from crm_desktop.models.studies.organisation import people_in
from crm_desktop.views.language.texts import label, text, tr
from crm_desktop.views.studies.roles.pen import Pen
from crm_desktop.views.studies.roles.state import Roles
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import icon
from crm_desktop.views.widgets.combo import Combo
from crm_desktop.views.widgets.component import Component

NAME, FUNCTION, SCOPE, PEOPLE, USERS = range(5)
_WIDTHS = (0, 150, 160, 70, 140)
"""Of the columns; the first takes what is left."""
_ID, _CHOICES = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_FIELDS = {FUNCTION: "function", SCOPE: "scope", PEOPLE: "head_count", USERS: "users"}
_WAYS = {Qt.Key.Key_Left: LEFT, Qt.Key.Key_Right: RIGHT, Qt.Key.Key_Up: UP, Qt.Key.Key_Down: DOWN}
_Index = QModelIndex | QPersistentModelIndex


class RolesTree(Component, QTreeView):
    """`RolesTree(roles, pen)`: what is current is current in the chart too."""

    shown_anew = Signal()

    def __init__(self, roles: Roles, pen: Pen, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._roles, self._pen = roles, pen
        self._rows = QStandardItemModel(self)
        self._filling = False
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.show_rows)
        self.setModel(self._rows)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setProperty("steps", True)
        self.setUniformRowHeights(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        self._rows.itemChanged.connect(self._edited)
        self.selectionModel().currentChanged.connect(lambda index, _old: self._lead(index))
        roles.changed.connect(self._wait)
        roles.moved.connect(self._follow)
        self.settle()

    def retranslate(self) -> None:
        """Name columns and rows again."""
        self.setAccessibleName(tr("roles", "Departments and posts"))
        self.show_rows()

    def show_rows(self) -> None:
        """Show departments with their posts as they are now."""
        if self.state() == QAbstractItemView.State.EditingState:
            return  # What is being typed would be lost; closing the editor asks again.
        self._filling = True
        self._rows.clear()
        heads = (label("fields", "department.name"), label("fields", "department.function"),
                 label("fields", "department.scope"), label("fields", "department.head_count"),
                 label("fields", "post.users"))  # fmt: skip
        self._rows.setHorizontalHeaderLabels([str(each) for each in heads])
        organisation = self._roles.organisation
        parents: dict[str, QStandardItem] = {"": self._rows.invisibleRootItem()}
        for each in organisation.within(""):
            row = self._department(each)
            parents[organisation.parent(each)].appendRow(row)
            parents[each] = row[NAME]
            for post in organisation.posts_of(each):
                row[NAME].appendRow(self._post(post.id))
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate(_WIDTHS):
            if width:
                self.setColumnWidth(column, current_theme().scaled(width))
        self.expandAll()
        self._filling = False
        self._follow()
        self.shown_anew.emit()

    def index_of(self, element_id: str) -> QModelIndex:
        """Return the row of a department or post."""
        found = self._rows.match(self._rows.index(0, 0), _ID, element_id, 1,
                                 Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)  # fmt: skip
        return found[0] if element_id and found else QModelIndex()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Leave a new row away that got no name."""
        super().closeEditor(editor, hint)
        if self._pen.naming:
            self._pen.finish()
        self._later.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit, add, remove, move."""
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif held == control and key in _WAYS:
            self._move(_WAYS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and held == Qt.KeyboardModifier.NoModifier:
            self.edit(self.currentIndex())
        elif key == Qt.Key.Key_Insert and self._roles.may_edit:
            add = {control: self._pen.add_post, shift: self._pen.add_below}.get(held, self._pen.add_beside)
            add()
            self._name_new()
        elif key == Qt.Key.Key_Delete:
            self._pen.remove()
        elif key == Qt.Key.Key_F4:
            self._pen.next_scope()
        else:
            super().keyPressEvent(event)

    def _name_new(self) -> None:
        self._later.stop()
        self.show_rows()
        index = self.index_of(self._pen.naming)
        if index.isValid():
            self.setCurrentIndex(index)
            self.edit(index)

    def _move(self, way: str) -> None:
        """In the tree up and down order, left and right change the level."""
        current, hangs = self._roles.current, False
        if current in self._roles.chart.boxes:
            hangs = self._roles.chart.boxes[current].hangs
        turned = {UP: LEFT, DOWN: RIGHT, LEFT: UP, RIGHT: DOWN}
        self._pen.move(way if hangs or current in self._roles.organisation.posts else turned[way])

    def _wait(self) -> None:
        # A hidden tree costs nothing: it reads when it is shown.
        if self.isVisible():
            self._later.start()

    def _follow(self) -> None:
        if self.state() != QAbstractItemView.State.EditingState:
            index = self.index_of(self._roles.current)
            if index.siblingAtColumn(NAME) != self.currentIndex().siblingAtColumn(NAME):
                self.setCurrentIndex(index.siblingAtColumn(max(0, self.currentIndex().column())))

    def _lead(self, index: QModelIndex) -> None:
        if not self._filling and index.isValid() and self.isVisible():
            self._roles.select(str(index.siblingAtColumn(NAME).data(_ID)))

    def _edited(self, item: QStandardItem) -> None:
        if self._filling:
            return
        element_id = str(item.index().siblingAtColumn(NAME).data(_ID))
        if item.column() == NAME:
            if self._pen.naming != element_id:
                self._roles.select(element_id)
                self._pen.edit()
            self._pen.type(item.text())
            self._pen.finish()
            return
        self._roles.select(element_id)
        value = item.data(_ID) if item.column() in (FUNCTION, SCOPE) else _number(item.text())
        self._pen.describe({_FIELDS[item.column()]: value})
        self._later.start()

    def _department(self, department_id: str) -> list[QStandardItem]:
        organisation = self._roles.organisation
        department, scope = organisation.departments[department_id], organisation.scope(department_id)
        function = str(label("options", f"department.function.{department.function}"))
        row = self._row(department_id, department.name, "network", department.scope, scope)
        row[FUNCTION].setText(function)
        row[FUNCTION].setData(department.function, _ID)
        choices = [(each, str(label("options", f"department.function.{each}"))) for each in DEPARTMENT_FUNCTIONS]
        row[FUNCTION].setData(choices, _CHOICES)
        people = people_in(organisation, department_id)
        row[PEOPLE].setText(str(people) if people else "")
        said = [department.name, function, str(label("options", f"department.scope.{scope}"))]
        if department_id in organisation.loose:
            said.append(tr("roles", "moved to the top"))
        row[NAME].setData(", ".join(said), Qt.ItemDataRole.AccessibleTextRole)
        row[USERS].setEditable(False)
        return row

    def _post(self, post_id: str) -> list[QStandardItem]:
        post, holds = self._roles.organisation.posts[post_id], self._roles.organisation.post_scope(post_id)
        row = self._row(post_id, post.name, "id-card", post.scope, holds)
        row[FUNCTION].setEditable(False)
        row[PEOPLE].setText("" if post.head_count is None else str(post.head_count))
        row[USERS].setText("" if post.users is None else str(post.users))
        scope = str(label("options", f"post.scope.{holds}"))
        said = tr("roles", "{post}, {people} people, {users} users, {scope}", post=post.name,
                  people=post.head_count or 0, users=post.users or 0, scope=scope)  # fmt: skip
        row[NAME].setData(said, Qt.ItemDataRole.AccessibleTextRole)
        return row

    def _row(self, element_id: str, name: str, sign: str, scope: str, holds: str) -> list[QStandardItem]:
        row = [QStandardItem() for _ in _WIDTHS]
        row[NAME].setText(name)
        row[NAME].setIcon(icon(sign, 16, "text.secondary"))
        row[NAME].setData(element_id, _ID)
        own = label("options", f"department.scope.{scope}")
        inherited = label("options", f"department.scope.{holds}")
        row[SCOPE].setText(str(own) if scope == holds else tr("roles", "{scope}, from above", scope=inherited))
        row[SCOPE].setData(scope, _ID)
        row[SCOPE].setData([(each, str(label("options", f"department.scope.{each}"))) for each in SCOPES], _CHOICES)
        for item in row:
            item.setEditable(self._roles.may_edit)
        for item in row[PEOPLE:]:
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return row


class _Delegate(QStyledItemDelegate):
    """Offers choices as a list that drops down, everything else as a line."""

    def createEditor(self, parent: QWidget, option: Option, index: _Index) -> QWidget:
        """Make the editor of a cell."""
        choices = index.data(_CHOICES)
        if not choices:
            editor: QWidget = super().createEditor(parent, option, index)
            editor.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
            return editor
        combo = Combo(parent)
        combo.setAccessibleName(str(text("roles", "Choose")))
        for key, name in choices:
            combo.addItem(name, key)
        combo.activated.connect(lambda _at: self._chosen(combo))
        return combo

    def _chosen(self, combo: Combo) -> None:
        self.commitData.emit(combo)
        self.closeEditor.emit(combo)

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Show what is chosen."""
        if isinstance(editor, Combo):
            editor.setCurrentIndex(editor.findData(index.data(_ID)))
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Take what was chosen."""
        if isinstance(editor, Combo):
            model.setData(index, editor.currentData(), _ID)
        else:
            super().setModelData(editor, model, index)


def _number(words: str) -> int | None:
    bare = words.strip()
    return int(bare) if bare.isdecimal() and len(bare) < 8 else None
