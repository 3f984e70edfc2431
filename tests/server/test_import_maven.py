"""A real data set that nobody here wrote, dirt and all, goes into a server by the command line and is seen by right."""

from __future__ import annotations

import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from crm_desktop.models.access import visible
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.clock import ManualClock
from crm_desktop.models.resources import resource
from crm_server.cli.commands import run
from crm_server.services.load_rights import load_rights
from crm_server.services.set_up import NewOrganisation, NewUser, set_up
from crm_server.store.engine import Database
from crm_server.store.people import find_user
from crm_server.store.tables import RECORDS

MAVEN = Path(__file__).parents[3] / "shared" / "data" / "maven"
MAPPING = resource("import-mappings", "maven.json")

pytestmark = pytest.mark.skipif(not MAVEN.is_dir(), reason="the shared data set is not beside this repository")

USERS, OPPORTUNITIES, STAGES = (RECORDS[name] for name in ("user", "opportunity", "stage"))


@pytest.fixture
def organisation(database: Database) -> NewOrganisation:
    administrator = NewUser("admin", "Administrator", "correct horse battery")
    return set_up(database, ManualClock(), "Maven", administrator, "USD")


def import_files(database_url: str, *words: str, mapping: Path = MAPPING, source: Path = MAVEN) -> int:
    return run(["--database", database_url, "import", str(source), "--mapping", str(mapping), *words])


def by_stage(database: Database, org_id: str, name: str | None = None) -> dict[str, tuple[int, int]]:
    """Return count and sum of the opportunities that a user, or everybody, sees in each stage."""
    with database.read() as connection:
        statement = (
            select(STAGES.c.name, func.count(), func.coalesce(func.sum(OPPORTUNITIES.c.amount), 0))
            .join(STAGES, (STAGES.c.org_id == OPPORTUNITIES.c.org_id) & (STAGES.c.id == OPPORTUNITIES.c.stage_id))
            .where(OPPORTUNITIES.c.org_id == org_id)
            .group_by(STAGES.c.name)
        )
        if name is not None:
            user_id = connection.scalar(select(USERS.c.id).where(USERS.c.org_id == org_id, USERS.c.name == name))
            rights = load_rights(connection, org_id, str(user_id))
            statement = statement.where(visible(rights, KINDS["opportunity"], RECORDS))
        return {row[0]: (int(row[1]), int(row[2]) // 10_000) for row in connection.execute(statement)}


def count(database: Database, kind: str) -> int:
    with database.read() as connection:
        return int(connection.scalar(select(func.count()).select_from(RECORDS[kind])) or 0)


def changed_mapping(folder: Path, field: str, **changes: Any) -> Path:
    """Return a copy of the mapping in which one field of the pipeline is read otherwise."""
    mapping = json.loads(MAPPING.read_text("utf-8"))
    (source,) = (each for each in mapping["tables"][-1]["fields"] if each["field"] == field)
    source.update(changes)
    path = folder / "mapping.json"
    path.write_text(json.dumps(mapping), "utf-8")
    return path


EVERYTHING = {"Won": (4238, 10_005_534), "Lost": (2473, 0), "Engaging": (1589, 0), "Prospecting": (500, 0)}


def test_all_of_it_arrives_each_sees_the_own_part_and_a_second_import_makes_no_duplicates(
    database: Database, database_url: str, organisation: NewOrganisation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_files(database_url) == 0
    told = capsys.readouterr().out
    assert 'dates in engage_date: month/day/year, as in "10/20/2016"' in told
    assert 'product "GTXPro" as "GTX Pro" (1,480 rows)' in told
    assert "1,425 rows attached to the placeholder of account_id" in told
    org_id = organisation.org_id
    assert by_stage(database, org_id) == EVERYTHING
    assert by_stage(database, org_id, "Administrator") == EVERYTHING
    counts = {kind: count(database, kind) for kind in ("account", "product", "team", "user", "opportunity")}
    assert counts == {"account": 86, "product": 7, "team": 6, "user": 42, "opportunity": 8800}

    pipeline = (MAVEN / "sales_pipeline.csv").read_text("utf-8").splitlines()[1:]
    own = Counter(line.split(",")[4] for line in pipeline if line.split(",")[1] == "Darcel Schlecht")
    seen = by_stage(database, org_id, "Darcel Schlecht")
    assert {stage: number for stage, (number, _) in seen.items()} == own
    team = {line.split(",")[0] for line in _lines("sales_teams.csv") if line.split(",")[1] == "Melvin Marxen"}
    below = sum(1 for line in pipeline if line.split(",")[1] in team)
    assert sum(number for number, _ in by_stage(database, org_id, "Melvin Marxen").values()) == below
    assert by_stage(database, org_id, "Carl Lin") == {}

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("sys.stdin", io.StringIO("a password of her own\n"))
        assert run(["--database", database_url, "user", "password", "anna.snelling", "--password-stdin"]) == 0
    with database.read() as connection:
        anna = find_user(connection, "anna.snelling")
    assert anna is not None
    assert (anna.name, anna.active) == ("Anna Snelling", True)

    assert import_files(database_url) == 0
    assert "8,800 rows: 8,800 unchanged" in capsys.readouterr().out
    assert {kind: count(database, kind) for kind in counts} == counts


def _lines(name: str) -> list[str]:
    return (MAVEN / name).read_text("utf-8").splitlines()[1:]


def test_a_preview_shows_dates_suggestions_and_decisions_and_writes_nothing(
    database: Database,
    database_url: str,
    organisation: NewOrganisation,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    mapping = changed_mapping(tmp_path, "product_id", values={})
    before = count(database, "user")
    assert import_files(database_url, "--preview", mapping=mapping) == 0
    told = capsys.readouterr().out
    assert 'suggestion: product "GTXPro" (1,480 rows) probably means "GTX Pro"' in told
    assert "to decide: 1,480 rows name unknown records in column product" in told
    assert import_files(database_url, mapping=mapping) == 1
    assert "nothing was imported" in capsys.readouterr().out
    assert (count(database, "user"), count(database, "opportunity")) == (before, 0)


def test_accepted_suggestions_and_skipped_rows_and_the_corrected_error_file_make_it_whole(
    database: Database, database_url: str, organisation: NewOrganisation, tmp_path: Path
) -> None:
    mapping = changed_mapping(tmp_path, "product_id", values={})
    errors = tmp_path / "errors.csv"
    options = ("--accept-suggestions", "--missing", "skip", "--errors", str(errors))
    assert import_files(database_url, *options, mapping=mapping) == 0
    assert count(database, "opportunity") == 8800 - 1425
    lines = errors.read_text("utf-8-sig").splitlines()
    assert len(lines) == 1 + 1425
    corrected = [lines[0], *(_with_account(line, "Acme Corporation") for line in lines[1:])]
    errors.write_text("\n".join(corrected), "utf-8-sig")
    again = tmp_path / "again.csv"
    options = ("--accept-suggestions", "--missing", "skip", "--errors", str(again))
    assert import_files(database_url, *options, mapping=mapping, source=errors) == 0
    assert not again.exists()
    assert by_stage(database, organisation.org_id) == EVERYTHING
    assert import_files(database_url, *options, mapping=mapping) == 0
    assert count(database, "opportunity") == 8800


def _with_account(line: str, account: str) -> str:
    cells = line.split(",")
    return ",".join([*cells[:3], account, *cells[4:]])


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("products.csv", b"", "is empty"),
        ("products.csv", b"product,series\nGTX,1\n", "lacks columns: sales_price"),
        ("products.csv", b"product,series,sales_price\nGTX\0,1,2\n", "not a text file"),
        ("products.csv", b"x" * 10_000_000, "line that never ends"),
        ("products.csv", b"\x81\x20\xff\xff\x81\x8d\x8f", "cannot be read"),
        ("strange.csv", b"a,b\n1,2\n", "does not fit"),
        ("missing.csv", None, "There is no file missing.csv"),
    ],
)
def test_files_that_are_no_good_are_refused_with_a_sentence(
    database_url: str,
    organisation: NewOrganisation,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: bytes | None,
    words: str,
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert import_files(database_url, source=tmp_path / name) == 1
    assert words in capsys.readouterr().err


def test_a_folder_without_the_files_and_a_broken_mapping_are_refused_with_a_sentence(
    database_url: str, organisation: NewOrganisation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_files(database_url, source=tmp_path) == 1
    assert "None of the expected files" in capsys.readouterr().err
    broken = tmp_path / "broken.json"
    broken.write_text("{", "utf-8")
    assert import_files(database_url, mapping=broken) == 1
    assert "broken.json cannot be used" in capsys.readouterr().err
