"""People's devices: listing them, and revoking one so that it loses its sign-in at once."""

from dataclasses import dataclass

from crm_desktop.models.clock import Clock
from crm_desktop.models.exchange import Devices, RegisteredDevice
from crm_server.errors import Malformed, NotFound
from crm_server.store import credentials, sessions
from crm_server.store.engine import Database
from crm_server.store.sessions import Caller


@dataclass(frozen=True, slots=True)
class DeviceList:
    """The service; blocking, call in a worker thread."""

    database: Database
    clock: Clock

    def of(self, caller: Caller) -> Devices:
        """Return the caller's devices, the last seen first."""
        with self.database.read() as connection:
            known = credentials.list_devices(connection, caller.org_id, caller.user_id)
        return Devices(
            devices=[
                RegisteredDevice(
                    id=each.id,
                    name=each.called,
                    platform=each.platform,
                    created_at=each.created_at,
                    seen_at=each.seen_at,
                    revoked_at=each.revoked_at,
                    this=each.id == caller.device_id,
                    waiting=each.waiting,
                    undecided=each.undecided,
                )
                for each in known
            ]
        )

    def revoke(self, org_id: str, user_id: str, device_id: str) -> None:
        """Revoke a device of the user and end its sign-ins; raises NotFound."""
        with self.database.write() as connection:
            now = self.clock.now()
            if not credentials.revoke_device(connection, org_id, user_id, device_id, now):
                raise NotFound("request.not_found")
            sessions.end_sessions(connection, org_id, user_id, now, device_id)

    def rename(self, caller: Caller, device_id: str, name: str) -> None:
        """Call one of the caller's devices by another name; raises NotFound, Malformed."""
        plain = " ".join(name.split())
        if not plain or "\0" in plain:
            raise Malformed("request.malformed", path="$.name")
        with self.database.write() as connection:
            if not credentials.rename_device(connection, caller.org_id, caller.user_id, device_id, plain):
                raise NotFound("request.not_found")

    def note_unsent(self, caller: Caller, waiting: int, undecided: int) -> None:
        """Keep what a device says of its unsent work, where that is news: whoever revokes it is told."""
        if (waiting, undecided) == caller.unsent:
            return
        device = (caller.org_id, caller.user_id, caller.device_id)
        with self.database.write() as connection:
            credentials.note_unsent(connection, device, (waiting, undecided), self.clock.now())
