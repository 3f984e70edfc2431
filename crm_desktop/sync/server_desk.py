"""What a person asks of the server beside the sync: their devices, and work that others left behind.

Blocking: call off the UI thread. Each call raises Unreachable, Denied, Incompatible, Refused.
"""

import threading
from dataclasses import dataclass, field
from typing import TypeVar

from crm_desktop.models.calendar_feeds import Feed, Feeds, MadeFeed, NewFeed
from crm_desktop.models.changes import Transaction
from crm_desktop.models.clock import Clock
from crm_desktop.models.errors import Refused
from crm_desktop.models.exchange import Devices, Outcome, PushAnswer, RegisteredDevice
from crm_desktop.models.look_alikes import LookAlikeQuestion, MaskedHit, MaskedHits
from crm_desktop.models.rescue import ApplyLeft, DeviceName, LeftWork, LeftWorks
from crm_desktop.sync.line import Line, Message
from crm_desktop.sync.ports import Access
from crm_desktop.sync.transport import send_as

T = TypeVar("T")


@dataclass(slots=True)
class ServerDesk:
    """A line of its own: nobody waits here for a push or a long poll. Several threads take turns."""

    address: str
    access: Access
    clock: Clock
    _line: Line | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def devices(self) -> list[RegisteredDevice]:
        """Return the devices of whoever is signed in, the last seen first."""
        return self._send(Message("GET", "/v1/devices"), Devices).devices

    def rename_device(self, device_id: str, name: str) -> None:
        """Call a device by another name."""
        self._send(Message("PATCH", f"/v1/devices/{device_id}", DeviceName(name=name)), type(None))

    def revoke_device(self, device_id: str) -> None:
        """Shut a device out: at its next contact it hands over its work and destroys its data."""
        self._send(Message("DELETE", f"/v1/devices/{device_id}"), type(None))

    def feeds(self) -> list[Feed]:
        """Return the addresses under which other programs read this person's calendar, without their secrets."""
        return self._send(Message("GET", "/v1/calendar-feeds"), Feeds).feeds

    def make_feed(self, name: str, zone: str) -> str:
        """Make one; return its whole address, which is told this once."""
        made = self._send(Message("POST", "/v1/calendar-feeds", NewFeed(name=name, zone=zone)), MadeFeed)
        return f"{self.address.rstrip('/')}{made.path}"

    def revoke_feed(self, feed_id: str) -> None:
        """Let an address be good no longer."""
        self._send(Message("DELETE", f"/v1/calendar-feeds/{feed_id}"), type(None))

    def look_alikes(self, question: LookAlikeQuestion) -> list[MaskedHit]:
        """Return what colleagues have that may be the same as what somebody is typing."""
        return self._send(Message("POST", "/v1/look-alikes", question), MaskedHits).hits

    def left_work(self) -> list[LeftWork]:
        """Return the work left behind about which whoever is signed in may decide, or could."""
        return self._send(Message("GET", "/v1/left-work"), LeftWorks).works

    def apply_left(self, work_id: str, transaction: Transaction) -> Outcome:
        """Do the transaction in the work's place, as an act of one's own; raises Refused where it is not accepted."""
        message = ApplyLeft(transaction=transaction, clock=self.clock.now())
        answer = self._send(Message("POST", f"/v1/left-work/{work_id}/apply", message), PushAnswer)
        outcome = answer.outcomes[0]
        if outcome.refusal is not None:
            raise Refused(outcome.refusal.code, **outcome.refusal.facts)
        return outcome

    def discard_left(self, work_id: str) -> None:
        """Give the work up; it stays in the history."""
        self._send(Message("POST", f"/v1/left-work/{work_id}/discard"), type(None))

    def close(self) -> None:
        """Break off whatever is under way, from any thread."""
        line = self._line
        if line is not None:
            line.hang_up()

    def _send(self, message: Message, answer_type: type[T]) -> T:
        with self._lock:
            self._line = self._line or Line(self.address)
            return send_as(self.access, self._line, message, answer_type)
