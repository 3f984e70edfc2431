"""An act with files in it: the record that is being made and the pictures pasted into it are one act with one undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from crm_desktop.models.edits import Edit
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import Wording

if TYPE_CHECKING:
    from crm_desktop.store.acts import Committed
    from crm_desktop.store.attachments.attaching import NewFile


@dataclass(frozen=True, slots=True)
class Filed:
    """Contents that were put, and the record that they are to hang on."""

    contents: tuple[NewFile, ...]
    kind: str
    record_id: str
    after: Sequence[Edit] = ()
    """Edits of the attachments themselves, in the same act."""


def act_with_files(
    desk: Desk,
    act: str,
    edits: Sequence[Edit],
    files: Filed,
    said: Wording = "",
    *,
    on_done: Callable[[Committed], None] | None = None,
    on_error: Callable[[Exception], None] | None = None,
) -> None:
    """Commit edits and attach files to a record, off the UI thread."""
    if not files.contents:
        desk.act(act, edits, said, on_done, on_error)
        return
    from crm_desktop.store.attachments.attaching import Target

    def done(committed: Committed) -> None:
        desk.announce(committed)
        if said:
            desk.notices.say_done(said)
        if on_done is not None:
            on_done(committed)

    target = Target(files.kind, files.record_id)
    work = partial(desk.store.attachments.attach, files.contents, target, act=act, edits=edits, after=files.after)
    desk.background.write(work, done, on_error or desk.notices.fail)
