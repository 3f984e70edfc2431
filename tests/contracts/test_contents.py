"""Contents of attachments at the server: who may bring and have them, what is refused, what goes, what stays."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select

from crm_desktop.models.access import Level
from crm_desktop.models.changes import Operation, RecordChange
from crm_desktop.models.contents import CHUNK_BYTES, MEGABYTE, proof_of_possession
from crm_desktop.models.edits import Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import Value
from crm_desktop.models.file_exchange import UploadOffer, UploadState
from crm_desktop.models.ids import new_id
from crm_server.errors import NotFound
from crm_server.services.content_upkeep import GRACE_MS, UPLOAD_MS, reset_missing, tidy_contents
from crm_server.services.contents import Contents
from crm_server.services.load_rights import RightsMemory
from crm_server.store.content_files import ContentFiles
from crm_server.store.tables import CONTENTS, UPLOADS
from tests.store.attachments.samples import PDF, bytes_of
from tests.support.office import Office

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what does not depend on which database it is; making one on PostgreSQL takes its time."""
PICTURE = bytes_of(2 * CHUNK_BYTES + 5)


def sha256(plain: bytes) -> str:
    return hashlib.sha256(plain).hexdigest()


@dataclass
class Desk:
    """People of an office with files in their hands."""

    office: Office
    contents: Contents

    def attach(self, name: str, plain: bytes = PICTURE, media_type: str = "image/png", **values: str) -> str:
        """Make an attachment's record, as a device would push it."""
        about: dict[str, Value] = {
            "file_name": "a",
            "media_type": media_type,
            "size": len(plain),
            "sha256": sha256(plain),
        }
        return self.office.add(name, "attachment", **about, **values)

    def offer(self, name: str, attachment: str, proof: str = "") -> UploadState:
        """Ask how far the upload is."""
        self.office.clock.advance(10)
        return self.contents.offer(self.office.caller(name), attachment, UploadOffer(proof=proof)).state

    def take(self, name: str, attachment: str, offset: int, piece: bytes) -> UploadState:
        """Send a piece."""
        self.office.clock.advance(10)
        return self.contents.take(self.office.caller(name), attachment, offset, piece).state

    def take_all(self, name: str, attachment: str, *pieces: bytes) -> None:
        """Send pieces one after the other."""
        offset = 0
        for piece in pieces:
            self.take(name, attachment, offset, piece)
            offset += len(piece)

    def bring(self, name: str, plain: bytes = PICTURE, **values: str) -> str:
        """Attach and upload."""
        attachment = self.attach(name, plain, **values)
        self.offer(name, attachment)
        assert self.take(name, attachment, 0, plain) == UploadState(received=len(plain), complete=True)
        return attachment

    def have(self, name: str, attachment: str) -> bytes:
        """Fetch the whole content."""
        found = self.contents.give(self.office.caller(name), attachment)
        return b"".join(found.read(0, found.size))

    def proof(self, name: str, plain: bytes) -> str:
        """Return what a person who holds the content sends."""
        digest = proof_of_possession(self.office.people[name])
        digest.update(plain)
        return digest.hexdigest()

    def count(self, table: object) -> int:
        """Return how many rows a table has."""
        with self.office.database.read() as connection:
            return len(connection.execute(select(table)).all())  # type: ignore[call-overload]


@pytest.fixture
def desk(office: Office, tmp_path: Path) -> Desk:
    files = ContentFiles(tmp_path / "files")
    return Desk(office, Contents(office.database, office.clock, RightsMemory(), files))


def refusal(problem: pytest.ExceptionInfo[Refused]) -> tuple[str, dict[str, object]]:
    return problem.value.code, dict(problem.value.facts)


def test_what_one_brings_in_pieces_another_who_sees_the_record_has(desk: Desk) -> None:
    account = desk.office.add("ann", "account", name="恒川精密")
    attachment = desk.attach("ann", account_id=account)
    assert desk.offer("ann", attachment) == UploadState(received=0)
    assert desk.take("ann", attachment, 0, PICTURE[:CHUNK_BYTES]) == UploadState(received=CHUNK_BYTES)
    with pytest.raises(NotFound, match=r"content\.not_yet"):
        desk.have("mia", attachment)
    assert desk.offer("ann", attachment) == UploadState(received=CHUNK_BYTES)
    assert desk.take("ann", attachment, CHUNK_BYTES, PICTURE[CHUNK_BYTES:]).complete
    assert desk.have("mia", attachment) == desk.have("ann", attachment) == PICTURE
    assert desk.office.row("attachment", attachment)["stored_at"] is not None
    assert desk.count(UPLOADS) == 0


def test_others_hear_through_the_log_that_a_content_has_arrived(desk: Desk) -> None:
    attachment = desk.attach("ann")
    replica = desk.office.snapshot("mia")
    assert replica.rows["attachment", attachment]["stored_at"] is None
    desk.offer("ann", attachment)
    progress = desk.contents.take(desk.office.caller("ann"), attachment, 0, PICTURE)
    desk.office.pull("mia", replica)
    assert replica.position.sequence == progress.head
    assert replica.rows["attachment", attachment]["stored_at"] is not None


@ON_SQLITE
def test_an_upload_goes_on_wherever_it_was_cut(desk: Desk) -> None:
    attachment = desk.attach("ann")
    desk.offer("ann", attachment)
    for cut in (1, 700, CHUNK_BYTES, CHUNK_BYTES + 1, len(PICTURE) - 1, len(PICTURE)):
        received = desk.offer("ann", attachment).received
        desk.take("ann", attachment, received, PICTURE[received:cut])
    assert desk.have("ann", attachment) == PICTURE


@ON_SQLITE
def test_a_piece_for_another_place_is_told_the_right_one(desk: Desk) -> None:
    attachment = desk.attach("ann")
    desk.offer("ann", attachment)
    desk.take("ann", attachment, 0, PICTURE[:CHUNK_BYTES])
    for offset in (0, CHUNK_BYTES - 1, CHUNK_BYTES + 1, len(PICTURE)):
        with pytest.raises(Refused) as problem:
            desk.take("ann", attachment, offset, PICTURE[offset:] or b"x")
        assert refusal(problem) == ("content.offset", {"received": CHUNK_BYTES})


@ON_SQLITE
def test_bytes_that_are_not_what_was_announced_are_thrown_away(desk: Desk) -> None:
    attachment = desk.attach("ann")
    desk.offer("ann", attachment)
    with pytest.raises(Refused, match=r"content\.damaged"):
        desk.take("ann", attachment, 0, PICTURE[:-1] + b"\0")
    assert desk.offer("ann", attachment) == UploadState(received=0)
    assert desk.take("ann", attachment, 0, PICTURE).complete


def test_a_whole_upload_whose_end_was_never_answered_is_concluded_by_asking(desk: Desk) -> None:
    attachment = desk.attach("ann")
    desk.offer("ann", attachment)
    desk.contents.files.append(desk.office.org_id, attachment, 0, PICTURE)  # killed between piece and check
    assert desk.offer("ann", attachment) == UploadState(received=len(PICTURE), complete=True)
    assert desk.have("ann", attachment) == PICTURE


def test_what_the_organisation_has_already_costs_one_question(desk: Desk) -> None:
    first = desk.bring("ann")
    again = desk.attach("ann")
    assert desk.offer("ann", again).complete  # seen through the first one
    other = desk.attach("cem")
    assert desk.offer("cem", other, desk.proof("cem", PICTURE)).complete  # held, and never seen here
    assert desk.have("cem", other) == PICTURE
    assert desk.count(CONTENTS) == 1
    assert desk.have("ann", first) == PICTURE


def test_knowing_a_contents_id_gives_nothing(desk: Desk) -> None:
    desk.bring("ann")
    lure = desk.attach("cem")  # South sees nothing of North
    for proof in ("", "0" * 64, desk.proof("ann", PICTURE), sha256(PICTURE)):
        assert desk.offer("cem", lure, proof) == UploadState(received=0)
    with pytest.raises(NotFound, match=r"content\.not_yet"):
        desk.have("cem", lure)
    with pytest.raises(Refused, match=r"content\.damaged"):
        desk.take("cem", lure, 0, bytes_of(len(PICTURE), seed=9))
    with pytest.raises(NotFound):
        desk.have("cem", lure)


@ON_SQLITE
def test_the_answers_do_not_tell_whether_another_has_the_content(desk: Desk) -> None:
    desk.bring("ann")
    known, unknown = desk.attach("cem"), desk.attach("cem", bytes_of(len(PICTURE), seed=3))
    assert desk.offer("cem", known) == desk.offer("cem", unknown)


def test_who_does_not_see_the_attachment_hears_that_there_is_none(desk: Desk) -> None:
    attachment = desk.bring("ann", account_id=desk.office.add("ann", "account", name="N"))
    for name, may in (("ada", True), ("mia", True), ("ann", True), ("bob", False), ("cem", False)):
        if may:
            assert desk.have(name, attachment) == PICTURE
        else:
            with pytest.raises(NotFound, match=r"content\.not_here"):
                desk.have(name, attachment)
    with pytest.raises(NotFound, match=r"content\.not_here"):
        desk.have("ann", new_id())


@ON_SQLITE
def test_only_who_attached_it_brings_the_content(desk: Desk) -> None:
    attachment = desk.attach("ann", account_id=desk.office.add("ann", "account", name="N"))
    for name in ("ada", "mia", "bob", "cem"):
        with pytest.raises(NotFound, match=r"content\.not_here"):
            desk.offer(name, attachment, desk.proof(name, PICTURE))
        with pytest.raises(NotFound, match=r"content\.not_here"):
            desk.take(name, attachment, 0, PICTURE)


def test_a_shared_account_shares_its_files_and_stops_doing_so(desk: Desk) -> None:
    account = desk.office.add("ann", "account", name="N")
    attachment = desk.bring("ann", account_id=account)
    share = desk.office.add(
        "ann", "share", record_kind="account", record_id=account, owner_id=desk.office.people["cem"]
    )
    assert desk.have("cem", attachment) == PICTURE
    desk.office.write(Update("share", share, {"right": "read"}))
    desk.office.act("ann", RecordChange("share", share, Operation.DELETE))
    with pytest.raises(NotFound):
        desk.have("cem", attachment)


@ON_SQLITE
def test_another_organisations_contents_are_not_ours(desk: Desk) -> None:
    attachment = desk.bring("ann")
    stranger = replace(desk.office.caller("ann"), org_id=new_id())
    with pytest.raises((NotFound, LookupError)):
        desk.contents.give(stranger, attachment)


def test_the_content_of_an_attachment_does_not_change(desk: Desk) -> None:
    attachment = desk.bring("ann")
    other = sha256(b"other")
    outcome = desk.office.change("ann", "attachment", attachment, sha256=(sha256(PICTURE), other))
    assert outcome.refusal is not None
    assert outcome.refusal.code == "sync.not_writable"
    outcome = desk.office.change("ann", "attachment", attachment, stored_at=(None, 5))
    assert outcome.refusal is not None
    assert outcome.refusal.code == "sync.not_writable"


@ON_SQLITE
def test_what_is_announced_and_not_taken_is_refused_at_once(desk: Desk) -> None:
    desk.office.write(Update("organisation", desk.office.org_id, {"file_limit_mb": 1}))
    for plain, media_type, code in (
        (PICTURE, "application/x-msdownload", "content.type_refused"),
        (PICTURE, "", "content.type_refused"),
        (bytes_of(2 * MEGABYTE), "image/png", "content.too_large"),
    ):
        with pytest.raises(Refused) as problem:
            desk.offer("ann", desk.attach("ann", plain, media_type))
        assert problem.value.code == code


@ON_SQLITE
def test_another_kind_of_file_than_declared_is_refused_by_its_bytes(desk: Desk) -> None:
    plain = bytes_of(9_000, beginning=PDF)
    for first in (5_000, 100):
        attachment = desk.attach("ann", plain)
        desk.offer("ann", attachment)
        with pytest.raises(Refused, match=r"content\.type_refused"):
            desk.take_all("ann", attachment, plain[:first], plain[first:])
        with pytest.raises(NotFound):
            desk.have("ann", attachment)


def test_the_quota_counts_what_is_on_its_way_and_each_content_once(desk: Desk) -> None:
    desk.office.write(Update("organisation", desk.office.org_id, {"file_quota_mb": 1}))
    half = bytes_of(600_000)
    desk.bring("ann", half)
    assert desk.offer("ann", desk.attach("ann", half)).complete
    with pytest.raises(Refused) as problem:
        desk.offer("ann", desk.attach("ann", bytes_of(600_000, seed=1)))
    assert refusal(problem) == ("content.quota", {"used_mb": 0, "quota_mb": 1})
    begun = desk.attach("ann", bytes_of(400_000, seed=2))
    assert desk.offer("ann", begun).received == 0
    with pytest.raises(Refused, match=r"content\.quota"):
        desk.offer("ann", desk.attach("ann", bytes_of(400_000, seed=3)))


def test_a_content_goes_when_nobody_has_referred_to_it_for_the_grace(desk: Desk) -> None:
    attachment = desk.bring("ann")
    office, files = desk.office, desk.contents.files

    def tidy() -> int:
        return tidy_contents(office.database, files, office.clock.now()).contents

    office.clock.advance(2 * GRACE_MS)
    assert tidy() == 0
    office.act("ann", RecordChange("attachment", attachment, Operation.DELETE))
    assert tidy() == 0
    assert desk.have("ann", attachment) == PICTURE  # still in the bin
    office.clock.advance(GRACE_MS - 1_000)
    assert tidy() == 0
    again = desk.attach("ann")
    assert desk.offer("ann", again).complete  # somebody refers to it once more
    office.clock.advance(2_000)
    assert tidy() == 0
    office.act("ann", RecordChange("attachment", again, Operation.DELETE))
    assert tidy() == 0
    office.clock.advance(GRACE_MS + 1_000)
    assert tidy() == 1
    assert not files.path(office.org_id, sha256(PICTURE)).exists()
    with pytest.raises(NotFound, match=r"content\.not_here"):
        desk.have("ann", attachment)
    assert desk.bring("ann")


@ON_SQLITE
def test_uploads_that_nobody_goes_on_with_are_forgotten(desk: Desk, tmp_path: Path) -> None:
    attachment = desk.attach("ann")
    desk.offer("ann", attachment)
    desk.take("ann", attachment, 0, PICTURE[:1_000])
    stray = tmp_path / "files" / desk.office.org_id / "uploads" / "abc.new"
    stray.write_bytes(b"x")
    for path in stray.parent.iterdir():
        os.utime(path, (1, 1))
    assert tidy_contents(desk.office.database, desk.contents.files, desk.office.clock.now()).uploads == 1
    assert desk.offer("ann", attachment).received == 1_000
    desk.office.clock.advance(UPLOAD_MS + 1_000)
    assert tidy_contents(desk.office.database, desk.contents.files, desk.office.clock.now()).uploads == 1
    assert desk.offer("ann", attachment).received == 0


def test_a_content_that_is_missing_after_a_restore_is_asked_for_again(desk: Desk) -> None:
    attachment = desk.bring("ann")
    desk.contents.files.remove(desk.office.org_id, sha256(PICTURE))
    with pytest.raises(NotFound, match=r"content\.not_here"):
        desk.have("ann", attachment)
    desk.office.clock.advance(10)
    assert reset_missing(desk.office.database, desk.contents.files, desk.office.clock.now()) == 1
    assert desk.office.row("attachment", attachment)["stored_at"] is None
    assert desk.offer("ann", attachment, desk.proof("ann", PICTURE)) == UploadState(received=0)
    assert desk.take("ann", attachment, 0, PICTURE).complete
    assert desk.have("ann", attachment) == PICTURE


@ON_SQLITE
def test_levels_are_the_ones_of_records(desk: Desk) -> None:
    """Attachments have no rights of their own: the role's level for the kind decides, as for every record."""
    attachment = desk.bring("ann")
    role = desk.office.made.roles["Sales representative"]
    desk.office.write(Update("role", role, {"reads": [f"attachment:{Level.ALL.value}"]}))
    assert desk.have("cem", attachment) == PICTURE
    desk.office.write(Update("role", role, {"reads": [f"attachment:{Level.NONE.value}"]}))
    with pytest.raises(NotFound):
        desk.have("ann", attachment)
