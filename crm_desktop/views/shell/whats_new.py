"""What is new in this version, in the language of the program: the part of the changelog that users notice."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.models.resources import resource
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph


def news(language: str) -> list[tuple[str, list[str]]]:
    """Return headings and sentences, the newest first."""
    content: list[dict[str, Any]] = msgspec.json.decode(resource("whats-new.json").read_bytes())
    return [(str(part["heading"][language]), [str(each) for each in part["news"][language]]) for part in content]


def show_news(window: QWidget) -> Dialog:
    """Open the page over the window."""
    dialog = Dialog(text("shell", "What is new"), width=560, parent=window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 12, 0)
    column.setSpacing(6)
    for number, (heading, sentences) in enumerate(news(current_language().code)):
        title = Label(heading, "bodyStrong")
        title.setContentsMargins(0, 10 if number else 0, 0, 0)
        column.addWidget(title)
        for sentence in sentences:
            column.addWidget(Paragraph(f"·  {sentence}"))
    column.addStretch()
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(str(text("shell", "What is new")))
    area.setWidget(content)
    content.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    area.setMinimumHeight(current_theme().scaled(400))
    dialog.body.addWidget(area)
    dialog.add_safe_verb(text("widgets", "Close"))
    dialog.open()
    area.setFocus()
    return dialog
