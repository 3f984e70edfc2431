"""The composition root: the one place that builds store, sync and window together.

The window paints first. What it needs for that is imported here; everything else is loaded after the first paint.
"""

from __future__ import annotations

import os
import sys
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

import crm_desktop.views.quick_imports  # noqa: F401  (before the others, since it makes them cheaper)

# isort: split
from crm_desktop.composition.diagnostics import Diagnostics
from crm_desktop.composition.file_events import FileEvents
from crm_desktop.composition.instance import Instance
from crm_desktop.composition.options import Options
from crm_desktop.composition.program import Program
from crm_desktop.composition.windows import Windows, first_place
from crm_desktop.models.errors import Broken
from crm_desktop.settings import PreferencesFile, Profile, default_profile
from crm_desktop.views.language.language import CHOICES as LANGUAGES
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.shell.main_window import MainWindow
from crm_desktop.views.shell.sections import SECTIONS, page_module
from crm_desktop.views.shell.tools import Tools
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.theme import CHOICES as THEMES
from crm_desktop.views.theme.theme import DENSITIES, STYLE


def run(options: Options) -> int:
    """Run the program until its window is closed; return its exit status."""
    profile = Profile(options.profile.absolute()) if options.profile else default_profile()
    application = _application(options)
    try:
        profile.prepare()
    except Broken as problem:
        return _refuse(application, options, problem)
    instance = Instance(profile.lock)
    if not instance.claim():
        return _give_way(instance, application, options)
    diagnostics = Diagnostics(profile)
    diagnostics.open()
    try:
        return _work(application, options, profile, instance, diagnostics)
    finally:
        diagnostics.close()
        instance.release()


def _work(
    application: QApplication, options: Options, profile: Profile, instance: Instance, diagnostics: Diagnostics
) -> int:
    program = start(application, options, profile)
    diagnostics.tell(program.tools.notices.fail)
    window = program.window
    windows = window.findChild(Windows)
    assert windows is not None
    window.painted.connect(lambda: QTimer.singleShot(0, window, lambda: instance.listen(windows.open)))
    if sys.platform == "darwin":
        FileEvents(application, window, windows.open)
    if options.target:
        windows.open(options.target)
    if options.minimised:
        window.showMinimized()
    else:
        window.show()
    status = application.exec()
    program.close()
    return status


def start(application: QApplication, options: Options, profile: Profile) -> Program:
    """Build the window; after its first paint the data is opened behind it. The caller shows and closes it."""
    preferences = PreferencesFile(profile.preferences)
    if options.server:
        preferences.change(server=options.server)
    dress(application, preferences, options)
    tools = Tools()
    window = MainWindow(tools)
    program = Program(profile, preferences, tools, window)
    Windows(program)
    window.place_as(preferences.present.geometry)
    window.workplace.collapse_rail(preferences.present.rail_collapsed)
    window.workplace.rail_collapsed.connect(lambda collapsed: preferences.change(rail_collapsed=collapsed))
    if preferences.present.user_id:
        window.workplace.rail.set_person(preferences.present.user_name, "", preferences.present.user_id)
    place = first_place(preferences.present.windows)
    if place is not None:
        window.workplace.host.start_at(place)
    elif preferences.present.section in {each.name for each in SECTIONS}:
        window.workplace.host.start_at(Place(preferences.present.section))
    window.closing.connect(program.keep_choices)
    # Not in the paint event itself: the picture has to reach the screen first. And not in the turn after it: what a
    # person did to the window while it came up goes before threads that want the interpreter.
    later = partial(QTimer.singleShot, 0, window)
    window.painted.connect(lambda: later(lambda: later(lambda: _begin(program))))
    return program


def dress(application: QApplication, preferences: PreferencesFile, options: Options) -> None:
    """Put language, theme and density into force."""
    chosen, theme = preferences.present, current_theme()
    current_language().use(options.language or (chosen.language if chosen.language in LANGUAGES else "system"))
    theme.choice = options.theme or (chosen.theme if chosen.theme in THEMES else "system")
    theme.density = chosen.density if chosen.density in DENSITIES else "comfortable"
    theme.text_scale = min(2.0, max(1.0, chosen.text_scale))
    theme.reduced_motion = chosen.reduced_motion
    theme.install(application)


def _begin(program: Program) -> None:
    from crm_desktop.views.loading import load_in_turns, load_what_has_no_screen

    first = page_module(program.window.workplace.host.place)

    def search() -> tuple[list[str], list[str]]:
        return load_what_has_no_screen("crm_desktop.composition.joining"), load_what_has_no_screen(first)

    # A person may type as soon as the window is there, and the loading takes many frames.
    def load(screens: tuple[list[str], list[str]]) -> None:
        load_in_turns(screens[0], partial(_go_on, program, screens[1]), program.window)

    program.tools.background.read(search, load, owner=program.window)


def _go_on(program: Program, screens: list[str]) -> None:
    from crm_desktop.composition.joining import join
    from crm_desktop.views.loading import load_in_turns

    join(program).begin()
    # The page that is shown first, while the data is opened in another thread.
    load_in_turns(screens, lambda: None, program.window)
    # In a turn of its own: what a person typed meanwhile goes first.
    QTimer.singleShot(0, program.window, lambda: _adorn(program))


def _adorn(program: Program) -> None:
    from crm_desktop.composition.tray import Tray
    from crm_desktop.views.theme.icons import logo
    from crm_desktop.views.widgets.focus_ring import FocusRing

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    program.window.setWindowIcon(logo(64))
    Tray(program)
    program.ring = FocusRing.follow(application)
    program.ring.focus_moved(None, application.focusWidget())


def _application(options: Options) -> QApplication:
    seeing = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"} & os.environ.keys()
    if options.offscreen_safe and sys.platform == "linux" and not seeing:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        application = existing
    else:
        application = QApplication([*sys.argv[:1], "-style", STYLE])
        application.setProperty("styled", True)
    application.setApplicationName("fieldline-crm")
    application.setDesktopFileName("fieldline-crm")
    return application


def _give_way(instance: Instance, application: QApplication, options: Options) -> int:
    """Leave the profile to the program that has it, after asking it to come to the front."""
    if not instance.held_by_another:
        return _refuse(application, options, Broken("profile.read_only"))
    if instance.wake_the_first(options.target):
        return 0
    return _refuse(application, options, Broken("profile.in_use"))


def _refuse(application: QApplication, options: Options, problem: Broken) -> int:
    """Say why the program cannot run at all, and end."""
    from crm_desktop.views.language.errors import explain
    from crm_desktop.views.language.texts import text
    from crm_desktop.views.widgets.dialog import Dialog

    preferences = PreferencesFile((Profile(options.profile) if options.profile else default_profile()).preferences)
    dress(application, preferences, options)
    said = explain(problem)
    dialog = Dialog(said.title, f"{said.explanation} {said.remedy}", width=560)
    dialog.add_safe_verb(text("sign_in", "Quit"))
    dialog.exec()
    return 1
