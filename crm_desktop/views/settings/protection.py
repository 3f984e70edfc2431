"""When an idle program locks, how long it may go without its server, and the way to remove this computer."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.models.rules.locking import lock_minutes
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import text
from crm_desktop.views.settings.group import Group
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.segmented import Segmented

CHOICES = (0, 1, 5, 15, 30)
"""Minutes; 0 leaves it to the organisation."""


class ProtectionGroup(Group):
    """Follows the organisation's terms and the person's own choice."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(text("settings", "Lock"), "lock-keyhole", parent)
        around = self._around = desk.around
        self.lock = Button(text("settings", "Lock now"), around.lock_wanted.emit, icon="lock")
        self.lock.set_hint(text("settings", "Ctrl+Alt+L"))
        self.add(
            text("settings", "Lock now"),
            self.lock,
            text("settings", "Hides everything until your password is given; sync goes on."),
        )
        organisation = text("settings", "As set")
        self.minutes = Segmented(
            [(str(each), text("settings", "%n min", n=each) if each else organisation, "") for each in CHOICES],
            self._choose,
        )
        self._idle = self.add(text("settings", "Lock when nobody is there"), self.minutes, " ")
        self._absence = self.add(text("settings", "Without the server"), None, " ")
        remove = Button(
            text("settings", "Remove this computer…"), around.remove_wanted.emit, kind="danger", icon="monitor"
        )
        self.add(
            text("settings", "Remove this computer"),
            remove,
            text("settings", "Hands over what was not sent, then deletes the data here."),
        )
        around.terms_changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show what is in force."""
        around, terms = self._around, self._around.terms
        self.minutes.choose(str(min(CHOICES, key=lambda each: abs(each - around.own_lock_minutes))))
        if terms is None:
            return
        minutes = lock_minutes(terms.lock_minutes, around.own_lock_minutes)
        if minutes:
            self._idle.set_wording(
                text(
                    "settings",
                    "Locks after %n minute(s). A time longer than your organisation's has no effect.",
                    n=minutes,
                )
            )
        else:
            self._idle.set_wording(text("settings", "Your organisation asks for no lock; you may choose one."))
        self._absence.set_wording(
            text(
                "settings",
                "Opens up to {limit} days without contact; %n day(s) left.",
                n=terms.days_left,
                limit=terms.offline_days,
            )
        )

    def _choose(self, minutes: str) -> None:
        self._around.lock_minutes_chosen.emit(int(minutes))
