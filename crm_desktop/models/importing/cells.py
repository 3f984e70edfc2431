"""Read one cell as a value of a field's type. References are read in `reading.py`; nothing here knows other rows."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from crm_desktop.models.errors import Fact
from crm_desktop.models.fields import Field, FieldType, Value
from crm_desktop.models.importing.dates import read_day, read_moment
from crm_desktop.models.importing.mapping import DateOrder
from crm_desktop.models.importing.matching import normal
from crm_desktop.models.money import MOST, SCALE, parse_amount
from crm_desktop.models.rules.validation import check_field, kept

_YES = frozenset({"yes", "y", "true", "t", "1", "x", "on", "是", "有", "对", "√", "✓", "✔"})
_NO = frozenset({"no", "n", "false", "f", "0", "-", "off", "否", "无", "没有", "×"})
_SEPARATORS = re.compile(r"[;,|\n、；，]")
_CURRENCY_WORDS = re.compile(r"^(?:[A-Z]{3}|RMB|US\$)\s*|\s*(?:[A-Z]{3}|元|人民币|美元)$")
_DECIMAL_COMMA = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+),\d{1,2}\Z")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3,4})*(\.\d*)?\Z")
_FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: 0x20, 0xA0: 0x20}


class CellFault(ValueError):
    """The cell is no value of the field; `code` says why, in context `errors`."""

    def __init__(self, code: str, facts: Mapping[str, Fact] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.facts = dict(facts or {})


@dataclass(frozen=True, slots=True)
class Manner:
    """How a column's cells are to be understood."""

    dates: DateOrder = DateOrder.YEAR_FIRST
    zone: str = "Asia/Shanghai"
    scale: int = 1
    choices: Mapping[str, str] = field(default_factory=dict)
    """Normal form of every way to write a choice → its key."""


def read_cell(of: Field, cell: str, manner: Manner) -> Value:
    """Return the canonical value of a cell that is not blank; raises CellFault."""
    value = kept(of, _READERS[of.type](of, cell, manner))
    finding = None if value is None else check_field(of, value, lambda _: manner.choices.values())
    if finding is not None:
        raise CellFault(*finding)
    return value


def split_members(cell: str) -> list[str]:
    """Return the parts of a cell that lists several things."""
    return [part.strip() for part in _SEPARATORS.split(cell) if part.strip()]


def _read_text(of: Field, cell: str, manner: Manner) -> Value:
    text = " ".join(cell.split())
    if of.picklist:
        return manner.choices.get(normal(text), text)
    return text


def _read_note(_of: Field, cell: str, _manner: Manner) -> Value:
    return cell


def _read_choice(_of: Field, cell: str, manner: Manner) -> Value:
    key = manner.choices.get(normal(cell))
    if key is None:
        raise CellFault("field.not_a_choice")
    return key


def plain_number(cell: str) -> str:
    """Return a number with `.` for decimals and nothing else in it; raises CellFault where it is doubtful."""
    if cell.isdigit() and cell.isascii():  # as nearly all cells of a workbook are
        return cell
    text = cell.translate(_FULL_WIDTH).strip()
    negative = text.startswith("(") and text.endswith(")")
    text = _CURRENCY_WORDS.sub("", text.strip("()")).strip()
    sign, text = ("-", text[1:]) if text[:1] == "-" else ("", text)
    text = text.strip("¥￥$€£ ").replace(" ", "")
    if _DECIMAL_COMMA.match(text):
        text = text.replace(".", "").replace(",", ".")
    digits = text.rstrip("万亿kKM%")
    if "," in digits and not _GROUPED.match(digits):
        raise CellFault("field.digits_only")
    return ("-" if negative else sign) + text.replace(",", "")


def _read_money(_of: Field, cell: str, manner: Manner) -> Value:
    try:
        units = parse_amount(plain_number(cell)) * manner.scale
    except ValueError:
        raise CellFault("field.digits_only") from None
    if abs(units) > MOST:
        raise CellFault("field.too_large", {"most": MOST // SCALE})
    return units


def _read_integer(_of: Field, cell: str, _manner: Manner) -> Value:
    number = _decimal(plain_number(cell))
    if number != number.to_integral_value():
        raise CellFault("field.digits_only")
    return int(number)


def _read_number(_of: Field, cell: str, _manner: Manner) -> Value:
    text = plain_number(cell)
    try:
        if text.endswith("%"):  # 25 % of something that is no share is a quarter
            return parse_amount(f"{_decimal(text[:-1]) / 100:f}")
        return parse_amount(text)
    except ValueError:
        raise CellFault("field.digits_only") from None


def _read_share(of: Field, cell: str, manner: Manner) -> Value:
    return _read_integer(of, plain_number(cell).removesuffix("%"), manner)


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise CellFault("field.digits_only") from None
    if not number.is_finite() or number.adjusted() > 30:
        raise CellFault("field.digits_only")
    return number


def _read_flag(_of: Field, cell: str, _manner: Manner) -> Value:
    word = normal(cell)
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellFault("import.row_not_yes_or_no")


def _read_date(_of: Field, cell: str, manner: Manner) -> Value:
    try:
        return read_day(cell, manner.dates).isoformat()
    except ValueError:
        raise CellFault("field.not_a_day") from None


def _read_moment(_of: Field, cell: str, manner: Manner) -> Value:
    try:
        return read_moment(cell, manner.dates, manner.zone)
    except (ValueError, OverflowError):
        raise CellFault("field.not_a_moment") from None


def _read_coordinate(_of: Field, cell: str, _manner: Manner) -> Value:
    return float(_decimal(plain_number(cell)))


def _read_set(of: Field, cell: str, manner: Manner) -> Value:
    parts = split_members(cell)
    if of.picklist:
        parts = [str(_read_choice(of, part, manner)) for part in parts]
    return sorted(set(parts)) or None


def _read_plain(_of: Field, cell: str, _manner: Manner) -> Value:
    return (cell if cell.isascii() else cell.translate(_FULL_WIDTH)).strip().removeprefix("mailto:")


_READERS: dict[FieldType, Callable[[Field, str, Manner], Value]] = {
    FieldType.TEXT: _read_text,
    FieldType.NOTE: _read_note,
    FieldType.CHOICE: _read_choice,
    FieldType.LINK: _read_text,
    FieldType.INTEGER: _read_integer,
    FieldType.SHARE: _read_share,
    FieldType.FLAG: _read_flag,
    FieldType.DATE: _read_date,
    FieldType.MOMENT: _read_moment,
    FieldType.MONEY: _read_money,
    FieldType.NUMBER: _read_number,
    FieldType.COORDINATE: _read_coordinate,
    FieldType.SET: _read_set,
    FieldType.PHONE: _read_plain,
    FieldType.EMAIL: _read_plain,
    FieldType.WEB: _read_plain,
}
