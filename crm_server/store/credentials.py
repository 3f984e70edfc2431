"""People's keys to the server: password hashes, devices, and failed attempts."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from crm_desktop.models.exchange import Device
from crm_desktop.models.ids import new_id
from crm_server.store.people import plain_name
from crm_server.store.tables import CREDENTIALS, DEVICES, SIGN_IN_FAILURES


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A device that has signed in; moments in milliseconds."""

    id: str
    user_id: str
    name: str
    platform: str
    created_at: int
    seen_at: int
    revoked_at: int | None
    given_name: str | None
    waiting: int
    undecided: int
    counted_at: int | None

    @property
    def called(self) -> str:
        """What its person calls it."""
        return self.given_name or self.name


def password_hash(connection: Connection, org_id: str, user_id: str) -> str | None:
    """Return the stored hash, None for a user who cannot sign in."""
    return connection.scalar(
        select(CREDENTIALS.c.password_hash).where(CREDENTIALS.c.org_id == org_id, CREDENTIALS.c.user_id == user_id)
    )


def name_holder(connection: Connection, sign_in_name: str) -> tuple[str, str] | None:
    """Return organisation and user who sign in by this name."""
    row = connection.execute(
        select(CREDENTIALS.c.org_id, CREDENTIALS.c.user_id).where(
            CREDENTIALS.c.sign_in_name == plain_name(sign_in_name)
        )
    ).one_or_none()
    return (row.org_id, row.user_id) if row is not None else None


def rename(connection: Connection, org_id: str, user_id: str, sign_in_name: str) -> None:
    """Let a user sign in by another name."""
    connection.execute(
        update(CREDENTIALS)
        .where(CREDENTIALS.c.org_id == org_id, CREDENTIALS.c.user_id == user_id)
        .values(sign_in_name=plain_name(sign_in_name))
    )


def set_password(connection: Connection, owner: tuple[str, str], sign_in_name: str, hashed: str, now: int) -> None:
    """Give a user, `(organisation, user)`, a password, and a sign-in name where there was none."""
    org_id, user_id = owner
    mine = (CREDENTIALS.c.org_id == org_id) & (CREDENTIALS.c.user_id == user_id)
    done = connection.execute(update(CREDENTIALS).where(mine).values(password_hash=hashed, changed_at=now))
    if not done.rowcount:
        connection.execute(
            insert(CREDENTIALS).values(
                org_id=org_id,
                user_id=user_id,
                sign_in_name=plain_name(sign_in_name),
                password_hash=hashed,
                changed_at=now,
            )
        )


def see_device(connection: Connection, org_id: str, user_id: str, device: Device, now: int) -> None:
    """Note that a device signs in; signing in anew with the password lifts a revocation."""
    mine = _is(org_id, user_id, device.id)
    facts = {"name": device.name, "platform": device.platform, "seen_at": now, "revoked_at": None}
    if not connection.execute(update(DEVICES).where(mine).values(facts)).rowcount:
        unsent = {"waiting": 0, "undecided": 0}
        connection.execute(
            insert(DEVICES).values(org_id=org_id, user_id=user_id, id=device.id, created_at=now, **facts, **unsent)
        )


def touch_device(connection: Connection, org_id: str, user_id: str, device_id: str, now: int) -> None:
    """Note that a device was heard of."""
    connection.execute(update(DEVICES).where(_is(org_id, user_id, device_id)).values(seen_at=now))


def list_devices(connection: Connection, org_id: str, user_id: str | None = None) -> list[KnownDevice]:
    """Return the devices of a user, or of the organisation, the last seen first."""
    columns = [DEVICES.c[name] for name in KnownDevice.__slots__]
    statement = select(*columns).where(DEVICES.c.org_id == org_id).order_by(DEVICES.c.seen_at.desc(), DEVICES.c.id)
    if user_id is not None:
        statement = statement.where(DEVICES.c.user_id == user_id)
    return [KnownDevice(*row) for row in connection.execute(statement)]


def revoke_device(connection: Connection, org_id: str, user_id: str, device_id: str, now: int) -> bool:
    """Revoke a device; False when the user has no such device."""
    done = connection.execute(update(DEVICES).where(_is(org_id, user_id, device_id)).values(revoked_at=now))
    return bool(done.rowcount)


def revoked_at(connection: Connection, org_id: str, user_id: str, device_id: str) -> int | None:
    """Return when the device was revoked, None where it was not, or somebody has signed in on it since."""
    return connection.scalar(select(DEVICES.c.revoked_at).where(_is(org_id, user_id, device_id)))


def rename_device(connection: Connection, org_id: str, user_id: str, device_id: str, name: str) -> bool:
    """Call a device by another name; False when the user has no such device."""
    done = connection.execute(update(DEVICES).where(_is(org_id, user_id, device_id)).values(given_name=name))
    return bool(done.rowcount)


def note_unsent(connection: Connection, device: tuple[str, str, str], unsent: tuple[int, int], now: int) -> None:
    """Keep what a device, `(organisation, user, id)`, says of its unsent work: acts waiting, decisions waiting."""
    values = {"waiting": unsent[0], "undecided": unsent[1], "counted_at": now}
    connection.execute(update(DEVICES).where(_is(*device)).values(values))


def count_failures(connection: Connection, subject: str, since: int, now: int) -> tuple[int, int]:
    """Return how many attempts failed since the moment, and when the first of them did.

    Those after `now` do not count: the clock was set back, and nobody shall wait until it has caught up.
    """
    row = connection.execute(
        select(func.count(), func.min(SIGN_IN_FAILURES.c.failed_at)).where(
            SIGN_IN_FAILURES.c.subject == subject,
            SIGN_IN_FAILURES.c.failed_at > since,
            SIGN_IN_FAILURES.c.failed_at <= now,
        )
    ).one()
    return int(row[0]), int(row[1] or 0)


def note_failure(connection: Connection, subjects: list[str], now: int, forget_before: int) -> None:
    """Remember a failed attempt for each subject, and forget old ones."""
    connection.execute(delete(SIGN_IN_FAILURES).where(SIGN_IN_FAILURES.c.failed_at <= forget_before))
    connection.execute(
        insert(SIGN_IN_FAILURES), [{"id": new_id(), "subject": each, "failed_at": now} for each in subjects]
    )


def forget_failures(connection: Connection, subject: str) -> None:
    """Forget failed attempts after a good one."""
    connection.execute(delete(SIGN_IN_FAILURES).where(SIGN_IN_FAILURES.c.subject == subject))


def _is(org_id: str, user_id: str, device_id: str) -> ColumnElement[bool]:
    return (DEVICES.c.org_id == org_id) & (DEVICES.c.user_id == user_id) & (DEVICES.c.id == device_id)
