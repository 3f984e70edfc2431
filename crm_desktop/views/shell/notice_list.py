"""The list behind the bell: what the window said so far, newest first."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import text
from crm_desktop.views.shell.notice import Notice
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import pixmap
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph

_SHOWN = 8


def notice_list(notices: Sequence[Notice], formats: Formats) -> QWidget:
    """Return the list as a popover's content."""
    content = QWidget()
    content.setFixedWidth(current_theme().scaled(340))
    column = QVBoxLayout(content)
    column.setContentsMargins(4, 0, 4, 4)
    column.setSpacing(10)
    column.addWidget(Label(text("shell", "Notices"), "heading"))
    if not notices:
        column.addWidget(Paragraph(text("shell", "Nothing new. Problems and messages are listed here.")))
    for notice in notices[:_SHOWN]:
        column.addLayout(_row(notice, formats))
    return content


def _row(notice: Notice, formats: Formats) -> QHBoxLayout:
    icon = QLabel()
    icon.setPixmap(pixmap(notice.icon, current_theme().icon_size(), notice.role))
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(Paragraph(notice.words, role="text.primary"))
    words.addWidget(Label(formats.moment(notice.moment), "caption", "text.secondary"))
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    return row
