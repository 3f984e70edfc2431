"""A power cut takes back pages that were not waited for, whole and with their position; never an act."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.edits import Create
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.reader import Reader
from tests.store.conftest import KEY
from tests.store.server_side import at, batch, pulled, row, synced


def log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def names(reader: Reader) -> set[str]:
    return {row[0] for row in reader.all("SELECT name FROM accounts")}


def test_whatever_of_the_log_is_lost_acts_stay_and_pages_go_with_their_position(
    store: Store, replica_path: Path, tmp_path: Path, clock: ManualClock
) -> None:
    many = [row(name=f"early {number}") for number in range(150)]
    synced(store, batch("account", many))
    store.replica.apply_pull_page(pulled(11, batch("account", [{**each, "name": "first page"} for each in many])))
    store.door.commit("account.create", [Create("account", {"name": "mine"})])
    safe = log_of(replica_path).stat().st_size
    for sequence in (12, 13):
        now = [{**each, "name": f"page {sequence}"} for each in many]
        store.replica.apply_pull_page(pulled(sequence, batch("account", now)))
    whole = log_of(replica_path).stat().st_size
    seen = set()
    for left in range(safe, whole + 1, max(1, (whole - safe) // 12)):
        cut = tmp_path / "cut" / replica_path.name
        shutil.rmtree(cut.parent, ignore_errors=True)
        cut.parent.mkdir()
        for part in (replica_path, log_of(replica_path)):
            shutil.copy(part, cut.parent / part.name)
        with log_of(cut).open("rb+") as log:
            log.truncate(left)
        again = open_store(cut, KEY, clock)
        position = again.replica.position()
        assert position is not None
        page = "first page" if position == at(11) else f"page {position.sequence}"
        assert again.read(names) == {"mine", page}
        assert again.outbox.count() == 1
        assert again.check()
        seen.add(position.sequence)
        again.close()
    assert seen >= {11, 12}


def test_acts_are_waited_for_also_after_a_page_that_failed(store: Store) -> None:
    synced(store, batch("account", [row(name="A")]))
    asked = "PRAGMA synchronous"
    with store._database.storing() as connection:
        assert connection.execute(asked).fetchone() == (1,)
    with pytest.raises(ZeroDivisionError), store._database.storing():
        raise ZeroDivisionError
    with store._database.writing() as connection:
        assert connection.execute(asked).fetchone() == (2,)
