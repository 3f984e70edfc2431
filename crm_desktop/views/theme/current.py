"""The one active theme. Painters and components ask here; nobody else keeps a theme."""

from crm_desktop.views.theme.theme import Theme

_active: list[Theme] = []


def current_theme() -> Theme:
    """Return the active theme, making it on first use (the application object must exist)."""
    if not _active:
        _active.append(Theme())
    return _active[0]
