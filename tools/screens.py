"""Pictures of every screen: `python -m tools.screens DIR [NAME ...]` writes DIR/NAME-THEME-LANGUAGE.png,
and DIR/NAME-touch-en.png in the density for fingers.

Each screen is built anew for every theme and language, as the program itself would build it.
"""

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QDeadlineTimer, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.views.language.language import current_language
from crm_desktop.views.theme.current import current_theme
from tools.turns import turn

THEMES = ("light", "dark")
LANGUAGES = ("zh", "en")
_SETTLING_MS = 1_200


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen to be pictured; `builder` names a function without arguments that returns the widget."""

    name: str
    builder: str
    width: int = 1440
    height: int = 900

    def build(self) -> QWidget:
        """Import the builder and call it."""
        module, _, function = self.builder.partition(":")
        build: Callable[[], QWidget] = getattr(import_module(module), function)
        return build()


SCREENS = [
    Screen("k-components", "tools.gallery:build_gallery", 720, 900),
    Screen("k-frame", "tools.gallery_frame:build_frame"),
    Screen("j1-sign-in", "tools.entrance_screens:build_sign_in"),
    Screen("j1-sign-in-again", "tools.entrance_screens:build_sign_in_offline"),
    Screen("j1-passphrase", "tools.entrance_screens:build_choose_passphrase", 1100, 680),
    Screen("j1-unlock", "tools.entrance_screens:build_unlock", 1100, 680),
    Screen("j1-locked", "tools.parting_screens:build_locked"),
    Screen("j1-offline-limit", "tools.parting_screens:build_offline_limit", 1100, 680),
    Screen("j1-handing-over", "tools.parting_screens:build_handing_over", 1100, 680),
    Screen("j1-told", "tools.parting_screens:build_told", 1100, 680),
    Screen("g-left-behind", "tools.parting_screens:build_left_behind", 1232, 848),
    Screen("settings-devices", "tools.parting_screens:build_settings", 1232, 1100),
    Screen("j1-trouble", "tools.entrance_screens:build_trouble", 1100, 680),
    Screen("j1-keyring", "tools.entrance_screens:build_waiting", 1100, 680),
    Screen("j2-first-sync", "tools.entrance_screens:build_first_sync"),
    Screen("window", "tools.entrance_screens:build_work"),
    Screen("window-narrow", "tools.entrance_screens:build_work_narrow", 1100, 680),
    Screen("i-palette", "tools.shell_screens:build_palette"),
    Screen("i-palette-recent", "tools.shell_screens:build_palette_recent"),
    Screen("i-palette-verbs", "tools.shell_screens:build_palette_verbs"),
    Screen("tour-panel", "tools.shell_screens:build_tour"),
    Screen("tour-map", "tools.shell_screens:build_tour_map"),
    Screen("tour-end", "tools.shell_screens:build_tour_end", 1100, 680),
    Screen("notice-publish", "tools.shell_screens:build_publish", 900, 760),
    Screen("rail-drop", "tools.shell_screens:build_rail_drop"),
    Screen("whats-new", "tools.shell_screens:build_news", 900, 700),
    Screen("export", "tools.shell_screens:build_export", 900, 700),
    Screen("window-problem", "tools.entrance_screens:build_work_problem"),
    Screen("b-accounts", "tools.list_screens:build_accounts"),
    Screen("b-accounts-filter", "tools.list_screens:build_all_accounts"),
    Screen("list-contacts", "tools.list_screens:build_contacts"),
    Screen("list-processes", "tools.list_screens:build_processes"),
    Screen("list-opportunities", "tools.list_screens:build_opportunities"),
    Screen("list-tasks", "tools.list_screens:build_tasks", 1100, 680),
    Screen("list-coming", "tools.list_screens:build_empty", 1100, 680),
    Screen("d-board", "tools.work_screens:build_board", 1232, 848),
    Screen("d-timeline", "tools.work_screens:build_timeline", 1232, 848),
    Screen("a-workbench", "tools.work_screens:build_workbench", 1232, 848),
    Screen("a-workbench-narrow", "tools.work_screens:build_workbench", 1044, 628),
    Screen("a-agenda", "tools.work_screens:build_agenda", 1232, 848),
    Screen("a-agenda-week", "tools.work_screens:build_week", 1232, 848),
    Screen("a-agenda-month", "tools.work_screens:build_month", 1232, 848),
    Screen("a-agenda-list", "tools.work_screens:build_days_listed", 1044, 628),
    Screen("e-swimlane", "tools.diagram_screens:build_editor", 1384, 900),
    Screen("e-swimlane-rows", "tools.diagram_screens:build_rows", 1384, 900),
    Screen("e-compare", "tools.diagram_screens:build_compare", 1384, 900),
    Screen("e-overlay", "tools.diagram_screens:build_overlay", 1384, 900),
    Screen("e-versions", "tools.diagram_screens:build_versions", 1384, 900),
    Screen("e-findings", "tools.diagram_screens:build_findings", 620, 480),
    Screen("e-simulation", "tools.simulation_screens:build_results", 1384, 900),
    Screen("e-simulation-costs", "tools.simulation_screens:build_costs", 1384, 900),
    Screen("e-simulation-inputs", "tools.simulation_screens:build_inputs", 1384, 900),
    Screen("e-swimlane-steps", "tools.diagram_screens:build_steps", 1384, 900),
    Screen("f-interview", "tools.interview_screens:build_interview", 1384, 900),
    Screen("f-interview-narrow", "tools.interview_screens:build_narrow_answers", 1044, 680),
    Screen("f-interview-map", "tools.interview_screens:build_narrow", 1044, 680),
    Screen("f-interview-starting", "tools.interview_screens:build_starting", 600, 760),
    Screen("f-interview-part", "tools.interview_screens:build_part", 1000, 480),
    Screen("f-interview-preparing", "tools.interview_screens:build_preparing", 1384, 900),
    Screen("f-recording", "tools.recording_screens:build_recording", 760, 560),
    Screen("e-swimlane-empty", "tools.diagram_screens:build_empty", 1044, 680),
    Screen("study-pains", "tools.solution_screens:build_pains", 1232, 848),
    Screen("study-comparison", "tools.solution_screens:build_comparison", 1232, 848),
    Screen("method-reports", "tools.solution_screens:build_templates", 1232, 848),
    Screen("study-report", "tools.solution_screens:build_report", 1232, 848),
    Screen("study-pains-by-step", "tools.solution_screens:build_pains_by_step", 1044, 628),
    Screen("study-list", "tools.study_screens:build_list", 1232, 848),
    Screen("study-overview", "tools.study_screens:build_overview", 1232, 848),
    Screen("study-goals", "tools.study_screens:build_goals", 1232, 848),
    Screen("study-work", "tools.study_screens:build_work", 1232, 848),
    Screen("study-sources", "tools.study_screens:build_sources", 1232, 848),
    Screen("study-results", "tools.study_screens:build_results", 1232, 848),
    Screen("settings", "tools.work_screens:build_settings", 1232, 1100),
    Screen("g-sync-centre", "tools.work_screens:build_sync_centre", 1232, 848),
    Screen("c-account", "tools.record_screens:build_account", 1232, 848),
    Screen("c-account-history", "tools.record_screens:build_account_history", 1232, 848),
    Screen("c-account-details", "tools.record_screens:build_account_details", 1232, 848),
    Screen("c-account-files", "tools.file_screens:build_files", 1232, 848),
    Screen("c-account-line-picture", "tools.file_screens:build_line_with_picture", 1232, 848),
    Screen("file-viewer", "tools.file_screens:build_viewer"),
    Screen("opportunity", "tools.record_screens:build_opportunity", 1232, 848),
    Screen("contact", "tools.record_screens:build_contact", 1232, 848),
    Screen("task", "tools.record_screens:build_task", 1232, 848),
    Screen("form-merge", "tools.record_screens:build_merge", 900, 800),
    Screen("form-log", "tools.record_screens:build_log", 900, 800),
    Screen("form-create-account", "tools.record_screens:build_create_account", 900, 800),
    Screen("form-create", "tools.record_screens:build_create", 900, 800),
    Screen("b-panel", "tools.record_screens:build_panel", 360, 860),
    Screen("import-0-empty", "tools.import_screens:build_empty", 900, 700),
    Screen("import-1-file", "tools.import_screens:build_file", 900, 700),
    Screen("import-2-columns", "tools.import_screens:build_columns", 900, 700),
    Screen("import-2-people", "tools.import_screens:build_people", 900, 700),
    Screen("import-4-look-alikes", "tools.import_screens:build_look_alikes", 900, 700),
    Screen("import-3-preview", "tools.import_screens:build_preview", 900, 700),
    Screen("import-4-problems", "tools.import_screens:build_problems", 900, 700),
    Screen("import-5-result", "tools.import_screens:build_result", 900, 700),
    Screen("study-roles", "tools.roles_screens:build_roles", 1232, 848),
    Screen("study-roles-chosen", "tools.roles_screens:build_chosen", 1232, 848),
    Screen("study-roles-simulated", "tools.roles_screens:build_simulated", 1232, 848),
    Screen("study-roles-list", "tools.roles_screens:build_list", 1232, 848),
    Screen("study-roles-empty", "tools.roles_screens:build_empty", 1044, 628),
    Screen("method-capabilities", "tools.method_screens:build_capabilities", 1232, 848),
    Screen("method-guide", "tools.method_screens:build_guide", 1232, 848),
    Screen("method-outlines", "tools.method_screens:build_outlines", 1232, 848),
    Screen("own-fields", "tools.own_field_screens:build_definitions", 1232, 848),
    Screen("own-fields-none", "tools.own_field_screens:build_none", 1044, 628),
    Screen("own-fields-add", "tools.own_field_screens:build_add", 700, 560),
    Screen("own-fields-list", "tools.own_field_screens:build_list"),
    Screen("own-fields-page", "tools.own_field_screens:build_page", 1232, 848),
    Screen("own-fields-form", "tools.own_field_screens:build_form", 900, 1000),
    Screen("method-reading", "tools.method_screens:build_reading", 1044, 628),
]
"""Every screen, in the order of the program; each screen's author adds it here."""


def main(arguments: list[str]) -> int:
    """Write the pictures and return the exit status."""
    parser = argparse.ArgumentParser(prog="dev.py screens", description=__doc__)
    parser.add_argument("folder", metavar="DIR", type=Path, help="where the pictures go")
    parser.add_argument("names", metavar="NAME", nargs="*", help="screens; all without a name")
    wanted = parser.parse_args(arguments)
    folder: Path = wanted.folder
    names = set(wanted.names)
    unknown = names - {screen.name for screen in SCREENS}
    if unknown:
        parser.error(f"no such screen: {', '.join(sorted(unknown))}")
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    current_theme().install(application)
    for screen in SCREENS:
        if not names or screen.name in names:
            picture_all(screen, folder)
    return 0


def picture_all(screen: Screen, folder: Path) -> None:
    """Write the pictures of one screen: light and dark, Chinese and English, and one for fingers."""
    for theme in THEMES:
        current_theme().choose(theme)
        for language in LANGUAGES:
            current_language().use(language)
            path = folder / f"{screen.name}-{theme}-{language}.png"
            picture(screen, path)
            print(path)
    current_theme().choose("light")
    current_theme().set_density("touch")
    path = folder / f"{screen.name}-touch-{LANGUAGES[-1]}.png"
    picture(screen, path)
    print(path)
    current_theme().set_density("comfortable")


def picture(screen: Screen, path: Path) -> None:
    """Build the screen, let it come to rest, write it, take it down."""
    widget = screen.build()
    widget.resize(screen.width, screen.height)
    widget.show()
    settle()
    widget.grab().save(str(path))
    widget.close()
    widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def settle(milliseconds: int = _SETTLING_MS) -> None:
    """Let background answers arrive and layouts come to rest."""
    deadline = QDeadlineTimer(milliseconds)
    while not deadline.hasExpired():
        turn()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
