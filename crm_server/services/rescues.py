"""Rescues: a device that is shut out hands over what it has not sent, with a right that is good for nothing else."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from crm_desktop.models.clock import DAY_MS, Clock
from crm_desktop.models.errors import Denied
from crm_desktop.models.exchange import Push
from crm_desktop.models.rescue import Keep, RescueRequest, RescueRight
from crm_server.services.keep_left import edited_at
from crm_server.services.push_jobs import check_push
from crm_server.services.sessions import shut_out
from crm_server.settings import MINUTE_MS
from crm_server.store import left_work, rescues, sessions
from crm_server.store.credentials import list_devices
from crm_server.store.engine import Database
from crm_server.store.rescues import RescueCase
from crm_server.store.sessions import Caller, RefreshToken
from crm_server.tokens import digest, new_token

LIFETIME_MS = 15 * MINUTE_MS
"""Of one token; a device that was interrupted asks again."""
WINDOW_MS = 7 * DAY_MS
"""So long after the first asking a device may come back, because its line broke or it crashed."""
OVER = "rescue.over"


@dataclass(frozen=True, slots=True)
class Rescues:
    """The service; blocking, call in a worker thread."""

    database: Database
    clock: Clock

    def grant(self, message: RescueRequest) -> RescueRight:
        """Give a device that is shut out the right to hand over its work; raises Denied, also where that is done."""
        with self.database.write() as connection:
            now = self.clock.now()
            token = sessions.find_refresh(connection, digest(message.refresh_token))
            case = self._case(connection, token, message.device_id, now)
            secret = new_token()
            rescues.grant(connection, case, digest(secret))
        return RescueRight(token=secret, expires_at=case.expires_at, now=now, reason=case.reason, since=case.since)

    def case(self, token: str) -> RescueCase:
        """Return whose work is being handed over; raises Denied."""
        with self.database.read() as connection:
            found = rescues.rescue_by_token(connection, digest(token))
        if found is None or found.expires_at <= self.clock.now():
            raise Denied("session.ended")
        if found.ended_at is not None:
            raise Denied(OVER)
        return found

    def keep(self, case: RescueCase, message: Keep) -> None:
        """Keep acts that wait for a decision on the device; the same ones again change nothing."""
        check_push(Push(transactions=[work.transaction for work in message.works], clock=message.clock))
        with self.database.write() as connection:
            now = self.clock.now()
            works = [
                (work.transaction, work.refusal, edited_at(now, message.clock, work.transaction))
                for work in message.works
            ]
            left_work.keep(connection, case, works, now)

    def end(self, case: RescueCase) -> None:
        """Close the rescue: the device has nothing left and destroys its data."""
        with self.database.write() as connection:
            now = self.clock.now()
            rescues.end(connection, case.caller, now)
            sessions.end_family(connection, case.caller.family, now)

    def _case(self, connection: Connection, token: RefreshToken | None, device_id: str, now: int) -> RescueCase:
        if token is None or token.device_id != device_id:
            raise Denied("session.ended")
        shut = shut_out(connection, token.org_id, token.user_id, device_id)
        if shut is None:
            raise Denied("session.ended")
        reason, since = shut
        # What had ended before is no way in; nor is an older token of a sign-in that went on: somebody copied it.
        if token.revoked_at is not None and token.revoked_at < since:
            raise Denied("session.ended")
        if token.used_at is not None and sessions.used_since(connection, token):
            raise Denied("session.reused")
        name = next(
            (each.called for each in list_devices(connection, token.org_id, token.user_id) if each.id == device_id), ""
        )
        caller = Caller(token.org_id, token.user_id, device_id, name, token.family)
        fresh = RescueCase(caller, reason, since, now, now + LIFETIME_MS)
        before = rescues.find_rescue(connection, token.org_id, token.user_id, device_id)
        if before is None or before.since != since:
            return fresh
        if before.ended_at is not None or now > before.granted_at + WINDOW_MS:
            raise Denied(OVER)
        return replace(fresh, granted_at=before.granted_at)
