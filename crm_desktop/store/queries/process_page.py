"""What the editor's page shows around a map: the client's name, the as-is and the to-be that belong together."""

from collections.abc import Mapping
from dataclasses import dataclass

from crm_desktop.models.fields import Value
from crm_desktop.models.processes.reading import MapReading
from crm_desktop.store.queries.process_map import read_map
from crm_desktop.store.queries.records import titles, where
from crm_desktop.store.reader import Reader
from crm_desktop.store.rows import shape


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessPage:
    """A map, and what stands around it."""

    read: MapReading
    account: str = ""
    as_is: str = ""
    """The map that this one was copied from; its own id where it is the as-is."""
    to_be: str = ""
    """The newest map copied from the as-is; "" while there is none."""


def process_page(reader: Reader, process_id: str) -> ProcessPage | None:
    """Return what the page shows; None when the process is not on this device or lies in the bin."""
    read = read_map(reader, process_id)
    if read.values is None:
        return None
    account_id = str(read.values.get("account_id") or "")
    base = read.values.get("base_process_id")
    as_is = str(base) if base and read.values.get("form") == "to_be" else process_id
    return ProcessPage(
        read=read,
        account=titles(reader, "account", [account_id]).get(account_id, "") if account_id else "",
        as_is=as_is,
        to_be=process_id if as_is != process_id else _newest_to_be(reader, as_is),
    )


def source_rows(reader: Reader, process_id: str) -> list[Mapping[str, Value]]:
    """Return the rows that keep the file a map came from."""
    return [
        each.values for each in where(reader, "process_source", "process_id = ? AND deleted_at IS NULL", process_id)
    ]


def evidence_counts(reader: Reader, process_id: str) -> dict[str, int]:
    """Return how many notes and files back each step of a process; steps without any are not named."""
    found: dict[str, int] = {}
    for kind in ("note", "attachment"):
        counted = (
            f"SELECT e.record_id, count(*) FROM {shape(kind).table} e JOIN nodes n ON n.id = e.record_id"
            " WHERE n.process_id = ? AND e.record_kind = 'node' AND e.deleted_at IS NULL GROUP BY e.record_id"
        )
        for node_id, count in reader.all(counted, process_id):
            found[node_id] = found.get(node_id, 0) + count
    return found


def home_of(reader: Reader, kind: str, record_id: str) -> str:
    """Return the process that a lane, step or pain belongs to; "" where it is not on this device."""
    found = where(reader, kind, "id = ? AND deleted_at IS NULL", record_id)
    return str(found[0].get("process_id") or "") if found else ""


def _newest_to_be(reader: Reader, as_is: str) -> str:
    condition = "base_process_id = ? AND form = 'to_be' AND deleted_at IS NULL ORDER BY id DESC LIMIT 1"
    found = where(reader, "process", condition, as_is)
    return found[0].id if found else ""
