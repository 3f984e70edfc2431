"""The server against its own description, asked by a machine that thinks of what nobody would; on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.models.ids import new_id
from crm_server.routes.description import ENDPOINTS
from tests.support.forked_server import start_server
from tests.support.fuzzing import NOT_CALLED, OF_A_RESCUE, Extent, fuzz
from tests.support.live_server import LiveServer, furnish
from tests.support.mortal.lives import Lives
from tests.support.office import PASSWORD

NUL = "a\0b"
SHORT = {"sqlite": Extent(phases="coverage"), "postgres": Extent(phases="fuzzing", examples=6)}
"""Both answer alike (tests/contracts), so each is asked a part here and everything by `dev.py bench fuzz`."""


@pytest.fixture
def served(database_url: str, tmp_path: Path, lives: Lives) -> LiveServer:
    office = furnish(tmp_path, database_url)
    office.database.close()
    server = start_server(lives, tmp_path, database_url)
    return LiveServer(server.url, tmp_path, office.people, office.made)


@pytest.mark.slow
def test_every_answer_is_what_the_description_says_and_nothing_breaks(
    served: LiveServer, database_url: str, tmp_path: Path
) -> None:
    token, kind = served.token("ann"), "sqlite" if database_url.startswith("sqlite") else "postgres"
    found = fuzz(served.url, token, SHORT[kind], tmp_path)
    assert found.good, found.output
    assert found.operations == len(ENDPOINTS) - len((*NOT_CALLED, *OF_A_RESCUE))
    assert found.cases > 5 * found.operations
    alive = served.call("GET", "/v1/devices", headers={"Authorization": f"Bearer {token}"})
    assert alive.status_code == 200, "the fuzzing worked without a session"


def test_a_nul_is_refused_wherever_a_text_is_kept_or_looked_for(served: LiveServer) -> None:
    device = {"id": new_id(), "name": "laptop", "platform": "linux"}
    for broken in ({"name": NUL}, {"device": device | {"name": NUL}}, {"device": device | {"platform": NUL}}):
        message = {"name": "ann", "password": PASSWORD, "device": device} | broken
        assert served.call("POST", "/v1/sign-in", json=message).status_code == 400, broken
    for method, body in (("DELETE", None), ("PATCH", {"name": "x"})):
        answer = served.call(method, "/v1/devices/a%00b", "ann", json=body)
        assert answer.status_code in (400, 404), answer.text
    for change in (
        {"kind": NUL, "id": new_id(), "operation": "create"},
        {"kind": "account", "id": NUL, "operation": "create"},
        {"kind": "account", "id": new_id(), "operation": "create", "fields": {"name": [None, NUL]}},
    ):
        assert served.push("ann", change)["result"] == "refused", change
