"""Which recording of an interview holds a moment of the talk, and where in it."""

from dataclasses import dataclass

from crm_desktop.models.record import Record
from crm_desktop.store.queries.attachments import FileView, files_of
from crm_desktop.store.queries.records import record, where
from crm_desktop.store.reader import Reader

_LATE_MS = 3_000
"""So long after its end a moment still belongs to a recording: it was marked when everything had been said."""


@dataclass(frozen=True, slots=True)
class SoundPlace:
    """A recording or voice note with its file, and where to begin in it, in milliseconds."""

    entry: Record
    file: FileView
    position: int


def sound_at(reader: Reader, interview_id: str, at_ms: int) -> SoundPlace | None:
    """Return where a moment of the talk is heard; None where nobody recorded."""
    condition = (
        "deleted_at IS NULL AND interview_id = ? AND form = 'recording' AND at_ms <= ? ORDER BY at_ms DESC, id LIMIT 1"
    )
    for entry in where(reader, "interview_entry", condition, interview_id, at_ms):
        begun, length = _number(entry, "at_ms"), _number(entry, "length_ms")
        if at_ms <= begun + length + _LATE_MS:
            return _place(reader, entry, min(at_ms - begun, length))
    return None


def sound_of(reader: Reader, entry_id: str) -> SoundPlace | None:
    """Return the sound of a recording or voice note from its beginning; None where the entry has none."""
    entry = record(reader, "interview_entry", entry_id)
    return _place(reader, entry, 0) if entry is not None and not entry.deleted else None


def _place(reader: Reader, entry: Record, position: int) -> SoundPlace | None:
    files = files_of(reader, "interview_entry", entry.id)
    sound = next((each for each in files if each.media_type.startswith("audio/")), None)
    return SoundPlace(entry, sound, position) if sound is not None else None


def _number(entry: Record, name: str) -> int:
    value = entry.get(name)
    return value if isinstance(value, int) else 0
