"""How the program looks and speaks: language, theme, density, text size, motion. Each choice holds at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import text
from crm_desktop.views.settings.group import Group
from crm_desktop.views.surroundings import Surroundings
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.segmented import Segmented
from crm_desktop.views.widgets.switch import Switch

T = TypeVar("T")
SCALES = (100, 115, 130, 150, 175, 200)


class Appearance(Group):
    """Follows what is in force, whoever changed it."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(text("settings", "Language and appearance"), "palette", parent)
        self._around = around
        theme = current_theme()
        # Each language is named in itself, so that one finds one's own in a program that speaks another.
        self.language = Segmented(
            [("system", text("settings", "System"), ""), ("zh", "中文", ""), ("en", "English", "")], self._speak
        )
        self.theme = Segmented(
            [
                ("system", text("settings", "System"), ""),
                ("light", text("settings", "Light"), ""),
                ("dark", text("settings", "Dark"), ""),
            ],
            partial(self._take, theme.choose),
        )
        self.density = Segmented(
            [("comfortable", text("settings", "Mouse"), ""), ("touch", text("settings", "Touch"), "")],
            partial(self._take, theme.set_density),
        )
        self.scale = Segmented([(str(each), f"{each}%", "") for each in SCALES], self._scale)
        self.motion = Switch(text("settings", "Less motion"), on=theme.reduced_motion)
        self.motion.toggled.connect(partial(self._take, theme.set_reduced_motion))
        self.add(text("settings", "Language"), self.language)
        self.add(text("settings", "Theme"), self.theme)
        touch = text("settings", "Touch makes rows and buttons taller.")
        self.add(text("settings", "Sizes"), self.density, touch)
        self.add(text("settings", "Text size"), self.scale)
        still = text("settings", "Things change at once instead of moving.")
        self.add(text("settings", "Less motion"), self.motion, still)
        theme.changed.connect(self.follow)
        current_language().changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show what is in force."""
        theme = current_theme()
        self.language.choose(current_language().choice)
        self.theme.choose(theme.choice)
        self.density.choose(theme.density)
        wanted = round(theme.text_scale * 100)
        self.scale.choose(str(min(SCALES, key=lambda each: abs(each - wanted))))
        self.motion.blockSignals(True)
        self.motion.setChecked(theme.reduced_motion)
        self.motion.blockSignals(False)
        self.motion.update()

    def _speak(self, choice: str) -> None:
        current_language().use(choice)
        self._around.choices_changed.emit()

    def _scale(self, percent: str) -> None:
        current_theme().set_text_scale(int(percent) / 100)
        self._around.choices_changed.emit()

    def _take(self, choose: Callable[[T], None], choice: T) -> None:
        choose(choice)
        self._around.choices_changed.emit()
