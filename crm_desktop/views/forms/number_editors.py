"""Editors of numbers: whole ones, percentages, and amounts of money with their currency."""

from PySide6.QtWidgets import QComboBox, QWidget

from crm_desktop.models.fields import Field, RecordKind, Value, Values
from crm_desktop.models.money import from_units, parse_amount
from crm_desktop.models.typed import read_amount, read_integer, read_share
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.field_editor import UnreadableError
from crm_desktop.views.forms.text_editors import LineEditor
from crm_desktop.views.language.texts import tr
from crm_desktop.views.widgets.text_input import TextInput

CURRENCIES = ("CNY", "USD", "EUR", "GBP", "JPY", "HKD")


class IntegerEditor(LineEditor):
    """A whole number; `1,200`, `１２００` and `1.2万` are read too."""

    def words_of(self, value: Value) -> str:
        """Return the digits alone."""
        return str(value)

    def value_of(self, words: str) -> Value:
        """Read the digits."""
        try:
            return read_integer(words)
        except ValueError as problem:
            raise UnreadableError("field.digits_only") from problem


class NumberEditor(LineEditor):
    """A figure with decimals; `1.5`, `１２` and `1.2万` are read."""

    def words_of(self, value: Value) -> str:
        """Return the exact figure."""
        return _exactly(value)

    def value_of(self, words: str) -> Value:
        """Read the figure."""
        try:
            return parse_amount(words)
        except ValueError as problem:
            raise UnreadableError("field.digits_only") from problem


class ShareEditor(LineEditor):
    """A percentage, with or without its sign."""

    def words_of(self, value: Value) -> str:
        """Return the number with its sign."""
        return f"{value}%"

    def value_of(self, words: str) -> Value:
        """Read the number."""
        try:
            return read_share(words)
        except ValueError as problem:
            raise UnreadableError("field.digits_only") from problem


class MoneyEditor(LineEditor):
    """An amount and its currency, which win or lose together; `USD 1,200` and `86万` are read too."""

    def __init__(self, field: Field, kind: RecordKind, desk: Desk, parent: QWidget | None = None) -> None:
        self._partner = next((name for name in kind.group_of(field.name) if name != field.name), "")
        self._currency = QComboBox()
        self._currency.addItems(CURRENCIES)
        super().__init__(field, kind, desk, parent)
        self._currency.setFixedWidth(94)
        self._currency.activated.connect(lambda _index: self.typed(whole=True))
        self.row.addWidget(self._currency)
        self._currency.setVisible(bool(self._partner))

    def values(self) -> dict[str, Value]:
        """Return the amount and its currency."""
        return {**super().values(), **({self._partner: self._currency_read()} if self._partner else {})}

    def retype(self, values: Values) -> None:
        """Put amount and currency in."""
        if self._partner:
            self._show_currency(values.get(self._partner))
        super().retype(values)

    def make_input(self) -> TextInput:
        """Return the line for the amount."""
        return TextInput()

    def retranslate(self) -> None:
        """Name the choice of currency."""
        self._currency.setAccessibleName(tr("forms", "Currency"))

    def words_of(self, value: Value) -> str:
        """Return the exact amount."""
        return _exactly(value)

    def value_of(self, words: str) -> Value:
        """Read the amount."""
        return self._read(words)[0]

    def _show_currency(self, value: Value) -> None:
        code = str(value or CURRENCIES[0])
        if self._currency.findText(code) < 0:
            self._currency.addItem(code)
        self._currency.setCurrentText(code)

    def _currency_read(self) -> str:
        """Return the currency that was typed with the amount, else the chosen one."""
        try:
            typed = self._read(self.input.text())[1]
        except UnreadableError:
            typed = ""
        return typed or self._currency.currentText()

    def lock_control(self, *, locked: bool) -> None:
        """Lock both."""
        super().lock_control(locked=locked)
        self._currency.setEnabled(not locked)

    def commit(self) -> None:
        """Let the choice show a currency that was typed."""
        if not self.read_only and self.find_problem() is None:
            self._show_currency(self._currency_read())
        super().commit()

    def _read(self, words: str) -> tuple[int | None, str]:
        if not words.strip():
            return None, ""
        try:
            return read_amount(words)
        except ValueError as problem:
            raise UnreadableError("field.digits_only") from problem


def _exactly(value: Value) -> str:
    amount = from_units(value if isinstance(value, int) else 0)
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount.normalize():,f}"
