"""The helping process by itself: it leaves with its parent, survives nobody's kill, and shows no secret."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import psutil
import pytest

from crm_desktop.models.edits import Create
from crm_desktop.sync.errand import Advanced, Ended, FromHelper, Order, Token, TokenWanted, line
from crm_desktop.sync.first_sync import worker_command
from crm_desktop.sync.worker import ORPHANED
from tests.support.central import Central, Client, MakeClient, serving
from tests.support.mortal.lives import Lives

RECORDS = 9_000
DECODER = msgspec.json.Decoder(FromHelper)


@contextmanager
def started(client: Client, token: str | None = None) -> Iterator[subprocess.Popen[bytes]]:
    command = worker_command()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        given = client.signed_in.access_token() if token is None else token
        tell(process, line(Order(replica=str(client.path), key=client.key.hex(), address=client.address, token=given)))
        yield process
        process.kill()


def tell(process: subprocess.Popen[bytes], text: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(text)
    process.stdin.flush()


def heard(process: subprocess.Popen[bytes]) -> FromHelper:
    assert process.stdout is not None
    message: FromHelper = DECODER.decode(process.stdout.readline())
    return message


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, nursery: Lives) -> Iterator[Central]:
    """A server with many records, which these tests only read."""
    with serving(tmp_path_factory.mktemp("full"), nursery) as central:
        central.write(*[Create("account", {"name": f"账户 {number}"}) for number in range(RECORDS)])
        yield central


@pytest.fixture
def client(full: Central, make_client: MakeClient) -> Client:
    made = make_client(full.url)
    made.sign_in()
    return made


def test_it_leaves_when_its_parent_has_gone(client: Client) -> None:
    with started(client) as process:
        assert isinstance(heard(process), Advanced)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(60) == ORPHANED


def test_killed_half_way_the_next_one_goes_on_where_it_was(client: Client) -> None:
    with started(client) as process:
        heard(process)
        process.kill()
        process.wait()
    held = client.store.replica.snapshot_records()
    assert 0 < held < RECORDS
    with started(client) as process:
        first = heard(process)
        assert isinstance(first, Advanced)
        assert first.done > held
        message: FromHelper = first
        while not isinstance(message, Ended):
            message = heard(process)
    assert message.family == ""
    assert message.requests > 0
    assert client.store.replica.position() is not None


def test_no_secret_stands_where_other_programs_can_read_it(client: Client) -> None:
    with started(client) as process:
        heard(process)
        outside = psutil.Process(process.pid)
        shown = " ".join([*outside.cmdline(), *outside.environ().values()])
        assert client.key.hex() not in shown
        assert client.signed_in.access_token() not in shown


def test_it_asks_for_a_token_when_the_one_it_has_is_turned_down(client: Client) -> None:
    with started(client, token="turned down") as process:
        assert heard(process) == TokenWanted("turned down")
        tell(process, line(Token(client.signed_in.access_token())))
        assert isinstance(heard(process), Advanced)


def test_a_signed_out_parent_ends_it_with_the_reason(client: Client) -> None:
    with started(client, token="turned down") as process:
        heard(process)
        tell(process, line(Token("")))
        ended = heard(process)
        assert isinstance(ended, Ended)
        assert (ended.family, ended.code) == ("Denied", "session.ended")
