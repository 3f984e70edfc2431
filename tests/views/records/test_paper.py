"""A record on paper: everything of its page stands in it, customers' text is no markup, and the PDF is one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.edits import Update
from crm_desktop.models.errors import Broken
from crm_desktop.views.accounts.account_page import AccountPage
from crm_desktop.views.desk import Desk
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.paper import record_document, write_pdf
from tests.support.sample import ident
from tests.views.records.test_pages import opened

HOME = ident("hengchuan")


def test_the_page_is_written_as_a_pdf_with_what_customers_wrote_as_text(
    ready_desk: Desk, window: QWidget, qtbot: QtBot, tmp_path: Path
) -> None:
    odd = "<b>5 < 6</b> & more"
    ready_desk.store.door.commit("account.edit", [Update("account", HOME, {"next_step": odd})])
    page = opened(AccountPage, Place("accounts", HOME), ready_desk, window, qtbot)
    assert page.content is not None
    document = record_document(page.content, [], page.words(page.content))
    told = document.toPlainText()
    for words in (odd, "Hengchuan Precision", "Zhou Min", "MES phase 2", "¥920,000", "Negotiation"):
        assert words in told
    target = tmp_path / "Hengchuan.pdf"
    page.printing.write(target)
    qtbot.waitUntil(target.exists)
    assert target.read_bytes().startswith(b"%PDF-1.")
    assert target.read_bytes().rstrip().endswith(b"%%EOF")
    with pytest.raises(Broken, match=r"record\.not_written"):
        write_pdf(document, tmp_path / "missing" / "x.pdf")
