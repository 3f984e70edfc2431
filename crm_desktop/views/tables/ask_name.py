"""The one question that lists ask: what a view is to be called."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.widgets.text_input import TextInput


def ask_name(parent: QWidget, question: Wording, name: str, verb: Wording, take: Callable[[str], object]) -> Dialog:
    """Ask for a name and hand it to `take`; nothing happens without one. Returns at once."""
    dialog = Dialog(question, parent=parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    field = TextInput(name)
    field.setAccessibleName(str(text("tables", "Name")))
    field.setMaxLength(200)
    dialog.body.addWidget(field)
    dialog.add_safe_verb()
    button = dialog.add_verb(verb)
    field.textChanged.connect(lambda typed: button.setEnabled(bool(typed.strip())))
    button.setEnabled(bool(name.strip()))
    dialog.accepted.connect(lambda: take(field.text().strip()))
    dialog.open()
    field.selectAll()
    field.setFocus()
    return dialog
