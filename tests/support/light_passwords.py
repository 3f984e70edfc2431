"""Password hashes that cost next to nothing, for tests that are not about what a hash costs.

A hash of the product takes 64 MiB and some 200 ms of processor time, at every sign-in and every set-up. What is stored
says how it was made, so that a server of the product's own reads these too, and replaces them at the next sign-in.
tests/server/test_command_line.py looks at hashes as the product makes them.
"""

from __future__ import annotations

from argon2 import PasswordHasher

from crm_server import passwords


def use_light_hashes() -> None:
    """Let this process hash passwords with the least that Argon2 takes."""
    vars(passwords)["_hasher"] = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def pytest_configure() -> None:
    """Do so in the processes of tests, before they are collected."""
    use_light_hashes()
