"""Whether the system lets windows be seen through: without that, on X11 with a bare window manager or over a remote
line, what is left free around a round corner or for a shadow is black."""

from __future__ import annotations

import ctypes
from functools import cache

from PySide6.QtGui import QGuiApplication


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


class _Answer(ctypes.Structure):
    """What xcb answers to both questions: a head of eight bytes, then an atom or a window."""

    _fields_ = (("head", ctypes.c_uint64), ("value", ctypes.c_uint32))


@cache
def is_composited() -> bool:
    """Tell whether windows can be partly transparent here; asked once, all systems but X11 can."""
    if QGuiApplication.platformName() != "xcb":
        return True
    try:
        return _has_compositor(ctypes.CDLL("libxcb.so.1"))
    except (OSError, AttributeError, ValueError):
        return True


def _has_compositor(xcb: ctypes.CDLL) -> bool:
    """Ask the X server who owns the selection that a compositor holds (the window manager hints say so)."""
    screen = ctypes.c_int()
    xcb.xcb_connect.restype = ctypes.c_void_p
    for name in ("xcb_intern_atom", "xcb_get_selection_owner"):
        getattr(xcb, name).restype = _Cookie
        getattr(xcb, f"{name}_reply").restype = ctypes.POINTER(_Answer)
    connection = ctypes.c_void_p(xcb.xcb_connect(None, ctypes.byref(screen)))
    try:
        selection = f"_NET_WM_CM_S{screen.value}".encode()
        asked = xcb.xcb_intern_atom(connection, 0, len(selection), selection)
        atom = xcb.xcb_intern_atom_reply(connection, asked, None).contents.value
        asked = xcb.xcb_get_selection_owner(connection, ctypes.c_uint32(atom))
        return bool(xcb.xcb_get_selection_owner_reply(connection, asked, None).contents.value)
    finally:
        xcb.xcb_disconnect(connection)
