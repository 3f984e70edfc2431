"""What the commands Undo and Redo would do now."""

from crm_desktop.store.reader import Reader
from crm_desktop.store.undo import UndoState
from crm_desktop.store.undo import undo_state as state_on


def undo_state(reader: Reader) -> UndoState:
    """Return what could be taken back and done again; None for each where there is nothing."""
    return state_on(reader.connection)
