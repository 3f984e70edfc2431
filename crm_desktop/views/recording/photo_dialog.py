"""Taking a photo: what the camera sees, or plainly why there is no camera and what else there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCameraPermission, QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QPaintEvent
from PySide6.QtMultimedia import QCamera, QImageCapture, QMediaCaptureSession, QMediaDevices, QVideoFrame, QVideoSink
from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.models.errors import Broken
from crm_desktop.views.files.file_acts import FileActs
from crm_desktop.views.files.sources import PastedPicture, Source, has_files, sources_in
from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.texts import text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.widgets.empty_state import EmptyState
from crm_desktop.views.widgets.paint import rounded_box

_WIDTH, _HIGH = 560, 360


class PhotoDialog(Dialog):
    """`take` gets the picture; several may be taken before it is closed."""

    def __init__(self, acts: FileActs, take: Callable[[Sequence[Source]], object], parent: QWidget) -> None:
        super().__init__(text("recording", "Take a photo"), width=_WIDTH, parent=parent)
        self._acts, self._take = acts, take
        self._camera: QCamera | None = None
        self._capture: QImageCapture | None = None
        self._session = QMediaCaptureSession(self)
        self._sink = QVideoSink(self)
        self.finder = _Finder()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.finder)
        self.body.addWidget(self.pages)
        self.choose = Button(text("recording", "Choose a picture…"), self._choose, icon="folder-open")
        self.paste = Button(text("recording", "Paste"), self._paste, icon="clipboard-paste")
        self.verbs.insertWidget(0, self.choose)
        self.verbs.insertWidget(1, self.paste)
        self.add_safe_verb(text("recording", "Close"))
        self.shoot = self.add_verb(text("recording", "Take photo"), self._shoot)
        self.shoot.setVisible(False)
        clipboard = QGuiApplication.clipboard()
        self.paste.setEnabled(has_files(clipboard.mimeData()))
        self._ask()

    @property
    def problem(self) -> str:
        """The code of why there is no picture, "" while the camera shows one."""
        return self._problem

    def done(self, result: int) -> None:
        """Let go of the camera."""
        if self._camera is not None:
            self._camera.stop()
        super().done(result)

    def _ask(self) -> None:
        self._problem = ""
        application, permission = QCoreApplication.instance(), QCameraPermission()
        if QMediaDevices.defaultVideoInput().isNull():
            self._say("camera.none")
        elif application is not None and application.checkPermission(permission) == Qt.PermissionStatus.Undetermined:
            application.requestPermission(permission, self, lambda _permission: self._look())
        else:
            self._look()

    def _look(self) -> None:
        application, permission = QCoreApplication.instance(), QCameraPermission()
        if application is None or application.checkPermission(permission) != Qt.PermissionStatus.Granted:
            self._say("camera.refused")
            return
        self._camera = QCamera(QMediaDevices.defaultVideoInput(), self)
        self._capture = QImageCapture(self)
        self._camera.errorOccurred.connect(lambda *_about: self._say("camera.failed"))
        self._capture.imageCaptured.connect(lambda _number, image: self._taken(image))
        self._sink.videoFrameChanged.connect(self._show)
        self._session.setCamera(self._camera)
        self._session.setImageCapture(self._capture)
        self._session.setVideoSink(self._sink)
        self.shoot.setVisible(True)
        self._camera.start()

    def _show(self, frame: QVideoFrame) -> None:
        self.finder.show_image(frame.toImage())

    def _shoot(self) -> None:
        if self._capture is not None and self._capture.isReadyForCapture():
            self._capture.capture()

    def _taken(self, image: QImage) -> None:
        self._take([PastedPicture(image, self._acts.picture_name())])

    def _choose(self) -> None:
        self._acts.choose(self, self._add)

    def _paste(self) -> None:
        mime = QGuiApplication.clipboard().mimeData()
        self._add(sources_in(mime, self._acts.picture_name()))

    def _add(self, sources: Sequence[Source]) -> None:
        self._take(sources)
        self.accept()

    def _say(self, code: str) -> None:
        self._problem = code
        said = explain(Broken(code))
        state = EmptyState(
            "camera", said.title, text("recording", "{why} {what}", why=said.explanation, what=said.remedy)
        )
        self.pages.addWidget(state)
        self.pages.setCurrentWidget(state)
        self.shoot.setVisible(False)


class _Finder(Component, QWidget):
    """What the camera sees, whole, in the middle; photos stay light in both themes."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self.settle()

    def show_image(self, image: QImage) -> None:
        """Show the newest picture."""
        self._image = image
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for room."""
        theme = current_theme()
        return QSize(theme.scaled(_WIDTH - 40), theme.scaled(_HIGH))

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setMinimumHeight(current_theme().scaled(_HIGH))

    def retranslate(self) -> None:
        """Read the name again."""
        self.setAccessibleName(str(text("recording", "What the camera sees")))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground and picture."""
        theme, painter, box = current_theme(), QPainter(self), QRectF(self.rect())
        rounded_box(painter, box, theme.radius("lg"), theme.color("bg.sunken"))
        if not self._image.isNull():
            size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            spot = QRectF(
                (box.width() - size.width()) / 2, (box.height() - size.height()) / 2, size.width(), size.height()
            )
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(spot, self._image)
