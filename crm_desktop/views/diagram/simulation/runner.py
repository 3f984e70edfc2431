"""Runner: one simulation at a time, in a process of its own; progress and answer are signals, cancelling kills it."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtCore import QObject, QProcess, Signal

from crm_desktop.diagrams.simulation_worker import ANSWER, PROGRESS, worker_command

_PATIENCE_MS = 2_000


class Runner(QObject):
    """`Runner(owner)`; `run(order)` with the order as JSON; the process goes with its owner."""

    advanced = Signal(float)
    answered = Signal(bytes)
    """The outcome as JSON."""
    failed = Signal()
    ended = Signal()
    """The process is gone, answered or not."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._process: QProcess | None = None
        self._rest = b""
        self._answered = False

    @property
    def running(self) -> bool:
        """Whether a simulation is under way."""
        return self._process is not None

    def run(self, order: bytes) -> None:
        """Begin; what was under way is cancelled."""
        self.cancel()
        process = self._process = QProcess(self)
        self._rest, self._answered = b"", False
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._error)
        # It is said before the children go: time to end the process instead of leaving it.
        self.destroyed.connect(partial(_end, process))
        program, *arguments = worker_command()
        process.start(program, arguments)
        process.write(order)
        process.closeWriteChannel()

    def cancel(self) -> None:
        """End what is under way at once; nothing of it is heard any more."""
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)
            _end(process)
            process.deleteLater()

    def _read(self) -> None:
        if self._process is None:
            return
        *lines, self._rest = (self._rest + self._process.readAllStandardOutput().data()).split(b"\n")
        for line in lines:
            if line[:1] == PROGRESS:
                self.advanced.emit(float(line[1:]))
            elif line[:1] == ANSWER:
                self._answered = True
                self.answered.emit(line[1:])

    def _error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._finished()

    def _finished(self, *_status: object) -> None:
        if self._process is None:
            return
        self._read()
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        self.ended.emit()
        if not self._answered:
            self.failed.emit()


def _end(process: QProcess, *_gone: object) -> None:
    if shiboken6.isValid(process) and process.state() != QProcess.ProcessState.NotRunning:
        process.kill()
        process.waitForFinished(_PATIENCE_MS)
