"""A server that suddenly shows much less than before is not believed: a story on both databases, with a real device."""

from __future__ import annotations

import json
import threading
from pathlib import Path

from sqlalchemy import delete, insert, select, update

from crm_desktop.models.edits import Create, Update
from crm_desktop.models.resources import resource
from crm_desktop.sync.events import Phase
from crm_server.store.tables import RECORDS, STATE
from tests.support.direct import Desktop
from tests.support.office import Office

NUMBER = 60
COUNT = "SELECT count(*) FROM accounts"


def test_a_server_that_lost_most_of_it_takes_nothing_off_the_device_until_it_is_mended(
    office: Office, tmp_path: Path
) -> None:
    office.write(*(Create("account", {"name": f"Account {each}"}) for each in range(NUMBER)))
    desktop = Desktop(office, "ada", tmp_path)
    desktop.sync()
    account = str(desktop.value("SELECT id FROM accounts LIMIT 1"))
    desktop.commit(Update("account", account, {"next_step": "Typed before"}))
    desktop.run(Phase.PUSH)
    waiting = Create("account", {"name": "Made here"})
    desktop.commit(waiting)
    table = RECORDS["account"]
    with office.database.write() as connection:
        kept = [dict(row) for row in connection.execute(select(table)).mappings()]
        connection.execute(delete(table))  # an accident: no act did this, the log knows nothing of it
        connection.execute(update(STATE).values(horizon=STATE.c.sequence + 1))
    reports = [desktop.engine.run((Phase.PULL,), threading.Event()) for _ in range(2)]
    assert [each.run.code for each in reports] == ["sync.purge_stopped"] * 2
    assert desktop.value(COUNT) == NUMBER + 1
    assert desktop.store.outbox.count() == 1
    for language, title in (
        ("en", "The server wants to take away most of your data"),
        ("zh", "服务器要移除本机的大部分数据"),
    ):
        labels = json.loads(resource("translations", f"labels.{language}.json").read_text(encoding="utf-8"))["errors"]
        assert labels["sync.purge_stopped.title"] == title
    with office.database.write() as connection:
        connection.execute(insert(table), kept)
    desktop.sync()
    desktop.sync()
    assert desktop.value(COUNT) == NUMBER + 1
    assert desktop.store.outbox.count() == 0
    assert desktop.check().repaired == 0
    desktop.store.close()
