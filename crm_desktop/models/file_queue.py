"""What sync and the device's store tell each other about contents on their way: values only, device only."""

from dataclasses import dataclass

from crm_desktop.models.contents import MEGABYTE, Content


@dataclass(frozen=True, slots=True)
class Transfer:
    """One content on its way to or from the server, as the content of this attachment."""

    attachment_id: str
    content: Content


@dataclass(frozen=True, slots=True)
class FileLevels:
    """How much is on its way and may go now, in files and in bytes; what may not go now stands beside it."""

    up: int = 0
    up_bytes: int = 0
    down: int = 0
    down_bytes: int = 0
    behind: int = 0
    """Files that wait until the record they belong to has been sent."""
    behind_bytes: int = 0
    failed: int = 0
    """Files that could not be sent or fetched and wait for a person."""

    @property
    def count(self) -> int:
        """Files that may go now, in both directions."""
        return self.up + self.down

    @property
    def to_go(self) -> int:
        """Files that still have to go, those behind their record included."""
        return self.count + self.behind

    @property
    def bytes_to_go(self) -> int:
        """The size of all that still has to go."""
        return self.up_bytes + self.down_bytes + self.behind_bytes


@dataclass(frozen=True, slots=True)
class Keeping:
    """Which contents a device fetches without being asked, own and newest first. In bytes."""

    budget: int = 500 * MEGABYTE
    """Most that lies here of what the server has too; beyond it, what was not used for longest goes."""
    largest: int = 20 * MEGABYTE
    """Larger files are fetched when somebody wants to see them."""
    unsent: int = 5 * 1024 * MEGABYTE
    """Most that may wait here for the server."""
