"""The server against its own description, asked by a machine that thinks of what nobody would; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_server.routes.description import ENDPOINTS
from tests.support.fuzzing import NOT_CALLED, OF_A_RESCUE, Extent, fuzz
from tests.support.live_server import LiveServer, furnish
from tests.support.server_process import ServerProcess

SHORT = {"sqlite": Extent(phases="coverage"), "postgres": Extent(phases="fuzzing", examples=3)}
"""Both answer alike (tests/contracts), so each is asked a part here and everything by `dev.py bench fuzz`."""


@pytest.fixture
def served(database_url: str, tmp_path: Path) -> Iterator[LiveServer]:
    office = furnish(tmp_path, database_url)
    office.database.close()
    with ServerProcess(database_url) as server:
        yield LiveServer(server.url, tmp_path, office.people, office.made)


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
