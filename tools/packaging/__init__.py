"""Turning the program into something people install; `build_installer.py` calls it."""
