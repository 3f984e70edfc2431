"""The demo with a screen: server, sample organisation, and the program signed in as its customer-success manager."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tools.journey.chapters.signing_in import accepted
from tools.journey.desktop import desktop
from tools.journey.world import world


def show(language: str) -> int:
    """Run until the window is closed; everything the demo wrote goes with it."""
    with (
        tempfile.TemporaryDirectory(prefix="fieldline-demo-") as folder,
        world(Path(folder), language) as place,
        desktop(place.profile("rep"), Path(folder) / "pictures", language) as stage,
    ):
        print(f"server {place.server_url}; everybody's password is {place.rep[1]}", flush=True)
        accepted(stage, place)
        return QApplication.exec()
