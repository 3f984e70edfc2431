"""A mapping and a table become edits: new records, changes, nothing, or rows of the error file."""

import msgspec
import pytest

from crm_desktop.models.errors import Incompatible, Refused
from crm_desktop.models.importing.answers import accept, answer, choose_dates
from crm_desktop.models.importing.csv_text import read_csv
from crm_desktop.models.importing.engine import preview, run
from crm_desktop.models.importing.findings import Report
from crm_desktop.models.importing.mapping import (
    DateOrder,
    FieldSource,
    Mode,
    Policy,
    TableMapping,
    read_mapping,
    write_mapping,
)
from crm_desktop.models.importing.ports import Unwatched
from crm_desktop.models.importing.preparing import Setting
from crm_desktop.models.importing.returning import error_files
from crm_desktop.models.importing.words import Words
from tests.support.importing import MemoryDestination, mapping_of, table_of

NAME = FieldSource("name", "name")
SETTING = Setting(currency="CNY")


def accounts(*more: FieldSource, mode: Mode = Mode.BOTH) -> TableMapping:
    return TableMapping("account", [NAME, *more], "file.csv", mode=mode)


def imported(destination: MemoryDestination, mapping: TableMapping, text: str) -> Report:
    return run(mapping_of(mapping), {"file.csv": table_of(text)}, destination, SETTING)


def fates(report: Report) -> tuple[int, int, int, int, int]:
    tally = report.tables[-1].tally
    return tally.created, tally.updated, tally.unchanged, tally.repeated, tally.skipped


def test_a_second_import_of_the_same_file_changes_nothing() -> None:
    destination = MemoryDestination()
    mapping = accounts(FieldSource("annual_value", "value"))
    text = "name,value\n恒川精密制造,860000\n云禾食品,¥42万\n"
    assert fates(imported(destination, mapping, text)) == (2, 0, 0, 0, 0)
    assert fates(imported(destination, mapping, text)) == (0, 0, 2, 0, 0)
    assert destination.count("account") == 2
    assert destination.named("account", "云禾食品")["annual_value"] == 4_200_000_000


def test_only_what_differs_is_changed_and_blank_cells_erase_nothing() -> None:
    destination = MemoryDestination()
    destination.add("account", name="Hengchuan", phone="0512 111", city="Suzhou")
    mapping = accounts(FieldSource("phone", "phone"), FieldSource("city", "city"))
    assert fates(imported(destination, mapping, "name,phone,city\nHENGCHUAN,0512 222,\n")) == (0, 1, 0, 0, 0)
    assert destination.named("account", "HENGCHUAN") == {"name": "HENGCHUAN", "phone": "0512 222", "city": "Suzhou"}


@pytest.mark.parametrize(
    ("mode", "expected", "code"),
    [(Mode.CREATE, (1, 0, 0, 0, 1), "import.row_exists"), (Mode.UPDATE, (0, 1, 0, 0, 1), "import.row_absent")],
)
def test_a_mode_lets_only_its_own_rows_through(mode: Mode, expected: tuple[int, ...], code: str) -> None:
    destination = MemoryDestination()
    destination.add("account", name="Old")
    report = imported(destination, accounts(FieldSource("city", "city"), mode=mode), "name,city\nOld,A\nNew,B\n")
    assert fates(report) == expected
    assert [problem.code for row in report.tables[0].faulty for problem in row.problems] == [code]


def test_people_of_one_name_at_different_accounts_are_different_people() -> None:
    destination = MemoryDestination()
    destination.add("account", name="A")
    destination.add("account", name="B")
    mapping = TableMapping("contact", [NAME, FieldSource("account_id", "account")], "file.csv")
    assert fates(imported(destination, mapping, "name,account\n王伟,A\n王伟,B\n王伟,B\n")) == (2, 0, 0, 1, 0)


def test_two_records_of_one_name_are_not_guessed_between() -> None:
    destination = MemoryDestination()
    destination.add("account", name="Twin")
    destination.add("account", name="twin")
    report = imported(destination, accounts(), "name\nTWIN\n")
    assert report.tables[0].problem_counts() == {("name", "import.row_several_match"): 1}


def test_a_row_that_contradicts_an_earlier_one_of_the_same_record_is_a_problem() -> None:
    report = imported(MemoryDestination(), accounts(FieldSource("city", "city")), "name,city\nA,X\nA,Y\nA,X\n")
    assert fates(report) == (1, 0, 0, 1, 1)
    assert report.tables[0].problem_counts() == {("name", "import.row_repeated_key"): 1}


def products_destination() -> MemoryDestination:
    destination = MemoryDestination()
    for name in ("GTX Pro", "GTX Plus Pro", "GTX Basic"):
        destination.add("product", name=name)
    destination.add("stage", name="Won", name_zh="赢单")
    return destination


def deals(unknown: Policy = Policy.ASK, **options: str) -> TableMapping:
    product = FieldSource("product_id", "product", unknown=unknown, placeholder=options.get("placeholder", ""))
    return TableMapping("opportunity", [NAME, FieldSource("stage_id", "stage"), product], "file.csv")


DEALS = "name,stage,product\na,Won,GTXPro\nb,赢单,GTX basic\nc,won,Zeppelin\n"


def test_an_unknown_name_is_a_question_with_a_suggestion_and_nothing_is_written_before_the_answer() -> None:
    destination = products_destination()
    before = len(destination.acts)
    report = preview(mapping_of(deals()), {"file.csv": table_of(DEALS)}, destination, SETTING)
    (decision,) = report.tables[0].decisions
    assert (decision.question, decision.rows, set(decision.examples)) == ("unknown", 2, {"GTXPro", "Zeppelin"})
    (suggestion,) = report.tables[0].suggestions
    assert (suggestion.given, suggestion.proposed, suggestion.rows) == ("GTXPro", "GTX Pro", 1)
    with pytest.raises(Refused, match=r"import\.decision_needed"):
        imported(destination, deals(), DEALS)
    assert len(destination.acts) == before


def test_an_accepted_suggestion_and_an_answer_let_the_import_run() -> None:
    destination = products_destination()
    mapping = mapping_of(deals())
    tables = {"file.csv": table_of(DEALS)}
    report = preview(mapping, tables, destination, SETTING)
    mapping = accept(mapping, report.suggestions())
    report = preview(mapping, tables, destination, SETTING)
    (decision,) = report.tables[0].decisions
    assert decision.examples == ("Zeppelin",)
    mapping = answer(mapping, "opportunity", decision, Policy.CREATE)
    report = run(mapping, tables, destination, SETTING)
    assert report.tables[0].tally.made == {"product": 1}
    gtx_pro = next(each for each, values in destination.records["product"].items() if values["name"] == "GTX Pro")
    assert destination.named("opportunity", "a")["product_id"] == gtx_pro


@pytest.mark.parametrize(
    ("policy", "created", "products"),
    [(Policy.SKIP, 1, 3), (Policy.LEAVE, 3, 3), (Policy.CREATE, 3, 5), (Policy.PLACEHOLDER, 3, 4)],
)
def test_each_policy_for_unknown_names_does_what_it_says(policy: Policy, created: int, products: int) -> None:
    destination = products_destination()
    report = imported(destination, deals(policy, placeholder="Other"), DEALS)
    assert report.tables[0].tally.created == created
    assert destination.count("product") == products


@pytest.mark.parametrize(
    ("policy", "created", "skipped"), [(Policy.SKIP, 1, 1), (Policy.LEAVE, 2, 0), (Policy.PLACEHOLDER, 2, 0)]
)
def test_rows_without_a_reference_are_never_lost_silently(policy: Policy, created: int, skipped: int) -> None:
    destination = MemoryDestination()
    destination.add("account", name="A")
    source = FieldSource("account_id", "account", empty=policy, placeholder="Unknown account")
    report = imported(destination, TableMapping("contact", [NAME, source], "file.csv"), "name,account\nx,A\ny,\n")
    assert (report.tables[0].tally.created, len(report.tables[0].faulty)) == (created, skipped)
    assert report.tables[0].placed == ({"account_id": 1} if policy is Policy.PLACEHOLDER else {})


def test_an_empty_reference_that_asks_stops_the_import() -> None:
    source = FieldSource("account_id", "account", empty=Policy.ASK)
    with pytest.raises(Refused) as refusal:
        imported(MemoryDestination(), TableMapping("contact", [NAME, source], "file.csv"), "name,account\nx,\n")
    assert refusal.value.facts["question"] == "empty"


def test_records_may_refer_to_later_rows_of_their_own_file() -> None:
    destination = MemoryDestination()
    mapping = accounts(FieldSource("parent_id", "parent"))
    text = "name,parent\nChild,Mother\nMother,Grandmother\nGrandmother,\n"
    imported(destination, mapping, text)
    ids = {values["name"]: each for each, values in destination.records["account"].items()}
    assert destination.named("account", "Child")["parent_id"] == ids["Mother"]
    assert destination.named("account", "Mother")["parent_id"] == ids["Grandmother"]
    assert fates(imported(destination, mapping, text)) == (0, 0, 3, 0, 0)


def test_rows_of_one_record_add_their_members_to_its_set() -> None:
    destination = MemoryDestination()
    people = [destination.add("user", name=name, sign_in_name=name) for name in ("a", "b", "c")]
    fields = [NAME, FieldSource("member_ids", "member")]
    text = "name,member\nEast,a\nWest,b\nEast,c\n"
    assert fates(imported(destination, TableMapping("team", fields, "file.csv"), text)) == (2, 0, 0, 1, 0)
    assert destination.named("team", "East")["member_ids"] == sorted([people[0], people[2]])


def test_ambiguous_dates_are_asked_for_and_the_answer_counts() -> None:
    destination = products_destination()
    fields = [NAME, FieldSource("stage_id", constant="Won"), FieldSource("close_on", "when")]
    mapping = mapping_of(TableMapping("opportunity", fields, "file.csv"))
    tables = {"file.csv": table_of("name,when\nx,3/4/2026\n")}
    (decision,) = preview(mapping, tables, destination, SETTING).tables[0].decisions
    assert decision.question == "dates"
    run(choose_dates(mapping, "opportunity", "close_on", DateOrder.DAY_FIRST), tables, destination, SETTING)
    assert destination.named("opportunity", "x")["close_on"] == "2026-04-03"


def test_the_error_file_can_be_corrected_and_imported_again_without_duplicates() -> None:
    destination = MemoryDestination()
    mapping = mapping_of(accounts(FieldSource("employees", "staff"), FieldSource("notes", "notes")))
    first = table_of("name,staff,notes\nGood,10,fine\nBad,many,=danger()\n,5,nameless\n")
    report = run(mapping, {"file.csv": first}, destination, SETTING)
    content = error_files(report, Words())["file.csv"]
    assert b"'=danger()" in content
    corrected = content.replace(b"many", b"12").replace(b"\n,5,", b"\nNamed,5,")
    again = {"file.csv": read_csv("file.csv", corrected)}
    assert fates(run(mapping, again, destination, SETTING)) == (2, 0, 0, 0, 0)
    assert fates(run(mapping, again, destination, SETTING)) == (0, 0, 2, 0, 0)
    assert destination.named("account", "Bad")["notes"] == "=danger()"
    assert destination.count("account") == 3


def test_a_row_the_destination_refuses_costs_only_itself() -> None:
    destination = MemoryDestination()
    destination.refused_titles = {"B"}
    report = imported(destination, accounts(), "name\nA\nB\nC\n")
    assert fates(report) == (2, 0, 0, 0, 1)
    assert report.tables[0].problem_counts() == {("", "test.refused"): 1}


class StopsAt(Unwatched):
    """Wants to stop as soon as so many rows of the written pass are done."""

    def __init__(self, rows: int) -> None:
        self._rows, self._done = rows, 0

    def progress(self, table: str, done: int) -> None:
        self._done = done

    def cancelled(self) -> bool:
        return self._done >= self._rows


def test_a_cancelled_import_keeps_what_was_written_and_goes_on_where_it_was() -> None:
    destination = MemoryDestination()
    table = {"file.csv": table_of("name\n" + "".join(f"Account {each}\n" for each in range(1_200)))}
    report = run(mapping_of(accounts()), table, destination, SETTING, StopsAt(600))
    assert report.cancelled
    assert destination.count("account") == 600
    report = run(mapping_of(accounts()), table, destination, SETTING)
    assert fates(report) == (600, 0, 600, 0, 0)


def test_rows_are_written_in_chunks() -> None:
    destination = MemoryDestination()
    imported(destination, accounts(), "name\n" + "".join(f"Account {each}\n" for each in range(1_200)))
    assert destination.acts == [500, 500, 200]


def test_missing_columns_are_named() -> None:
    with pytest.raises(Incompatible) as refusal:
        imported(
            MemoryDestination(), accounts(FieldSource("city", "city"), FieldSource("phone", "tel")), "name,x\nA,1\n"
        )
    assert (refusal.value.code, refusal.value.facts["columns"]) == ("import.columns_missing", "city, tel")


def test_a_row_with_more_cells_than_columns_is_a_problem() -> None:
    report = imported(MemoryDestination(), accounts(), "name\nA\nB,surplus\n")
    assert report.tables[0].problem_counts() == {("", "import.row_too_many_cells"): 1}


def test_misspelt_values_are_suggested_where_the_mapping_knows_the_right_ones() -> None:
    source = FieldSource("industry", "sector", expected=["technology", "medical"])
    report = preview(
        mapping_of(accounts(source)),
        {"file.csv": table_of("name,sector\nA,technolgy\nB,technolgy\nC,medical\n")},
        MemoryDestination(),
        SETTING,
    )
    (suggestion,) = report.tables[0].suggestions
    assert (suggestion.given, suggestion.proposed, suggestion.rows) == ("technolgy", "technology", 2)


def test_a_mapping_survives_being_written_down() -> None:
    mapping = mapping_of(accounts(FieldSource("parent_id", "parent", unknown=Policy.CREATE, values={"a": "b"})))
    assert read_mapping(write_mapping(mapping), "mapping.json") == mapping


def described(table: str) -> bytes:
    return b'{"format": "fieldline.import/1", "tables": [' + table.encode() + b"]}"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b'{"format": "other/9", "tables": []}',
        described('{"kind": "dragon", "fields": []}'),
        described('{"kind": "account", "fields": [{"field": "wings", "column": "a"}]}'),
        described('{"kind": "account", "fields": [{"field": "name"}]}'),
        described('{"kind": "account", "fields": [], "speed": 9}'),
        described('{"kind": "account", "fields": [], "key": ["name"]}'),
        described('{"kind": "contact", "fields": [{"field": "account_id", "column": "a", "empty": "placeholder"}]}'),
        described('{"kind": "account", "fields": [{"field": "owner_id", "column": "a", "unknown": "create"}]}'),
    ],
)
def test_a_broken_mapping_is_refused_with_the_place_that_is_wrong(content: bytes) -> None:
    with pytest.raises(Incompatible) as refusal:
        read_mapping(content, "mapping.json")
    assert refusal.value.code == "import.mapping_broken"
    assert refusal.value.facts["place"]


def test_constants_are_for_new_records_and_take_nothing_from_existing_ones() -> None:
    destination = MemoryDestination()
    destination.add("account", name="Old", region="East", annual_value=10_000, annual_currency="CNY")
    more = (
        FieldSource("region", constant="West"),
        FieldSource("annual_value", "v"),
        FieldSource("annual_currency", constant="USD"),
    )
    assert fates(imported(destination, accounts(*more), "name,v\nOld,1\nNew,2\n")) == (1, 1, 0, 0, 0)
    assert (destination.named("account", "Old")["region"], destination.named("account", "New")["region"]) == (
        "East",
        "West",
    )
    assert destination.named("account", "Old")["annual_currency"] == "USD"


def test_rows_that_look_like_a_record_are_asked_about_and_dealt_with_as_decided() -> None:
    text = "id,name,tel\n1,恒川精密制造,0512-6688-0000\n2,苏州恒川,(0512) 66881234\n3,云禾食品,021 5555 0000\n"
    fields = [FieldSource("external_id", "id"), NAME, FieldSource("phone", "tel")]

    def outcome(policy: Policy) -> tuple[Report, MemoryDestination]:
        destination = MemoryDestination()
        destination.add("account", name="恒川精密制造有限公司", phone="0512 66881234 转 801")
        table = TableMapping("account", fields, "file.csv", duplicates=policy)
        return preview(mapping_of(table), {"file.csv": table_of(text)}, destination, SETTING), destination

    report, _ = outcome(Policy.ASK)
    (decision,) = report.tables[0].decisions
    assert (decision.question, decision.rows) == ("duplicates", 2)
    assert decision.examples[0] == "恒川精密制造 ≈ 恒川精密制造有限公司"
    assert fates(outcome(Policy.CREATE)[0]) == (3, 0, 0, 0, 0)
    assert fates(outcome(Policy.SKIP)[0]) == (1, 0, 0, 0, 2)
    report, _ = outcome(Policy.UPDATE)
    # The second row that means the same record says other things than the first.
    assert fates(report) == (1, 1, 0, 0, 1)
    with pytest.raises(Refused, match=r"import\.decision_needed"):
        imported(outcome(Policy.ASK)[1], TableMapping("account", fields, "file.csv", duplicates=Policy.ASK), text)


def test_one_row_becomes_a_contact_and_its_account() -> None:
    destination = MemoryDestination()
    destination.add("account", name="云禾食品")
    text = "name,company,tel\n周敏,恒川精密,0512 66881234\n孙杰,恒川精密,0512 6688 9999\n李倩,云禾食品,\n王芳,,\n"
    account = TableMapping(
        "account", [FieldSource("name", "company"), FieldSource("phone", "tel")], "file.csv", beside=True
    )
    contact = TableMapping("contact", [NAME, FieldSource("account_id", "company")], "file.csv")
    report = run(mapping_of(account, contact), {"file.csv": table_of(text)}, destination, SETTING)
    assert [(each.kind, each.tally.created, each.tally.skipped) for each in report.tables] == [
        ("account", 1, 0),
        ("contact", 4, 0),
    ]
    assert destination.named("account", "恒川精密")["phone"] == "0512 66881234"
    assert [values.get("account_id") is not None for values in destination.records["contact"].values()].count(True) == 3


TOTALS = "no,name,value\n1,恒川,860000\n2,云禾,420000\n,合 计：,1280000\n"


@pytest.mark.parametrize(("policy", "expected"), [(Policy.SKIP, (2, 0, 0, 0, 1)), (Policy.CREATE, (3, 0, 0, 0, 0))])
def test_a_row_of_totals_is_asked_about_and_never_imported_in_silence(
    policy: Policy, expected: tuple[int, ...]
) -> None:
    destination = MemoryDestination()
    mapping = accounts(FieldSource("annual_value", "value"))
    with pytest.raises(Refused) as refusal:
        imported(destination, mapping, TOTALS)
    assert (refusal.value.facts["question"], refusal.value.facts["rows"]) == ("totals", 1)
    report = imported(destination, msgspec.structs.replace(mapping, totals=policy), TOTALS)
    assert fates(report) == expected
    assert [row.line for row in report.tables[0].faulty] == ([4] if policy is Policy.SKIP else [])


@pytest.mark.parametrize(
    ("row", "asked"),
    [
        ("Total:,5", True),
        ("Grand  Total,5", True),
        (",小计", True),
        ("Total Energies,5", False),
        ("合计电气有限公司,5", False),
        ("恒川,total", False),
    ],
)
def test_only_a_word_for_a_sum_by_itself_makes_a_row_of_totals(row: str, asked: bool) -> None:
    mapping = mapping_of(accounts(FieldSource("city", "city")))
    tables = {"file.csv": table_of(f"name,city\n云禾,X\n{row}\n北辰,Y\n")}
    report = preview(mapping, tables, MemoryDestination(), SETTING)
    # A row without a name stays out in any case, and says why.
    assert [each.question for each in report.tables[0].decisions] == (["totals"] if asked and row[0] != "," else [])
