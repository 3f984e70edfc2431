"""Fingers on a canvas: two of them zoom around their middle, one that stays opens the menu. One alone is the mouse."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QTapAndHoldGesture, QWidget

from crm_desktop.views.diagram.surface import Surface

GESTURES = (Qt.GestureType.PinchGesture, Qt.GestureType.TapAndHoldGesture)


def take_gesture(canvas: Surface, event: QGestureEvent) -> bool:
    """Follow a gesture; tell whether it was one of ours."""
    widget = cast(QWidget, canvas)
    pinch, hold = event.gesture(GESTURES[0]), event.gesture(GESTURES[1])
    if isinstance(pinch, QPinchGesture):
        canvas.tool.cancel()
        if pinch.scaleFactor():
            middle = QPointF(widget.mapFromGlobal(pinch.centerPoint().toPoint()))
            moved = pinch.centerPoint() - pinch.lastCenterPoint()
            if not pinch.lastCenterPoint().isNull():
                canvas.view.pan(moved.x(), moved.y())
            canvas.view.zoom_to(canvas.port.zoom * pinch.scaleFactor(), middle)
        event.accept(pinch)
        return True
    if isinstance(hold, QTapAndHoldGesture):
        if hold.state() == Qt.GestureState.GestureFinished:
            canvas.tool.cancel()
            canvas.acts.open_menu(QPointF(widget.mapFromGlobal(hold.position().toPoint())))
        event.accept(hold)
        return True
    return False
