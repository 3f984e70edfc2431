"""A server, its database and its organisation for tests that kill processes; and what the database says was done."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update

from crm_desktop.models.clock import SystemClock
from crm_desktop.models.edits import Create, Edit, Update
from crm_server.services.bulk_write import write_as
from crm_server.services.upkeep import announce_restore, check
from crm_server.store.tables import LOG_TRANSACTIONS, RECORDS
from tests.support.forked_server import SERVE
from tests.support.live_server import furnish
from tests.support.mortal.lives import Life, Lives
from tests.support.office import Office

LIVE = "tests.support.mortal.device:live"
Replica = dict[tuple[str, str], int]


@dataclass
class Site:
    """An organisation whose server and devices are processes that die."""

    lives: Lives
    folder: Path
    database_url: str
    office: Office = field(init=False)

    def __post_init__(self) -> None:
        self.office = furnish(self.folder, self.database_url)
        self._devices = 0

    def serve(self, port: int = 0, **more: Any) -> tuple[Life, str]:
        """Start a server, `more` as mortal.server.serve has it; return its process and its address."""
        life = self.lives.start(SERVE, database_url=self.database_url, port=port, **more)
        return life, life.wait_for(r"ready at (http\S+)")[1]

    def new_device(self) -> Path:
        """Return the folder of another device."""
        self._devices += 1
        folder = self.folder / f"device-{self._devices}"
        folder.mkdir()
        return folder

    def device(self, folder: Path, url: str, *deeds: str, name: str = "ann", **more: Any) -> Life:
        """Let a device live through the deeds; `more` as mortal.device.live has it."""
        return self.lives.start(LIVE, folder=str(folder), address=url, name=name, deeds=deeds, **more)

    def write(self, *edits: Edit) -> None:
        """Write as the operator of the server does."""
        write_as(self.office.database, SystemClock(), (self.office.org_id, self.office.people["ada"]), "edit", edits)

    def accounts(self, count: int, owner: str = "ann") -> list[str]:
        """Make accounts that belong to a person."""
        owner_id = self.office.people[owner]
        edits = [Create("account", {"name": f"{owner} {number}", "owner_id": owner_id}) for number in range(count)]
        self.write(*edits)
        return [edit.id for edit in edits]

    def hand_over(self, accounts: list[str], to: str) -> None:
        """Give accounts to another person."""
        self.write(*(Update("account", each, {"owner_id": self.office.people[to]}) for each in accounts))

    def restore(self) -> None:
        """Tell all devices that the database comes from a backup."""
        announce_restore(self.office.database)

    def applied(self, transaction_id: str) -> int:
        """Return how often the server has applied a transaction."""
        with self.office.database.read() as connection:
            statement = select(func.count()).where(LOG_TRANSACTIONS.c.transaction_id == transaction_id)
            return int(connection.scalar(statement) or 0)

    def records(self, record_id: str) -> int:
        """Return how many accounts there are of an id."""
        table = RECORDS["account"]
        with self.office.database.read() as connection:
            return int(connection.scalar(select(func.count()).where(table.c.id == record_id)) or 0)

    def sound(self) -> bool:
        """Tell whether rows and log of the server agree."""
        return all(finding.good for finding in check(self.office.database))

    def expire(self) -> None:
        """Let every access token end now."""
        from crm_server.store.tables import ACCESS_TOKENS

        with self.office.database.write() as connection:
            connection.execute(update(ACCESS_TOKENS).values(expires_at=1))

    def close(self) -> None:
        """Let go of the database."""
        self.office.database.close()


def replica_of(life: Life, to_decide: int = 0) -> Replica:
    """Return what a device told of itself, which must be whole, with nothing left to send and so much to decide."""
    assert life.wait() == 0, "\n".join(life.lines)
    assert not life.said(r"^failed"), "\n".join(life.lines)
    assert life.wait_for(r"^waiting (\d+)")[1] == "0"
    assert life.wait_for(r"^parked (\d+)")[1] == str(to_decide)
    assert life.wait_for(r"^whole (\w+)")[1] == "True"
    told: dict[str, int] = json.loads(life.wait_for(r"^replica (.*)")[1])
    return {(name.split()[0], name.split()[1]): version for name, version in told.items()}


def promises(life: Life) -> list[tuple[str, str]]:
    """Return the transactions and records that a device has promised."""
    return [(match[1], match[2]) for match in life.said(r"^promised (\w+) (\w+)")]
