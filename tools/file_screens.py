"""Pictures of the files of a record: the list with every state, the viewer, what waits in the line that logs."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.models.edits import Create
from crm_desktop.models.file_queue import FileLevels
from crm_desktop.models.ids import new_id
from crm_desktop.store.attachments.attaching import NewFile, Target
from crm_desktop.sync.files.progress import Direction, FileStatus, Moving
from crm_desktop.sync.status import Connection, PillState, SyncStatus
from crm_desktop.views.accounts.account_page import AccountPage
from crm_desktop.views.desk import Desk
from crm_desktop.views.files.file_acts import file_acts_of
from crm_desktop.views.files.viewer import FileViewer
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.timeline_card import TimelineCard
from tests.support.sample import ident
from tools.record_screens import OnDesk

HOME = ident("hengchuan")
_NAMES = {
    "zh": ("三号线标签机.png", "会议纪要.txt", "二期报价.pdf", "产线照片.png"),
    "en": ("Label printer line 3.png", "Minutes.txt", "Quote phase 2.pdf", "Shop floor.png"),
}
_MINUTES = {
    "zh": "周一例会\n1. 标签打印机丢任务，支持部门跟进\n2. 月底盘点，访谈改到周四上午\n3. 采购周敏也参加",
    "en": "Monday meeting\n1. Label printer drops jobs\n2. Interview moved to Thursday\n3. Zhou Min joins",
}


def build_files() -> QWidget:
    """Return an account's files: sent, on their way, waiting, at the server, failed."""

    def make(desk: Desk) -> QWidget:
        ids = _attach(desk)
        page = AccountPage(desk)
        page.visit(Place("accounts", HOME, tab="files"), None)
        moving = Moving(Direction.UP, ids[0], 40, 100)
        status = FileStatus(waiting=FileLevels(3, 900_000), moving=moving)
        desk.around.sync.status = SyncStatus(state=PillState.SYNCING, connection=Connection.ONLINE, files=status)
        return page

    return OnDesk(make)


def build_viewer() -> QWidget:
    """Return the viewer with a photo."""

    def make(desk: Desk) -> QWidget:
        from crm_desktop.store.queries.attachments import file_views

        views = desk.store.read(file_views, _attach(desk))
        ground = QWidget()
        viewer = FileViewer(file_acts_of(desk), views[3], [views[0], views[1], views[3]], ground)
        viewer.setWindowFlags(Qt.WindowType.Widget)
        QVBoxLayout(ground).addWidget(viewer)
        return ground

    return OnDesk(make)


def build_line_with_picture() -> QWidget:
    """Return an account's overview with a picture pasted into the line."""

    def make(desk: Desk) -> QWidget:
        _attach(desk)
        page = AccountPage(desk)
        page.visit(Place("accounts", HOME), None)
        card = page.findChild(TimelineCard)
        assert isinstance(card, TimelineCard)
        from crm_desktop.views.files.sources import PastedPicture

        name = file_acts_of(desk).picture_name()
        page.heading_changed.connect(lambda: card.files.add([PastedPicture(_photo(0), name)]))
        return page

    return OnDesk(make)


def _attach(desk: Desk) -> list[str]:
    """Attach files of several kinds and return their ids."""
    language = current_language().code
    names, files = _NAMES[language], desk.store.attachments
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in names]
        _photo(0).save(str(paths[0]))
        paths[1].write_text(_MINUTES[language], encoding="utf-8")
        paths[2].write_bytes(b"%PDF-1.7\n" + bytes(412_000))
        _photo(1).save(str(paths[3]))
        made = [NewFile(files.put(path), path.name) for path in paths]
    files.attach(made[:3], Target("account", HOME))
    values = {"subject": "走访三号线" if language == "zh" else "Walked line 3", "form": "visit", "account_id": HOME,
              "happened_at": desk.clock.now(), "owner_id": desk.me}  # fmt: skip
    visit = Create("activity", values, new_id())
    files.attach(made[3:], Target("activity", visit.id), act="activity.log", edits=[visit])
    return [each.id for each in made]


def _photo(number: int) -> QImage:
    """Paint something like a photo: a hall in evening light."""
    image = QImage(1600, 1000, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    light = QLinearGradient(QPointF(0, 0), QPointF(1600, 1000))
    light.setColorAt(0, QColor("#f2c14e" if number else "#7fb7be"))
    light.setColorAt(1, QColor("#5f0f40" if number else "#2a324b"))
    painter.fillRect(image.rect(), light)
    painter.setPen(Qt.PenStyle.NoPen)
    for column in range(8):
        painter.setBrush(QColor(20, 20, 30, 90 + 15 * column))
        painter.drawRect(QRectF(column * 200 + 40, 420 - column * 25, 110, 600))
    painter.end()
    return image
