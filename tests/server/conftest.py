"""For everything that is about the server: a real one on a real port."""

from tests.support.live_server import live_server

__all__ = ["live_server"]
