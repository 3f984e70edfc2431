"""The plain page of everything that stands between a person and their data: a card in the middle, the mark above."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.sign_in.language_menu import LanguageButton
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import logo, pixmap
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.component import Component, set_surface
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.scrolling import scrolled

_WIDTH = 480


class Gate(Component, QWidget):
    """`Gate("lock-keyhole", title, sentence)`; more goes into `body`, verbs into `verbs`."""

    def __init__(self, icon: str, title: Wording, sentence: Wording = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, "app")
        self._icon, self._icon_name = QLabel(), icon
        self._card = Card(padding=24)
        self.title = Label(title, "title", weight=600)
        self.sentence = Paragraph(sentence)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self.verbs = QHBoxLayout()
        self.verbs.setSpacing(8)
        self.verbs.addStretch()
        self._lay_out()
        self.settle()

    def restyle(self) -> None:
        """Take width and icon from the theme."""
        theme = current_theme()
        self._icon.setPixmap(pixmap(self._icon_name, theme.scaled(28), "text.secondary"))
        self._card.setFixedWidth(theme.scaled(_WIDTH))

    def set_words(self, title: Wording, sentence: Wording) -> None:
        """Say something else."""
        self.title.set_wording(title)
        self.sentence.set_wording(sentence)

    def _lay_out(self) -> None:
        card = self._card
        card.body.setSpacing(8)
        card.body.addWidget(self._icon)
        card.body.addWidget(self.title)
        card.body.addWidget(self.sentence)
        card.body.addSpacing(4)
        card.body.addLayout(self.body)
        card.body.addSpacing(8)
        card.body.addLayout(self.verbs)
        head = QHBoxLayout()
        head.setSpacing(8)
        mark = QLabel()
        mark.setPixmap(logo(28))
        head.addStretch()
        head.addWidget(mark)
        head.addWidget(Label(text("widgets", "Fieldline CRM"), "heading", weight=600))
        head.addStretch()
        # With large text, or in a low window, it scrolls.
        content = QWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(content))
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 24, 24, 16)
        column.addStretch(2)
        column.addLayout(head)
        column.addSpacing(20)
        # Between stretches, not aligned: an aligned widget is not asked how tall it is at its width.
        middle = QHBoxLayout()
        middle.addStretch()
        middle.addWidget(card)
        middle.addStretch()
        column.addLayout(middle)
        column.addStretch(3)
        column.addWidget(LanguageButton(), 0, Qt.AlignmentFlag.AlignHCenter)
