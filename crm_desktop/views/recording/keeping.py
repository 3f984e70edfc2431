"""What was recorded becomes an entry of its interview with the sound as its file: once, however often it is asked for.

Work for another thread; nothing here knows Qt.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from crm_desktop.interchange.m4a import Sound, cut, read_adts, write_m4a
from crm_desktop.models.contents import limits_of
from crm_desktop.models.edits import Create
from crm_desktop.models.errors import Broken
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id

if TYPE_CHECKING:
    from crm_desktop.store.acts import Committed
    from crm_desktop.store.opening import Store
    from crm_desktop.store.recordings import RecordingAbout, SealedRecording

MEDIA_TYPE = "audio/mp4"
ACTS = {"recording": "interview.record", "voice": "interview.voice"}


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a recording: how long it is, and the acts that made it part of the interview."""

    about: RecordingAbout
    length_ms: int
    acts: tuple[Committed, ...]


class PartFile:
    """The file of one recording while it is made; each call comes after the one before, in whichever thread writes."""

    def __init__(self, store: Store, about: RecordingAbout) -> None:
        self._store, self._about = store, about
        self._sealed: SealedRecording | None = None

    def begin(self) -> None:
        """Begin the file; raises Broken."""
        self._sealed = self._store.recordings.begin(self._about)

    def append(self, part: bytes) -> None:
        """Seal a part; nothing where the file could not be begun. Raises Broken."""
        if self._sealed is not None and part:
            self._sealed.append(part)

    def close(self) -> None:
        """Close the file."""
        sealed, self._sealed = self._sealed, None
        if sealed is not None:
            sealed.close()


def keep_recording(store: Store, about: RecordingAbout, name: str) -> Kept | None:
    """Make a recording that was ended an entry, called `name`, and remove what lay of it; None where nothing sounds.

    A sound that is larger than a file may be becomes several entries, each at its time. Raises UserError, for example
    Broken("store.disk_full"), and leaves the recording where it is.
    """
    from crm_desktop.store.attachments.attaching import NewFile, Target
    from crm_desktop.store.queries.records import record

    if store.read(record, "interview_entry", about.id) is not None:  # the program died right after the act
        store.recordings.remove(about.id)
        return None
    if store.read(record, "interview", about.interview_id) is None:
        return None  # the interview is out of sight: what was said stays sealed until it comes back
    try:
        sound = read_adts(store.recordings.read(about.id))
    except Broken as problem:
        if problem.code == "recording.unreadable":  # it ended before its first part
            store.recordings.remove(about.id)
            return None
        raise
    parts = _parts(store, sound)
    batch = new_id() if len(parts) > 1 else ""
    ends = tuple(accumulate((part.length_ms for part in parts), initial=about.at_ms))
    acts = []
    # The first part comes last: its entry says that everything is done.
    for number, part in reversed(tuple(enumerate(parts))):
        content = store.attachments.put(write_m4a(part), MEDIA_TYPE)
        entry = Create("interview_entry", _values(about, name, ends[number], part), new_id() if number else about.id)
        file = NewFile(content, f"{name}{f' {number + 1}' if number else ''}.m4a")
        target = Target("interview_entry", entry.id)
        acts.append(store.attachments.attach([file], target, act=ACTS[about.form], edits=[entry], batch=batch))
    store.recordings.remove(about.id)
    return Kept(about, sound.length_ms, tuple(acts))


def _parts(store: Store, sound: Sound) -> tuple[Sound, ...]:
    from crm_desktop.store.queries.records import where

    organisations = store.read(where, "organisation", "deleted_at IS NULL LIMIT 1")
    return cut(sound, limits_of(organisations[0].values if organisations else None).file)


def _values(about: RecordingAbout, name: str, at_ms: int, part: Sound) -> dict[str, Value]:
    return {
        "words": name,
        "interview_id": about.interview_id,
        "account_id": about.account_id or None,
        "question_id": about.question_id or None,
        "speaker_id": about.speaker_id or None,
        "form": about.form,
        "at_ms": at_ms,
        "length_ms": part.length_ms,
    }
