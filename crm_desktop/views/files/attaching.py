"""An act with files in it: the record that is being made and the pictures pasted into it are one act with one undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from crm_desktop.models.edits import Edit
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import Wording

if TYPE_CHECKING:
    from crm_desktop.store.acts import Committed
    from crm_desktop.store.attachments.attaching import NewFile


def act_with_files(
    desk: Desk,
    act: str,
    edits: Sequence[Edit],
    files: tuple[tuple[NewFile, ...], tuple[str, str]],
    said: Wording = "",
    *,
    after: Sequence[Edit] = (),
    on_done: Callable[[Committed], None] | None = None,
    on_error: Callable[[Exception], None] | None = None,
) -> None:
    """Commit edits and attach `files`, contents that were put, to the record of this kind and id, off the UI thread.

    `after`: edits of the attachments themselves, in the same act.
    """
    contents, (kind, record_id) = files
    if not contents:
        desk.act(act, edits, said, on_done, on_error)
        return
    from crm_desktop.store.attachments.attaching import Target

    def done(committed: Committed) -> None:
        desk.announce(committed)
        if said:
            desk.notices.say_done(said)
        if on_done is not None:
            on_done(committed)

    work = partial(desk.store.attachments.attach, contents, Target(kind, record_id), act=act, edits=edits, after=after)
    desk.background.write(work, done, on_error or desk.notices.fail)
