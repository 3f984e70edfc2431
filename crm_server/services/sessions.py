"""Signing in, renewing and ending sessions: passwords, token rotation with reuse detection, limits on guessing."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection

from crm_desktop.models.clock import Clock
from crm_desktop.models.errors import Denied
from crm_desktop.models.exchange import Device, Renewal, Session, SignIn
from crm_desktop.models.ids import new_id
from crm_desktop.models.rescue import DISABLED, REVOKED
from crm_server.errors import TooMany
from crm_server.passwords import hash_password, is_outdated, matches
from crm_server.settings import MINUTE_MS, Settings
from crm_server.store import credentials, sessions
from crm_server.store.change_log import last_writer
from crm_server.store.engine import Database
from crm_server.store.people import UserAccount, find_user, organisation_name, plain_name, read_user
from crm_server.store.sessions import Caller, FoundSession, RefreshToken
from crm_server.tokens import digest, new_token

_WINDOW = 15 * MINUTE_MS
_TRIES_OF_A_NAME = 10
_TRIES_OF_AN_ADDRESS = 100
"""A branch office signs in from one address."""


@dataclass(frozen=True, slots=True)
class Sessions:
    """The doors that need no session yet, and the check of one. Blocking: call in a worker thread."""

    database: Database
    settings: Settings
    clock: Clock

    def sign_in(self, message: SignIn, address: str) -> Session:
        """Check name and password and open a session; raises Denied or TooMany, the same for unknown names."""
        subjects = [_subject("name", plain_name(message.name)), _subject("address", address)]
        with self.database.read() as connection:
            self._check_limits(connection, subjects)
            user = find_user(connection, message.name)
            stored = credentials.password_hash(connection, user.org_id, user.id) if user is not None else None
        # No connection is held while the hash is computed: it takes longer than everything else.
        if not matches(message.password, stored) or user is None or stored is None:
            with self.database.write() as connection:
                now = self.clock.now()
                credentials.note_failure(connection, subjects, now, now - _WINDOW)
            raise Denied("sign_in.wrong")
        if not user.active:
            raise Denied("sign_in.disabled")
        better = hash_password(message.password) if is_outdated(stored) else None
        with self.database.write() as connection:
            now = self.clock.now()
            credentials.forget_failures(connection, subjects[0])
            if better is not None:
                credentials.set_password(connection, (user.org_id, user.id), message.name, better, now)
            credentials.see_device(connection, user.org_id, user.id, message.device, now)
            return self._open(connection, user, message.device, new_id(), now)

    def renew(self, message: Renewal) -> Session:
        """Exchange a refresh token for a new session.

        A token that is used twice ends the whole sign-in, unless its successor was never used: then the answer was
        lost on the way, and the successor is withdrawn.
        """
        with self.database.write() as connection:
            now = self.clock.now()
            token = sessions.find_refresh(connection, digest(message.refresh_token))
            problem = self._problem(connection, token, message.device_id, now)
            if problem is None and token is not None:
                return self._renew(connection, token, now)
        raise Denied(problem or "session.ended")

    def sign_out(self, caller: Caller) -> None:
        """End the caller's sign-in."""
        with self.database.write() as connection:
            sessions.end_family(connection, caller.family, self.clock.now())

    def caller(self, token: str) -> Caller:
        """Return who the access token belongs to; raises Denied."""
        with self.database.read() as connection:
            return self.caller_in(connection, token)

    def caller_in(self, connection: Connection, token: str) -> Caller:
        """Do what `caller` does, as part of a transaction that is open already."""
        found = sessions.find_session(connection, digest(token))
        problem = what_ended(found, self.clock.now())
        if found is None or problem:
            raise Denied(problem)
        return found.caller

    def _check_limits(self, connection: Connection, subjects: list[str]) -> None:
        now = self.clock.now()
        for subject, most in zip(subjects, (_TRIES_OF_A_NAME, _TRIES_OF_AN_ADDRESS), strict=True):
            failed, first = credentials.count_failures(connection, subject, now - _WINDOW, now)
            if failed >= most:
                raise TooMany("sign_in.too_many", seconds=max(1, (first + _WINDOW - now + 999) // 1000))

    def _problem(self, connection: Connection, token: RefreshToken | None, device_id: str, now: int) -> str | None:
        """Return the code of what speaks against renewing, None when nothing does; a reused token ends its family."""
        if token is None or token.device_id != device_id:
            return "session.ended"
        # Before anything else about the token: only a device that hears of it hands over its work and destroys its key.
        if (shut := shut_out(connection, token.org_id, token.user_id, device_id)) is not None:
            return shut[0]
        if token.expires_at <= now:
            return "session.ended"
        if token.revoked_at is not None:
            # Signed out elsewhere; or withdrawn as a lost successor and used all the same: two parties hold tokens.
            sessions.end_family(connection, token.family, now)
            return "session.revoked"
        if token.used_at is not None and sessions.used_since(connection, token):
            sessions.end_family(connection, token.family, now)
            return "session.reused"
        return None

    def _renew(self, connection: Connection, token: RefreshToken, now: int) -> Session:
        if token.used_at is None:
            sessions.use_refresh(connection, token.token_hash, now)
        else:
            # Nobody used the successor: its answer was lost, or somebody else holds it and will now be noticed.
            sessions.withdraw_unused(connection, token.family, now)
        credentials.touch_device(connection, token.org_id, token.user_id, token.device_id, now)
        user = read_user(connection, token.org_id, token.user_id)
        if user is None:
            raise Denied("session.ended")
        device = Device(id=token.device_id, name="", platform="")
        return self._open(connection, user, device, token.family, now)

    def _open(self, connection: Connection, user: UserAccount, device: Device, family: str, now: int) -> Session:
        access, refresh = new_token(), new_token()
        caller = Caller(user.org_id, user.id, device.id, device.name, family)
        expires_at = now + self.settings.access_lifetime
        sessions.add_access(connection, caller, digest(access), expires_at, now)
        sessions.add_refresh(connection, caller, digest(refresh), now, now + self.settings.refresh_lifetime)
        return Session(
            access_token=access,
            refresh_token=refresh,
            expires_at=expires_at,
            now=now,
            user_id=user.id,
            user_name=user.name,
            organisation_id=user.org_id,
            organisation_name=organisation_name(connection, user.org_id),
        )


def what_ended(found: FoundSession | None, now: int) -> str:
    """Return the code of what ended a session that was looked for, "" for a good one."""
    if found is None:
        return "session.ended"
    if found.device_revoked:
        return "device.revoked"
    if not found.user_active:
        return "sign_in.disabled"
    return "session.ended" if found.expires_at <= now else ""


def shut_out(connection: Connection, org_id: str, user_id: str, device_id: str) -> tuple[str, int] | None:
    """Return why a device may not work any more, and since when; None where it may. Losing one's account says more."""
    user = read_user(connection, org_id, user_id)
    if user is None or not user.active:
        writer = last_writer(connection, org_id, "user", user_id, "active")
        gone = last_writer(connection, org_id, "user", user_id, "deleted_at")
        moments = [each.edited_at for each in (writer, gone) if each is not None]
        return DISABLED, max(moments, default=0)
    revoked_at = credentials.revoked_at(connection, org_id, user_id, device_id)
    return None if revoked_at is None else (REVOKED, revoked_at)


def _subject(what: str, value: str) -> str:
    return hashlib.sha256(f"{what}:{value}".encode("utf-8", "surrogatepass")).hexdigest()
