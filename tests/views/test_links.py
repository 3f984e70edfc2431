"""Addresses of places: each leads back, and what strangers write leads nowhere."""

from __future__ import annotations

import pytest

from crm_desktop.views.links import link_to, read_link
from crm_desktop.views.navigation import Place

ID = "0190a0000000700080000000000000a1"


@pytest.mark.parametrize(
    "place",
    [Place("accounts", ID), Place("agenda"), Place("tasks", ID, tab="files"), Place("contacts", "", ID)],
)
def test_an_address_leads_back_to_its_place(place: Place) -> None:
    assert read_link(link_to(place)) == place


def test_a_record_is_addressed_by_its_kind() -> None:
    assert link_to(Place("accounts", ID)) == f"fieldline://account/{ID}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://account/1",
        "fieldline://account/../../etc/passwd",
        "fieldline://account/1; rm -rf",
        f"fieldline://account/{ID}?tab=%3Cscript%3E",
        "fieldline://[",
        "fieldline://",
        f"fieldline://account/{ID}" + "x" * 600,
    ],
)
def test_anything_else_leads_nowhere(text: str) -> None:
    assert read_link(text) is None
