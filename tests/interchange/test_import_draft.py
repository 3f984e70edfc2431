"""What a person chooses for a file becomes the mapping of the engine, and answers can be changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crm_desktop.interchange.import_draft import Answer, ImportDraft, is_currency, start_draft
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.ids import new_id
from crm_desktop.models.importing.engine import preview, run
from crm_desktop.models.importing.findings import TableReport
from crm_desktop.models.importing.mapping import DateOrder, Mode, Policy, table_faults
from crm_desktop.models.importing.preparing import Setting
from crm_desktop.models.importing.words import Words
from tests.support.import_files import DEALS
from tests.support.importing import MemoryDestination, table_of

TRANSLATIONS = Path(__file__).parents[2] / "resources" / "translations"
WORDS = Words([json.loads((TRANSLATIONS / f"labels.{each}.json").read_text("utf-8")) for each in ("en", "zh")])
SETTING = Setting(WORDS)
TABLE = table_of(DEALS["en"], "deals.csv")


def every_field(kind: str) -> list[str]:
    return [field.name for field in KINDS[kind].fields]


@pytest.fixture
def draft() -> ImportDraft:
    return start_draft(
        "deals.csv", TABLE.columns, "opportunity", WORDS, {"owner_id": new_id()}, every_field("opportunity")
    )


@pytest.fixture
def destination() -> MemoryDestination:
    made = MemoryDestination()
    made.add("product", name="GTX Pro")
    for name in ("Hengchuan Precision", "Ruichi Cold Chain", "Yunhe Foods", "Beichen Valves", "Anze Medical"):
        made.add("account", name=name)
    for name in ("Won", "Lost", "Qualify", "Discovery", "Proposal", "Negotiation"):
        made.add("stage", name=name)
    return made


def rehearsed(draft: ImportDraft, destination: MemoryDestination) -> TableReport:
    report = preview(draft.mapping(), {"deals.csv": TABLE}, destination, SETTING).tables[0]
    draft.hear(report)
    return report


def test_headers_suggest_fields_and_a_title_is_made_of_what_tells_most(draft: ImportDraft) -> None:
    assert draft.fields == {
        "opportunity_id": "external_id",
        "product": "product_id",
        "account": "account_id",
        "deal_stage": "stage_id",
        "engage_date": "opened_on",
        "close_value": "amount",
    }
    assert draft.template == "{product} · {account}"
    assert draft.usual_keys() == ("external_id", "name")
    assert not table_faults(draft.mapping().tables[0])


def test_a_field_is_read_from_one_column_and_what_was_said_of_it_goes_with_it(draft: ImportDraft) -> None:
    draft.dates["opened_on"] = DateOrder.DAY_FIRST
    draft.assign("deal_stage", "opened_on")
    assert draft.fields["deal_stage"] == "opened_on"
    assert "engage_date" not in draft.fields
    assert draft.dates == {"opened_on": DateOrder.DAY_FIRST}
    draft.assign("deal_stage", "")
    assert draft.dates == {}
    assert draft.lacking() == ["stage_id"]
    draft.mode = Mode.UPDATE
    assert draft.lacking() == []


def test_keys_are_the_usual_ones_until_others_are_chosen(draft: ImportDraft) -> None:
    draft.assign("product", "name")
    draft.toggle_key("external_id")
    assert draft.keys == ["name"]
    draft.toggle_key("external_id")
    assert draft.mapping().tables[0].keys == ("name", "external_id")
    draft.toggle_key("name")
    draft.toggle_key("external_id")
    assert draft.keys == []
    assert draft.is_key("external_id")


def test_suggestions_and_answers_are_kept_and_can_be_withdrawn(
    draft: ImportDraft, destination: MemoryDestination
) -> None:
    first = rehearsed(draft, destination)
    assert [(each.given, each.proposed, each.rows) for each in first.suggestions] == [("GTXPro", "GTX Pro", 3)]
    key = ("product_id", "GTXPro")
    draft.accept(key)
    draft.answers["account_id", "empty"] = Answer(Policy.PLACEHOLDER, "Nobody")
    second = rehearsed(draft, destination)
    assert (second.suggestions, second.decisions) == ([], [])
    assert set(draft.suggestions) == {key}
    assert set(draft.decisions) == {("account_id", "empty")}
    draft.accept(key, accepted=False)
    draft.answers.clear()
    third = rehearsed(draft, destination)
    assert {each.question for each in third.decisions} == {"empty", "unknown"}
    assert set(draft.decisions) == {("product_id", "unknown"), ("account_id", "empty")}


def test_what_is_offered_fits_the_field(draft: ImportDraft, destination: MemoryDestination) -> None:
    rehearsed(draft, destination)
    product, account = draft.decisions["product_id", "unknown"], draft.decisions["account_id", "empty"]
    assert draft.offers(product) == [Policy.SKIP, Policy.LEAVE, Policy.PLACEHOLDER, Policy.CREATE]
    assert draft.offers(account) == [Policy.SKIP, Policy.LEAVE, Policy.PLACEHOLDER]
    for decision in (product, account):
        for policy in draft.offers(decision):
            draft.answers[decision.field, decision.question] = Answer(policy, "Somebody")
            assert table_faults(draft.mapping().tables[0]) == []


def test_amounts_are_in_the_currency_that_was_chosen(draft: ImportDraft, destination: MemoryDestination) -> None:
    draft.currency = "USD"
    rehearsed(draft, destination)
    draft.accept(("product_id", "GTXPro"))
    draft.answers["account_id", "empty"] = Answer(Policy.SKIP)
    run(draft.mapping(), {"deals.csv": TABLE}, destination, SETTING)
    assert {record["currency"] for record in destination.records["opportunity"].values()} == {"USD"}
    assert is_currency(KINDS["opportunity"], "currency")
    assert not is_currency(KINDS["opportunity"], "amount")


def test_examples_name_what_they_link_to(draft: ImportDraft, destination: MemoryDestination) -> None:
    rehearsed(draft, destination)
    draft.accept(("product_id", "GTXPro"))
    draft.answers["account_id", "empty"] = Answer(Policy.PLACEHOLDER, "Nobody")
    report = rehearsed(draft, destination)
    third = report.examples[2]
    assert (third.line, third.fate) == (4, "created")
    assert {third.names[str(third.values[name])] for name in ("account_id", "product_id", "stage_id")} == {
        "Nobody",
        "GTX Pro",
        "Proposal",
    }


def test_rows_of_totals_are_asked_about_once_and_the_answer_holds_for_accounts_beside() -> None:
    table = table_of("Name,Company,Company phone\nLi Qian,Hengchuan,021-55551234\nTotal,1,\n", "people.csv")
    draft = start_draft("people.csv", table.columns, "contact", WORDS, {"owner_id": new_id()}, every_field("contact"))
    draft.assign("Company phone", "account:phone")
    destination = MemoryDestination()
    report = preview(draft.mapping(), {"people.csv": table}, destination, SETTING)
    (decision,) = [each for _, each in report.decisions()]
    assert (decision.question, decision.rows, decision.examples) == ("totals", 1, ("Total · 1",))
    draft.hear(report.tables[-1])
    assert draft.offers(decision) == [Policy.SKIP, Policy.CREATE]
    draft.answers["name", "totals"] = Answer(Policy.SKIP)
    report = run(draft.mapping(), {"people.csv": table}, destination, SETTING)
    assert (destination.count("contact"), destination.count("account"), report.left_out) == (1, 1, 1)
