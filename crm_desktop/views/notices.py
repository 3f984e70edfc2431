"""What the program tells a person in passing: done with undo, or a problem with what is safe and what to do next."""

from PySide6.QtCore import QObject, Signal

from crm_desktop.views.language.texts import Wording


class Notices(QObject):
    """Passes words to the shell, which shows one at a time."""

    done = Signal(object)
    """A Wording, shown with Undo."""
    informed = Signal(object)
    """A Wording, shown without."""
    failed = Signal(object)
    """An Exception; a UserError is shown in its own words, anything else as a failure of the program."""

    def say_done(self, wording: Wording) -> None:
        """Tell that an act that can be undone has happened."""
        self.done.emit(wording)

    def inform(self, wording: Wording) -> None:
        """Tell something that needs no answer."""
        self.informed.emit(wording)

    def fail(self, error: Exception) -> None:
        """Tell that something could not be done."""
        self.failed.emit(error)
