"""The photos of imported people become files of their contacts, as a part of the same import. No Qt here."""

from pathlib import PurePath

from crm_desktop.interchange.vcard.table import Photo, VcardTable
from crm_desktop.models.errors import Refused
from crm_desktop.models.importing.findings import TableReport
from crm_desktop.store.attachments.attaching import NewFile, Target
from crm_desktop.store.import_target import StoreDestination
from crm_desktop.store.opening import Store

_ENDINGS = {"image/png": ".png", "image/gif": ".gif", "image/webp": ".webp"}


def attach_photos(store: Store, table: VcardTable, report: TableReport, destination: StoreDestination) -> None:
    """Attach each photo to the contact that its row became; one that cannot be kept costs only itself."""
    if report.kind != "contact":
        return
    names = {row.line: row.cells[0] for row in table.content}
    for line, photo in table.photos.items():
        made = report.made.get(line)
        if made is None:
            continue
        try:
            content = store.attachments.put(photo.content, photo.media_type)
            file = NewFile(content, _file_name(names[line], photo))
            done = store.attachments.attach([file], Target("contact", made), batch=destination.batch)
        except Refused:
            continue
        if destination.announce is not None:
            destination.announce(done)


def _file_name(person: str, photo: Photo) -> str:
    """Return a name without anything that could lead elsewhere: strangers chose it."""
    plain = "".join(sign for sign in PurePath(person).name if sign.isalnum() or sign in " -_·").strip()
    return f"{plain or 'photo'}{_ENDINGS.get(photo.media_type, '.jpg')}"
