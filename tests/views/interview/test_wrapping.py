"""Breaking words into lines: what is no wider than the room, and where a line may begin."""

from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QApplication

from crm_desktop.views.interview.wrapping import wrap


def test_no_line_begins_with_a_sign_that_ends_something(qapp: QApplication) -> None:
    font = QFont()
    metrics = QFontMetricsF(font)
    words = "以后谁会天天用新工具，谁只看结果？"
    for room in range(60, 260, 7):
        lines = wrap(words, font.toString(), room)
        assert "".join(lines) == words
        assert not any(line[0] in "，？" for line in lines[1:]), lines
        assert all(metrics.horizontalAdvance(line) <= room for line in lines)
