"""Other versions of the product, made from this one's source: real programs with other declarations and migrations.

The next version declares two fields more, one of them required, a kind more, a choice more and another merge rule, and
its server fills one of the new columns. The far version speaks a protocol that this one does not.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.models.catalog import SCHEMA
from crm_server import embedded
from crm_server.store.migrate import newest_revision

ROOT = Path(__file__).resolve().parents[2]
_CAMPAIGN = '''"""Campaigns: what only the next version knows."""

from crm_desktop.models.fields import RecordKind, Rule, Searched, link, text

CAMPAIGN = RecordKind(
    name="campaign",
    plural="campaigns",
    icon="megaphone",
    title="name",
    since={since},
    fields=(
        text("name", required=True, searched=Searched.NAME),
        link("account_id", "account"),
        link("owner_id", "user", rule=Rule.GUARD),
    ),
)
'''
_STEP = '''"""What the next version brings."""

import sqlalchemy as sa
from alembic import op

from crm_server.store.migrations.words import create_record_table

revision = "9999"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts", sa.Column("tier", sa.String(60)))
    op.add_column("accounts", sa.Column("cost_centre", sa.String(200)))
    op.execute("UPDATE accounts SET tier = 'bronze'")
    create_record_table("campaigns", "name:200 account_id:32* owner_id:32*")
'''


@dataclass(frozen=True)
class Version:
    """A version of the product: where its source lies."""

    source: Path

    @property
    def environment(self) -> dict[str, str]:
        """What makes a Python program use it, wherever it is started."""
        return os.environ | {"PYTHONPATH": str(self.source), "PYTHONSAFEPATH": "1", "PYTHONUNBUFFERED": "1"}

    def serve(self, folder: Path, database: str) -> embedded.RunningServer:
        """Start its server, which brings the database up to date."""
        with _environment(self.environment):
            return embedded.start(folder, database=database)

    def device(self, folder: Path, address: str) -> OtherDevice:
        """Start a device of this version on a folder, which may be an older version's."""
        folder.mkdir(exist_ok=True)
        script = Path(__file__).with_name("version_client.py")
        return OtherDevice(
            subprocess.Popen(
                [sys.executable, str(script), str(folder), address],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env=self.environment,
            )
        )


class OtherDevice:
    """A running device; every method of its program can be called by name."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __enter__(self) -> OtherDevice:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(90)
        self._process.stdout.close()

    def __call__(self, order: str, *arguments: Any) -> Any:
        """Let the device do something and return its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([order, *arguments]) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"the device ended at {order}"
        return json.loads(answer)


PRESENT = Version(ROOT)


@pytest.fixture(scope="module")
def next_version(tmp_path_factory: pytest.TempPathFactory) -> Version:
    """The next version, made once for a module's tests."""
    version = _copied(tmp_path_factory.mktemp("next"), ROOT)
    models = version.source / "crm_desktop" / "models"
    (models / "records" / "campaign.py").write_text(_CAMPAIGN.format(since=SCHEMA + 1), encoding="utf-8")
    _edit(models / "catalog.py", rf"SCHEMA = {SCHEMA}\n", f"SCHEMA = {SCHEMA + 1}\n")
    _edit(
        models / "catalog.py",
        r"(from .* import CONFLICT\n)",
        r"\1from crm_desktop.models.records.campaign import CAMPAIGN\n",
    )
    _edit(models / "catalog.py", r"(\n        CONTACT,)", r"\1\n        CAMPAIGN,")
    account = models / "records" / "account.py"
    since = f"since={SCHEMA + 1}"
    more = f'choice("tier", "gold", "bronze", {since}),\n        text("cost_centre", required=True, {since}),'
    _edit(account, r'(        note\("notes"\),)', rf"\1\n        {more}")
    _edit(account, r'"organisation", "person",', '"organisation", "person", "household",')
    _edit(account, r'text\("next_step",', 'text("next_step", rule=Rule.TEXT,')
    _edit(models / "exchange.py", r"\nPROTOCOL = (\d+)\n", lambda found: f"\nPROTOCOL = {int(found[1]) + 1}\n")
    steps = version.source / "crm_server" / "store" / "migrations" / "versions"
    (steps / "9999_next.py").write_text(_STEP.format(before=newest_revision()), encoding="utf-8")
    order = [sys.executable, "-m", "crm_desktop.store.migrations", "new", "next version"]
    subprocess.run(order, env=version.environment, check=True, capture_output=True, cwd=version.source)
    return version


@pytest.fixture(scope="module")
def far_version(tmp_path_factory: pytest.TempPathFactory) -> Version:
    """A version that speaks only a protocol of its own."""
    version = _copied(tmp_path_factory.mktemp("far"), ROOT)
    exchange = version.source / "crm_desktop" / "models" / "exchange.py"
    _edit(exchange, r"\nPROTOCOL = \d+\nOLDEST_PROTOCOL = \d+\n", "\nPROTOCOL = 99\nOLDEST_PROTOCOL = 98\n")
    return version


def _copied(folder: Path, source: Path) -> Version:
    for package in ("crm_desktop", "crm_server"):
        shutil.copytree(source / package, folder / package)
    (folder / "resources").symlink_to(ROOT / "resources")
    return Version(folder)


def _edit(path: Path, pattern: str, replacement: Any) -> None:
    text, count = re.subn(pattern, replacement, path.read_text(encoding="utf-8"))
    assert count == 1, (path.name, pattern, count)
    path.write_text(text, encoding="utf-8")


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
