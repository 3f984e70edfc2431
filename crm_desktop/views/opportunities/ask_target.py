"""The question what the opportunities of a view are to bring; the answer is kept with the view."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from crm_desktop.models.money import SCALE, parse_amount
from crm_desktop.views.forms.number_editors import CURRENCIES
from crm_desktop.views.language.texts import text, tr
from crm_desktop.views.opportunities.forecast_figures import Target
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.widgets.text_input import TextInput


def ask_target(parent: QWidget, present: Target, take: Callable[[Target], object]) -> Dialog:
    """Ask for an amount and hand it to `take`; none takes the target away. Returns at once."""
    question = text("opportunities", "How much are these opportunities to bring?")
    said = text("opportunities", "The target is kept with this view and compared with what is won and expected.")
    dialog = Dialog(question, said, parent=parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    field, currency = TextInput(f"{present.units // SCALE:,}" if present.units else ""), QComboBox()
    field.setAccessibleName(tr("opportunities", "Target"))
    field.setPlaceholderText(tr("opportunities", "5,000,000 or 5M; empty for no target"))
    currency.setAccessibleName(tr("opportunities", "Currency of the target"))
    currency.addItems(CURRENCIES)
    currency.setCurrentText(present.currency)
    row = QHBoxLayout()
    row.addWidget(field, 1)
    row.addWidget(currency)
    dialog.body.addLayout(row)
    dialog.add_safe_verb()
    button = dialog.add_verb(text("opportunities", "Set target"))
    field.textChanged.connect(lambda typed: button.setEnabled(_units(typed) is not None))
    dialog.accepted.connect(lambda: take(Target(_units(field.text()) or 0, currency.currentText())))
    dialog.open()
    field.selectAll()
    field.setFocus()
    return dialog


def _units(typed: str) -> int | None:
    """Return what was typed as an amount, 0 for nothing, None for what is no amount."""
    if not typed.strip():
        return 0
    try:
        units = parse_amount(typed)
    except ValueError:
        return None
    return units if units >= 0 else None
