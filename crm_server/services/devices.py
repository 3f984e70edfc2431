"""People's devices: listing them, and revoking one so that it loses its sign-in at once."""

from dataclasses import dataclass

from crm_desktop.models.clock import Clock
from crm_desktop.models.exchange import Devices, RegisteredDevice
from crm_server.errors import NotFound
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
                    name=each.name,
                    platform=each.platform,
                    created_at=each.created_at,
                    seen_at=each.seen_at,
                    revoked_at=each.revoked_at,
                    this=each.id == caller.device_id,
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
