"""The running program as a whole: what there is one of, from the first paint to the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.settings import PreferencesFile, Profile
from crm_desktop.views.shell.main_window import MainWindow
from crm_desktop.views.shell.tools import Tools

if TYPE_CHECKING:
    from crm_desktop.composition.workspace import Workspace
    from crm_desktop.views.widgets.focus_ring import FocusRing

CLOSING_SECONDS = 2.0


@dataclass(slots=True, weakref_slot=True)  # Qt keeps weak references to those whose methods it calls
class Program:
    """Profile, preferences, tools and window; the workspace while somebody works."""

    profile: Profile
    preferences: PreferencesFile
    tools: Tools
    window: MainWindow
    workspace: Workspace | None = None
    parting: Workspace | None = None
    """One that hands over its work and is never shown again."""
    ring: FocusRing | None = None
    """Lives as long as it is held."""

    def keep_choices(self) -> None:
        """Remember where the window stands and what was chosen in it."""
        from crm_desktop.views.language.language import current_language
        from crm_desktop.views.theme.current import current_theme

        theme = current_theme()
        self.preferences.change(
            language=current_language().choice,
            theme=theme.choice,
            density=theme.density,
            text_scale=theme.text_scale,
            reduced_motion=theme.reduced_motion,
            geometry=self.window.placed(),
            section=self.window.workplace.host.place.section if self.workspace is not None else "",
        )

    def close(self) -> None:
        """Finish what is being written, stop the sync, close the replica."""
        self.tools.background.drain(CLOSING_SECONDS)
        for workspace in (self.workspace, self.parting):
            if workspace is not None:
                workspace.close()
        self.workspace = self.parting = None

    def forget_person(self) -> None:
        """Remember no longer who worked here."""
        self.preferences.change(user_id="", user_name="", organisation_name="", section="", windows=[])
