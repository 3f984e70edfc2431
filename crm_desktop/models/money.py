"""Exact money: an amount is a whole number of ten-thousandths of the currency unit, beside an ISO 4217 code.

Stored, sent, sorted and summed as that integer; `Decimal` appears only where people read or type. No floats anywhere.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

SCALE = 10_000
MOST = 10**15 * SCALE
_SURELY_SMALL = 15
"""Digits that cannot exceed it."""
_WITHOUT_MINOR_UNITS = frozenset({"JPY", "KRW", "VND", "CLP", "ISK"})


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in ten-thousandths of `currency`'s unit."""

    units: int
    currency: str

    @property
    def amount(self) -> Decimal:
        """The amount as people write it."""
        return Decimal(self.units) / SCALE

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError("amounts in different currencies do not add up")
        return Money(self.units + other.units, self.currency)


def to_units(amount: Decimal | int) -> int:
    """Return an amount of whole currency units in ten-thousandths, rounded half to even beyond the fourth decimal."""
    return int((Decimal(amount) * SCALE).to_integral_value(ROUND_HALF_EVEN))


def from_units(units: int) -> Decimal:
    """Return ten-thousandths as an exact decimal amount."""
    return Decimal(units) / SCALE


def parse_amount(text: str) -> int:
    """Read what a person typed (`1,054`, `¥ 8.6万`, `１２`) as ten-thousandths.

    Raises ValueError when it is not a number.
    """
    if text.isdigit() and text.isascii() and len(text) <= _SURELY_SMALL:
        return int(text) * SCALE
    plain = text.translate(_FULL_WIDTH).strip().strip("¥￥$€£").replace(",", "").replace(" ", "")
    factor = 1
    if plain and plain[-1] in _MULTIPLES:
        factor, plain = _MULTIPLES[plain[-1]], plain[:-1]
    try:
        amount = Decimal(plain) * factor
    except InvalidOperation as problem:
        raise ValueError("not an amount") from problem
    if not amount.is_finite() or abs(amount) * SCALE > MOST:
        raise ValueError("not an amount")
    return to_units(amount)


def minor_digits(currency: str) -> int:
    """Return how many decimals the currency is written with."""
    return 0 if currency in _WITHOUT_MINOR_UNITS else 2


_MULTIPLES = {"万": 10_000, "亿": 100_000_000, "k": 1_000, "K": 1_000, "M": 1_000_000}
_FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: 0x20}
