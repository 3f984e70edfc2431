"""A mapping is checked against the declarations before it is used."""

from crm_desktop.models.importing.mapping import FieldSource, TableMapping, table_faults


def test_a_key_of_two_fields_is_as_good_as_one() -> None:
    fields = [FieldSource("name", "姓名"), FieldSource("account_id", "公司")]
    assert table_faults(TableMapping("contact", fields, key=["name+account_id"])) == []
    assert table_faults(TableMapping("contact", fields, key=["name+email"])) == ["key field 'email' is not mapped"]
    assert table_faults(TableMapping("contact", fields, key=["name+town"])) == [
        "contact has no field 'town'",
        "key field 'town' is not mapped",
    ]
