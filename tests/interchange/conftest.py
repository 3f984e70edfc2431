"""The store's own replica, for files that go into it."""

from tests.store.conftest import blank_replica, clock, replica_path, store

__all__ = ["blank_replica", "clock", "replica_path", "store"]
