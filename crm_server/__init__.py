"""The central server: ASGI in front, SQL behind, and the shared models between."""
