"""The right half of the sign-in page: what the product is for, in two sentences and a picture."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.views.language.texts import text
from crm_desktop.views.sign_in.sample_picture import SamplePicture
from crm_desktop.views.widgets.component import set_surface
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph


class SamplePanel(QWidget):
    """Heading, sentence, picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, "app")
        column = QVBoxLayout(self)
        column.setContentsMargins(72, 64, 44, 48)
        column.setSpacing(4)
        column.addWidget(Label(text("sign_in", "Draw the process while they talk."), "figure", weight=600))
        column.addWidget(
            Paragraph(
                text(
                    "sign_in",
                    "Visits, accounts and process maps stay on your laptop and sync when you are back online.",
                ),
                "bodyLarge",
            )
        )
        column.addSpacing(28)
        column.addWidget(SamplePicture(), 1)
