"""Who wrote a value and when: what decides between two edits of one field. What the values are stands elsewhere."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Winner: TypeAlias = Literal["mine", "theirs", "both"]


@dataclass(frozen=True, slots=True)
class Author:
    """The writer of one edit. `edited_at` is in milliseconds, corrected by the device's clock error."""

    user_id: str
    device: str
    edited_at: int
    transaction_id: str

    @property
    def order(self) -> tuple[int, str]:
        """What edits are ordered by; no two transactions share it."""
        return (self.edited_at, self.transaction_id)


def mine_is_later(mine: Author, theirs: Author | None) -> bool:
    """Tell whether my edit came after theirs; a writer nobody remembers wrote before everyone."""
    return theirs is None or mine.order > theirs.order
