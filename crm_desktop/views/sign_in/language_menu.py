"""The language chooser at the foot of the sign-in page: each language by its own name."""

from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.views.language.language import CHOICES, current_language, system_code
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.menu import Menu

_NAMES = {"zh": "简体中文", "en": "English"}


class LanguageButton(Button):
    """Shows the language in force; a click offers the others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "", self._open, kind="quiet", icon="languages", trailing="chevron-down", small=True, parent=parent
        )

    def retranslate(self) -> None:
        """Name the language in force."""
        self._wording = language_name(current_language().choice)
        super().retranslate()

    def _open(self) -> None:
        menu = Menu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for choice in CHOICES:
            use = partial(current_language().use, choice)
            menu.add_entry(language_name(choice), use, checked=choice == current_language().choice)
        menu.open_below(self)


def language_name(choice: str) -> Wording:
    """Return what a choice of language is called: in that language itself."""
    if choice == "system":
        return text("sign_in", "{language} (system)", language=_NAMES[system_code()])
    return _NAMES[choice]
