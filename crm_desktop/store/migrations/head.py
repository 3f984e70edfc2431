"""The newest step, so that opening an up-to-date file need not load Alembic. Written by `migrations new`."""

HEAD = "0012"
