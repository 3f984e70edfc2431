"""What quiet moments are for: search is tidied up, and derived again where an older version had done it."""

from __future__ import annotations

from crm_desktop.models.edits import Create
from crm_desktop.store.identity import remember
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.find import find


def test_upkeep_comes_to_an_end(store: Store) -> None:
    for number in range(30):
        store.door.commit("account.create", [Create("account", {"name": f"恒川 {number}"})])
    steps = 0
    while store.tend():
        steps += 1
        assert steps < 200
    assert len(store.read(find, "恒川", ("account",), 100)) == 30


def test_keys_of_an_older_version_are_computed_anew(store: Store) -> None:
    store.door.commit("import", [Create("account", {"name": f"恒川 {number}"}) for number in range(1200)])
    with store._database.writing() as connection:
        remember(connection, derived="older")
        connection.execute("UPDATE accounts SET sort_key = 'old'")
        connection.execute("DELETE FROM search_entries")
        connection.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")
    assert store.read(find, "恒川") == []
    while store.tend():
        pass
    assert len(store.read(find, "恒川", ("account",), 30)) == 30
    assert store.read(lambda reader: reader.value("SELECT count(*) FROM accounts WHERE sort_key = 'old'")) == 0
