"""The real sales data set in the dialog: its misspelt product and its rows without an account are asked about."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.interchange.csv_files import open_csv
from crm_desktop.models.edits import Create
from crm_desktop.models.importing.mapping import Policy
from crm_desktop.views.desk import Desk
from crm_desktop.views.importing.import_dialog import COLUMNS, PREVIEW, PROBLEMS, ImportDialog

MAVEN = Path(__file__).parents[4] / "shared" / "data" / "maven"

pytestmark = pytest.mark.skipif(not MAVEN.is_dir(), reason="the Maven sales data set is not here")


def first_cells(name: str) -> list[str]:
    return [row.cells[0] for row in open_csv(MAVEN / name).rows()]


def test_misspelt_products_and_missing_accounts_of_the_real_file_are_asked_about(
    qtbot: QtBot, desk: Desk, dialog: ImportDialog
) -> None:
    edits = [Create("account", {"name": name}) for name in first_cells("accounts.csv")]
    edits += [Create("product", {"name": name}) for name in first_cells("products.csv") if name != "GTX Pro"]
    edits += [Create("stage", {"name": name}) for name in ("Engaging", "Prospecting")]
    desk.store.door.commit("import", edits)
    dialog.file.open(MAVEN / "sales_pipeline.csv")
    qtbot.waitUntil(lambda: dialog.file.ready)
    draft = dialog.session.draft
    assert draft is not None
    draft.assign("sales_agent", "")
    for step in (COLUMNS, PREVIEW, PROBLEMS):
        dialog.next.click()
        assert dialog.at == step
        qtbot.waitUntil(lambda: not dialog.session.busy, timeout=60_000)
    assert [(each.given, each.proposed, each.rows) for each in draft.suggestions.values()] == [
        ("GTXPro", "GTX Pro", 1480)
    ]
    assert {key: each.rows for key, each in draft.decisions.items()} == {
        ("account_id", "empty"): 1425,
        ("product_id", "unknown"): 1480,
    }
    look = dialog.session.file.overview.column("engage_date") if dialog.session.file is not None else None
    assert look is not None
    assert look.dates is not None
    assert look.dates.example == "10/20/2016"
    questions = dialog.problems.questions
    assert questions.suggestions is not None
    questions.suggestions.all.click()
    questions.decisions["account_id", "empty"].buttons[Policy.SKIP].click()
    qtbot.waitUntil(lambda: dialog.problems.ready, timeout=60_000)
    assert dialog.session.table is not None
    assert (dialog.session.table.tally.created, dialog.session.table.tally.skipped) == (7375, 1425)
    assert dialog.next.text() == "Import 7,375"
