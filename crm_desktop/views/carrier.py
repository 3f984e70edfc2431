"""What carries actions of the whole window and takes no room in it."""

from PySide6.QtWidgets import QWidget


class Carrier(QWidget):
    """`Carrier(window)`: its actions are offered while it is shown, and so not behind a lock or a sign-in."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setFixedSize(0, 0)
        self.show()
