"""Who is signed in, the keys, and what the program is made of."""

from __future__ import annotations

import platform

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from crm_desktop.settings import VERSION
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import text
from crm_desktop.views.settings.group import Group
from crm_desktop.views.surroundings import SignedInAs
from crm_desktop.views.widgets.avatar import Avatar
from crm_desktop.views.widgets.button import Button

LIBRARIES = (
    ("Qt, PySide6", "LGPL-3.0"),
    ("SQLCipher", "BSD-3-Clause"),
    ("OpenSSL", "Apache-2.0"),
    ("SQLAlchemy, Alembic", "MIT"),
    ("msgspec", "BSD-3-Clause"),
    ("requests", "Apache-2.0"),
    ("keyring", "MIT"),
    ("cryptography", "Apache-2.0 / BSD-3-Clause"),
    ("argon2-cffi", "MIT"),
    ("phonenumbers", "Apache-2.0"),
    ("rapidfuzz", "MIT"),
    ("python-calamine", "MIT"),
    ("XlsxWriter", "BSD-2-Clause"),
    ("Lucide", "ISC"),
)
"""What ships with the desktop program and under which licence; docs/dependencies.md says why each is there."""


class AccountGroup(Group):
    """Who works here, on which device, at which server; and the way out."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(text("settings", "Account"), "circle-user", parent)
        self._desk = desk
        self._avatar = Avatar("?", desk.me, 32)
        self._who = self.add(text("settings", "Signed in"), self._avatar, " ")
        self._where = self.add(text("settings", "Server"), None, " ")
        self._device = self.add(text("settings", "This device"), None, " ")
        out = Button(text("settings", "Sign out…"), desk.around.sign_out_wanted.emit, kind="danger", icon="log-out")
        self.add(
            text("settings", "Sign out"), out, text("settings", "Deletes the data on this device, after a question.")
        )

    def show_account(self, account: SignedInAs) -> None:
        """Show who is signed in."""
        parts = [part for part in (account.user_name, account.organisation_name) if part]
        self._who.set_wording(" · ".join(parts) or text("settings", "Not known"))
        self._where.set_wording(account.server or text("settings", "Not known"))
        self._device.set_wording(account.device_name or platform.node() or text("settings", "Not known"))
        self._avatar.set_record(account.user_name or "?", self._desk.me)


class KeysGroup(Group):
    """The way to the page of keys."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(text("settings", "Keyboard"), "keyboard", parent)
        show = Button(text("settings", "Show keys"), lambda: desk.actions.run("keys"), icon="keyboard")
        self.add(text("settings", "Keys"), show, text("settings", "Everything can be done by key. Ctrl+/ shows how."))


class AboutGroup(Group):
    """Version and licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(text("settings", "About"), "info", parent)
        versions = f"{VERSION} · Qt {qVersion()} · PySide6 {pyside_version} · Python {platform.python_version()}"
        copy = Button(text("settings", "Copy"), lambda: QGuiApplication.clipboard().setText(versions), icon="copy")
        self.add(text("widgets", "Fieldline CRM"), copy, versions)
        self.add_text(
            text(
                "settings",
                "Free software under the Apache License 2.0. Qt and PySide6 are used under the GNU LGPL 3.0, "
                "unchanged, as files of their own that you may replace.",
            )
        )
        named = [f"{name} ({licence})" for name, licence in LIBRARIES]
        self.add_text(text("settings", "With thanks to: {libraries}", libraries=", ".join(named)))
