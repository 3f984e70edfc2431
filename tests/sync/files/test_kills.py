"""Kill -9 of device and server in the middle of moving a file: what has arrived on either side is not moved again."""

from __future__ import annotations

import hashlib
import re
import sys

from crm_desktop.models.contents import CHUNK_BYTES
from crm_desktop.store.queries.attachments import Availability
from tests.store.attachments.samples import bytes_of
from tests.support.central import Central, Client, MakeClient
from tests.support.files import Carrier, attach
from tests.support.forked_server import ForkedServer
from tests.support.mortal.lives import Lives
from tests.support.processes import RunningProgram

CHUNKS = 24
PICTURE = bytes_of(CHUNKS * CHUNK_BYTES - 11)


def mover(client: Client) -> RunningProgram:
    token = client.signed_in.access_token()
    arguments = [str(client.path), client.key.hex(), client.address, token]
    return RunningProgram([sys.executable, "-m", "tests.sync.files.mover", *arguments])


def killed_after(client: Client, direction: str, chunk: int) -> None:
    """Let a process move files, and kill it when it has come to the chunk."""
    with mover(client) as program:
        program.wait_for(rf"moved {direction} {chunk * CHUNK_BYTES}\b")
        program.kill()
        assert "finished" not in program.output


def goes_on_from(client: Client, direction: str) -> int:
    """Let another process finish; return from where it went on, in chunks."""
    with mover(client) as program:
        program.wait_for("finished")
        first = re.search(rf"moved {direction} (\d+)", program.output)
        assert first is not None
        return int(first[1]) // CHUNK_BYTES


def ready(central: Central, client: Client) -> Carrier:
    client.sign_in()
    client.sync()
    return Carrier(client)


def test_a_device_killed_in_an_upload_and_then_in_a_download_goes_on(central: Central, make_client: MakeClient) -> None:
    mine, theirs = make_client(central.url), make_client(central.url)
    ready(central, mine)
    other = ready(central, theirs)
    identifier = attach(mine, PICTURE)
    mine.sync()
    killed_after(mine, "up", 5)
    assert goes_on_from(mine, "up") >= 5
    theirs.sync()
    for chunk in (3, 9):
        killed_after(theirs, "down", chunk)
    assert goes_on_from(theirs, "down") >= 9
    assert other.read(identifier) == PICTURE


def test_a_server_killed_in_an_upload_goes_on_after_it_has_come_back(
    central: Central, make_client: MakeClient, nursery: Lives
) -> None:
    first = ForkedServer(nursery, central.folder, f"sqlite:///{central.folder / 'server.db'}")
    client = make_client(first.url)
    carrier = ready(central, client)
    identifier = attach(client, PICTURE)
    client.sync()
    with mover(client) as program:
        program.wait_for(rf"moved up {6 * CHUNK_BYTES}\b")
        first.kill()
        assert program.wait() != 0
    port = int(first.url.rpartition(":")[2])
    second = ForkedServer(nursery, central.folder, f"sqlite:///{central.folder / 'server.db'}", port)
    try:
        assert goes_on_from(client, "up") >= 6
        assert carrier.view(identifier).availability is Availability.HERE
        held = central.folder / "files" / central.organisation.org_id
        (whole,) = (path for path in held.glob("??/*") if path.is_file())
        assert whole.name == hashlib.sha256(PICTURE).hexdigest()
        assert whole.read_bytes() == PICTURE
        assert list((held / "uploads").iterdir()) == []
    finally:
        second.stop()
