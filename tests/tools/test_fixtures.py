"""The shared fixtures lead to real services."""

from __future__ import annotations

import os
from pathlib import Path

import psycopg
import pytest

from tests.support.postgres import PostgresServer
from tests.support.processes import StartProgram


def test_a_database_is_empty_and_writable(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        connection.execute("CREATE TABLE note (body text)")
    assert tables == (0,)


def test_a_database_can_be_copied_from_a_template(postgres_server: PostgresServer) -> None:
    original = postgres_server.create()
    with psycopg.connect(original) as connection:
        connection.execute("CREATE TABLE note (body text)")
    copy = postgres_server.create(template=postgres_server.name_of(original))
    with psycopg.connect(copy) as connection:
        assert connection.execute("SELECT count(*) FROM note").fetchone() == (0,)
    postgres_server.drop(copy)
    postgres_server.drop(original)


@pytest.mark.usefixtures("secret_service")
def test_the_keyring_is_a_private_secret_service() -> None:
    import keyring
    from keyring.backends import SecretService

    assert isinstance(keyring.get_keyring(), SecretService.Keyring)
    keyring.set_password("fieldline-test", "someone", "a secret")
    assert keyring.get_password("fieldline-test", "someone") == "a secret"
    assert Path(os.environ["HOME"]).name.startswith("fieldline-")


def test_a_program_is_awaited_by_what_it_prints(start_program: StartProgram) -> None:
    program = start_program(["-c", "print('ready on 42'); input()"])
    assert program.wait_for(r"ready on (\d+)")[1] == "42"


def test_a_program_that_ends_early_shows_its_output(start_program: StartProgram) -> None:
    program = start_program(["-c", "print('no such folder')"])
    with pytest.raises(AssertionError, match="no such folder"):
        program.wait_for("ready")
