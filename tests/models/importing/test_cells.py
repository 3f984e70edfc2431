"""One cell becomes one value of its field's type, or a problem with a code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import Field, FieldType
from crm_desktop.models.importing.cells import CellFault, Manner, read_cell

ACCOUNT, CONTACT, OPPORTUNITY, TASK = (KINDS[name] for name in ("account", "contact", "opportunity", "task"))
ALL_FIELDS = [field for kind in KINDS.values() for field in kind.fields]


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("1,054", 10_540_000),
        ("¥ 8.6万", 860_000_000),
        ("(1,200.50)", -12_005_000),
        ("1.234,56", 12_345_600),
        ("1234,5", 12_345_000),
        ("CNY 920000", 9_200_000_000),
        ("920000元", 9_200_000_000),
        ("１２", 120_000),
        ("-5", -50_000),
    ],
)
def test_amounts_are_read_as_people_write_them(cell: str, units: int) -> None:
    assert read_cell(ACCOUNT.field("annual_value"), cell, Manner()) == units


@pytest.mark.parametrize("cell", ["abc", "1,2,3", "1,23,456,7", "NaN", "Infinity", "1e999", "--3", "¥"])
def test_doubtful_amounts_are_problems_and_never_a_wrong_number(cell: str) -> None:
    with pytest.raises(CellFault) as fault:
        read_cell(ACCOUNT.field("annual_value"), cell, Manner())
    assert fault.value.code in {"field.digits_only", "field.too_large"}


def test_amounts_in_millions_are_multiplied_exactly() -> None:
    assert read_cell(ACCOUNT.field("revenue"), "1100.04", Manner(scale=1_000_000)) == 11_000_400_000_000


@pytest.mark.parametrize(("cell", "value"), [("60%", 60), ("60", 60), ("100.0", 100)])
def test_shares_may_carry_their_sign(cell: str, value: int) -> None:
    assert read_cell(OPPORTUNITY.field("probability"), cell, Manner()) == value


def test_a_percentage_of_what_is_no_share_is_its_hundredth_and_no_amount() -> None:
    assert read_cell(ACCOUNT.field("x_number_rate"), "12.5%", Manner()) == 1_250
    with pytest.raises(CellFault, match="digits_only"):
        read_cell(ACCOUNT.field("annual_value"), "12.5%", Manner())


@pytest.mark.parametrize(("cell", "code"), [("101", "too_large"), ("-1", "too_small"), ("0.6", "digits_only")])
def test_impossible_shares_are_problems(cell: str, code: str) -> None:
    with pytest.raises(CellFault, match=code):
        read_cell(OPPORTUNITY.field("probability"), cell, Manner())


@pytest.mark.parametrize(("cell", "value"), [("是", True), ("Yes", True), ("0", False), ("否", False)])
def test_flags_are_read_in_both_languages(cell: str, value: bool) -> None:
    assert read_cell(TASK.field("done"), cell, Manner()) is value


@pytest.mark.parametrize(
    ("field", "cell", "code"),
    [
        (TASK.field("done"), "maybe", "import.row_not_yes_or_no"),
        (CONTACT.field("email"), "zhou.min", "field.not_an_email"),
        (CONTACT.field("mobile"), "none", "field.not_a_phone"),
        (ACCOUNT.field("name"), "x" * 201, "field.too_long"),
        (ACCOUNT.field("founded"), "96", "field.too_small"),
        (CONTACT.field("attitude"), "hostile", "field.not_a_choice"),
    ],
)
def test_each_kind_of_fault_has_its_code(field: Field, cell: str, code: str) -> None:
    with pytest.raises(CellFault) as fault:
        read_cell(field, cell, Manner())
    assert fault.value.code == code


@given(st.sampled_from(ALL_FIELDS), st.text(min_size=1, max_size=60).filter(str.strip))
def test_any_text_is_a_value_of_the_right_type_or_a_fault(field: Field, cell: str) -> None:
    types: dict[FieldType, type] = {
        FieldType.INTEGER: int,
        FieldType.SHARE: int,
        FieldType.MONEY: int,
        FieldType.MOMENT: int,
        FieldType.FLAG: bool,
        FieldType.COORDINATE: float,
    }
    try:
        value = read_cell(field, cell, Manner())
    except CellFault:
        return
    assert value is None or isinstance(value, list if field.type is FieldType.SET else types.get(field.type, str))
