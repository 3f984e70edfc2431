"""Records dropped on a pinned view: what its filter says is set on them, and what cannot be set is said instead."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.models.edits import Create
from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record
from crm_desktop.models.rules.views import Condition, Definition, Group, Operator, encode
from crm_desktop.store.queries.records import record, records, where
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.record_drag import Carried, to_mime
from crm_desktop.views.shell.rail_drops import RailDrops
from tests.views.shell.conftest import Shell

_LINK, _ONE, _NONE = Qt.DropAction.LinkAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
STRATEGIC, LATELY, DEALS = "1" * 32, "2" * 32, "3" * 32


def _view(record_id: str, name: str, kind: str, *parts: Condition | Group) -> Create:
    told = encode(Definition(filter=Group(parts)))
    values: dict[str, Value] = {"name": name, "record_kind": kind, "definition": told, "pinned": True}
    return Create("saved_view", values, record_id)


def _hold(shell: Shell, qtbot: QtBot, view: str, carried: Carried) -> tuple[QPoint, str, str]:
    """Hold something over a view until it is said what a drop would do."""
    rail = shell.window.workplace.rail
    drops = shell.window.findChild(RailDrops)
    assert drops is not None
    workplace, mime = shell.window.workplace, to_mime(carried)

    def middle() -> QPoint:
        item = workplace.view_item(view)
        return item.geometry().center() if item is not None else QPoint()

    # The rail reads its figures again a moment after each act, and lays its views out anew.
    qtbot.waitUntil(lambda: workplace.view_at(middle()) == view)
    spot = middle()
    QApplication.sendEvent(rail, QDragEnterEvent(spot, _LINK, mime, _ONE, _NONE))
    qtbot.waitUntil(lambda: drops.hint is not None)
    assert drops.hint is not None
    move = QDragMoveEvent(spot, _LINK, mime, _ONE, _NONE)
    QApplication.sendEvent(rail, move)
    said = (drops.hint.heading.text(), drops.hint.remark.text())
    assert drops.hint.isVisible()
    assert shell.window.rect().contains(drops.hint.geometry())
    return (spot if move.isAccepted() else QPoint(), *said)


def _let_go(shell: Shell, carried: Carried, spot: QPoint) -> None:
    mime = to_mime(carried)
    event = QDropEvent(QPointF(spot), _LINK, mime, _ONE, _NONE, QEvent.Type.Drop)
    QApplication.sendEvent(shell.window.workplace.rail, event)


def _of(shell: Shell, ids: tuple[str, ...]) -> list[Record]:
    found = shell.desk.store.read(records, "account", ids)
    return [found[each] for each in ids]


def test_a_drop_on_a_view_sets_what_its_filter_says_as_one_act(qtbot: QtBot, shell: Shell) -> None:
    tag = shell.desk.store.read(where, "tag", "deleted_at IS NULL ORDER BY id LIMIT 1")[0]
    level = Condition("level", Operator.ANY_OF, ["strategic"])
    shell.desk.act("view.create", [
        _view(STRATEGIC, "Key accounts", "account", Condition("owner_id", Operator.MINE), level,
              Condition("tag_ids", Operator.CONTAINS, tag.id)),
        _view(LATELY, "Not met lately", "account", Condition("last_contact_at", Operator.NOT_FOR_DAYS, 30)),
        _view(DEALS, "Deals", "opportunity", Condition("owner_id", Operator.MINE)),
    ], "views")  # fmt: skip
    shell.desk.navigator.go(Place("accounts"))
    rail = shell.window.workplace.rail
    qtbot.waitUntil(lambda: all(shell.window.workplace.view_item(each) for each in (STRATEGIC, LATELY, DEALS)))
    mine = "owner_id = ? AND coalesce(level, '') <> 'strategic' AND deleted_at IS NULL ORDER BY id LIMIT 2"
    accounts = shell.desk.store.read(where, "account", mine, shell.desk.me)
    ids = tuple(each.id for each in accounts)
    assert len(ids) == 2
    carried = Carried("account", ids, accounts[0].title)
    # What was rested on before does not spring open while a drop is offered.
    mime, section = to_mime(carried), rail._items["agenda"].geometry().center()
    QApplication.sendEvent(rail, QDragEnterEvent(section, _LINK, mime, _ONE, _NONE))
    assert rail.springing.timer.isActive()
    spot, heading, remark = _hold(shell, qtbot, STRATEGIC, carried)
    assert (heading, spot.isNull(), rail.springing.timer.isActive()) == (
        "Drop to put 2 records into Key accounts", False, False,
    )  # fmt: skip
    assert "Level: Strategic" in remark
    assert tag.title in remark
    assert "Owner" not in remark, "what is so already is not set"
    _let_go(shell, carried, spot)
    qtbot.waitUntil(lambda: all(each.get("level") == "strategic" for each in _of(shell, ids)))
    after = _of(shell, ids)
    for before, now in zip(accounts, after, strict=True):
        kept = before.get("tag_ids")
        assert set(now.get("tag_ids") or ()) == {*(kept or ()), tag.id}  # type: ignore[misc,arg-type]
    _, heading, _ = _hold(shell, qtbot, STRATEGIC, carried)
    assert heading == "In Key accounts already"
    QApplication.sendEvent(rail, QDragLeaveEvent())
    shell.desk.store.door.undo()
    assert [each.get("level") for each in _of(shell, ids)] == [each.get("level") for each in accounts]
    # What no setting brings about is said, and nothing is taken; what is of another kind says nothing.
    recent = shell.desk.clock.now() - 20 * 86_400_000
    lately = shell.desk.store.read(where, "account", "last_contact_at > ? ORDER BY id LIMIT 1", recent)
    spot, heading, remark = _hold(shell, qtbot, LATELY, Carried("account", (lately[0].id,), lately[0].title))
    assert (spot.isNull(), heading) == (True, "Cannot be put into Not met lately")
    assert "not for 30 days" in remark
    QApplication.sendEvent(rail, QDragLeaveEvent())
    drops = shell.window.findChild(RailDrops)
    assert drops is not None
    assert drops.hint is None
    assert shell.desk.store.read(record, "account", lately[0].id) == lately[0]
