"""What a page expects of its parts: cards and tabs that show the same content, each its own side of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from crm_desktop.store.queries.record_page import PageContent
    from crm_desktop.views.value_words import Wordings


class Part(Protocol):
    """One side of a record. A widget too."""

    def show_content(self, content: PageContent, words: Wordings) -> None:
        """Show a record, or the same one as it is now."""
        ...
