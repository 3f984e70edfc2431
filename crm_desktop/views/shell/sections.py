"""Which sections there are and which class shows each: the one list that knows every screen.

A screen is named, not imported: its module is loaded when a person goes there for the first time.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import Text, text
from crm_desktop.views.navigation import Place
from crm_desktop.views.page import Page


@dataclass(frozen=True, slots=True)
class Section:
    """One section: `name` is that of its places, `page` the class that shows it as `module:Class`."""

    name: str
    wording: Text
    icon: str
    page: str
    at_foot: bool = False


SECTIONS = (
    Section(
        "workbench",
        text("shell", "Workbench"),
        "layout-dashboard",
        "crm_desktop.views.workbench.page:WorkbenchPage",
    ),
    Section("agenda", text("shell", "Calendar"), "calendar-days", "crm_desktop.views.agenda.page:AgendaPage"),
    Section("accounts", text("shell", "Accounts"), "building-2", "crm_desktop.views.accounts.page:AccountsPage"),
    Section("contacts", text("shell", "Contacts"), "contact-round", "crm_desktop.views.contacts.page:ContactsPage"),
    Section(
        "opportunities",
        text("shell", "Opportunities"),
        "square-kanban",
        "crm_desktop.views.opportunities.page:OpportunitiesPage",
    ),
    Section("processes", text("shell", "Processes"), "workflow", "crm_desktop.views.processes.page:ProcessesPage"),
    Section(
        "sync",
        text("shell", "Sync centre"),
        "refresh-cw",
        "crm_desktop.views.sync_centre.page:SyncCentrePage",
        at_foot=True,
    ),
    Section(
        "settings",
        text("shell", "Settings"),
        "settings-2",
        "crm_desktop.views.settings.page:SettingsPage",
        at_foot=True,
    ),
)

RECORD_PAGES = {
    "accounts": "crm_desktop.views.accounts.account_page:AccountPage",
    "contacts": "crm_desktop.views.contacts.contact_page:ContactPage",
    "opportunities": "crm_desktop.views.opportunities.opportunity_page:OpportunityPage",
    "processes": "crm_desktop.views.diagram.page:ProcessPage",
    "studies": "crm_desktop.views.studies.page:StudyPage",
    "interviews": "crm_desktop.views.interview.page:InterviewPage",
    "agenda": "crm_desktop.views.records.record_page:RecordPage",
}
"""The class for one record's page by section; a section without one shows the record by its own page."""

ALIASES = {
    "tasks": "agenda",
    "visits": "agenda",
    "studies": "processes",
    "interviews": "processes",
    "method": "settings",
    "custom_fields": "settings",
}
"""Sections of records that are shown inside another section."""

LISTS = {
    "tasks": "crm_desktop.views.tasks.page:TasksPage",
    "studies": "crm_desktop.views.studies.studies_page:StudiesPage",
    "method": "crm_desktop.views.method.page:MethodPage",
    "custom_fields": "crm_desktop.views.own_fields.page:OwnFieldsPage",
}
"""The list of records that are shown inside another section, for places that name it and its saved views."""

COMPANIONS = (
    "crm_desktop.views.palette.palette:Palette",
    "crm_desktop.views.records.creating:Creating",
    "crm_desktop.views.processes.creating:CreatingProcesses",
    "crm_desktop.views.interview.starting.starting:StartingInterviews",
    "crm_desktop.views.importing.importing:Importing",
    "crm_desktop.views.calendar.arriving:ArrivingCalendars",
    "crm_desktop.views.reminders.watch:ReminderWatch",
    "crm_desktop.views.recording.leftovers:Leftovers",
    "crm_desktop.views.tour.tour:Tour",
)
"""What floats over every page: made with desk and window once the data is open, and listens to the navigator itself."""

ONCE = frozenset({"crm_desktop.views.reminders.watch:ReminderWatch", "crm_desktop.views.recording.leftovers:Leftovers"})
"""Companions of the program's first window only: nobody is reminded twice, nothing is kept twice."""

HOME = "workbench"


def section(name: str) -> Section:
    """Return the section; raises KeyError for an unknown one."""
    for each in SECTIONS:
        if each.name == ALIASES.get(name, name):
            return each
    raise KeyError(name)


def page_name(place: Place) -> str:
    """Return the `module:Class` that shows the place."""
    shown = section(place.section)
    page = LISTS.get(place.section) or shown.page
    own = RECORD_PAGES.get(place.section) or RECORD_PAGES.get(shown.name, page)
    return own if place.record_id else page


def page_module(place: Place) -> str:
    """Return the module that shows the place."""
    return page_name(place).partition(":")[0]


def page_class(name: str) -> type[Page]:
    """Load a page's class."""
    loaded: type[Page] = _load(name)
    return loaded


def companions(desk: Desk, window: QWidget, *, first: bool = True) -> list[QObject]:
    """Load and make what floats over every page; what there is once in a program belongs to its first window."""
    return [_load(name)(desk, window) for name in COMPANIONS if first or name not in ONCE]


def _load(name: str) -> Any:
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)
