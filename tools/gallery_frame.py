"""The frame around every page with sample content: rail, top bar, tabs, filters, detail panel; beside mock-up b."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import text
from crm_desktop.views.theme.tokens import tokens
from crm_desktop.views.widgets.avatar import Avatar
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import SectionHeader
from crm_desktop.views.widgets.chip import AddChip, FilterChip
from crm_desktop.views.widgets.component import line
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.nav_rail import NavRail
from crm_desktop.views.widgets.page_frame import PageFrame
from crm_desktop.views.widgets.segmented import Segmented
from crm_desktop.views.widgets.strip import OfflineStrip
from crm_desktop.views.widgets.sync_pill import SyncState
from crm_desktop.views.widgets.top_bar import TopBar
from crm_desktop.views.widgets.view_tabs import ViewTabs
from tools.gallery_words import words

_SECTIONS = (
    "workbench",
    "calendar",
    "leads",
    "accounts",
    "contacts",
    "opportunities",
    "contracts",
    "tickets",
    "processes",
)
_COUNTS = {"calendar": 3, "leads": 16, "opportunities": 18, "tickets": 4}


def build_frame() -> QWidget:
    """Return rail, top bar and a page with its bars and panel."""
    window = QWidget()
    bar = TopBar()
    bar.set_place([(words("nav.accounts"), None)])
    bar.pill.show_state(SyncState.OFFLINE, 7)
    bar.bell.set_count(3)
    right = QVBoxLayout()
    right.setSpacing(0)
    right.addWidget(bar)
    strip = OfflineStrip(lambda: None)
    strip.connection_lost(7, words("yesterday"))
    right.addWidget(strip)
    right.addWidget(line())
    right.addWidget(_page(), 1)
    row = QHBoxLayout(window)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(_rail())
    row.addLayout(right, 1)
    return window


def _rail() -> NavRail:
    rail = NavRail()
    for key in _SECTIONS:
        rail.add_item(key, words(f"nav.{key}"), tokens().icon_for("nav", key))
        rail.set_count(key, _COUNTS.get(key, 0))
    rail.set_pinned([("p1", words("renewals"), 14), ("p2", words("east_industrial"), 36)])
    rail.add_foot_item("sync", words("nav.sync"), "refresh-cw")
    rail.set_count("sync", 2, alarming=True)
    rail.add_foot_item("settings", words("nav.settings"), "settings-2")
    rail.set_person(words("lin_yue"), words("lin_yue_role"), "user-lin-yue")
    rail.set_current("accounts")
    return rail


def _page() -> PageFrame:
    page = PageFrame()
    tabs = ViewTabs(menus=True)
    tabs.set_views([("all", words("all_accounts"), 55), ("r", words("renewals"), 14), ("m", words("mine"), 32)], "r")
    top = QWidget()
    row = QHBoxLayout(top)
    row.setContentsMargins(12, 0, 16, 0)
    row.addWidget(tabs)
    row.addStretch()
    row.addWidget(Segmented([("l", words("list"), "list"), ("b", words("board"), "square-kanban")], lambda _key: None))
    page.add_bar(top)
    page.add_bar(line())
    page.add_bar(_filters())
    page.add_bar(line())
    page.set_content(QWidget())
    page.set_panel(_panel())
    page.show_panel(True)
    return page


def _filters() -> QWidget:
    bar = QWidget()
    row = QHBoxLayout(bar)
    row.setContentsMargins(24, 11, 16, 11)
    row.setSpacing(8)
    row.addWidget(FilterChip(words("owner"), words("east"), icon="users"))
    row.addWidget(AddChip(words("filter"), lambda: None))
    row.addWidget(Button(words("clear"), kind="link", small=True))
    row.addStretch()
    row.addWidget(Button(words("group"), icon="rows-3", small=True))
    return bar


def _panel() -> QWidget:
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setContentsMargins(16, 14, 16, 16)
    head = QHBoxLayout()
    head.setSpacing(12)
    names = QVBoxLayout()
    names.setSpacing(0)
    names.addWidget(Label(words("hengchuan"), "heading", elide=True))
    names.addWidget(Label(words("place"), "caption", "text.secondary", elide=True))
    head.addWidget(Avatar(words("hengchuan"), "account-hengchuan", 40, tile=True))
    head.addLayout(names, 1)
    head.addWidget(IconButton(text("widgets", "Close"), "x", shortcut="Ctrl+\\"))
    column.addLayout(head)
    acts = QHBoxLayout()
    acts.addWidget(Button(words("interview"), kind="primary", icon="mic", small=True), 1)
    acts.addWidget(Button(words("log"), icon="notebook-pen", small=True), 1)
    column.addLayout(acts)
    column.addWidget(line())
    column.addWidget(SectionHeader(words("key_contacts"), "6", style="bodyStrong"))
    column.addStretch()
    column.addWidget(Label(current_language().code, "micro", "text.tertiary"))
    return panel
