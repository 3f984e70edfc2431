"""Signing in at a server, off the UI thread: who it is, may the device hold their data, where do its secrets go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.composition.protection import InMemory, Protection, find_protection
from crm_desktop.composition.workspace import Account, this_device
from crm_desktop.models.errors import Refused
from crm_desktop.settings import Preferences, Profile

if TYPE_CHECKING:
    from crm_desktop.sync.session import SignedIn


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody has signed in; their secrets are in memory until it is settled where they are kept."""

    account: Account
    signed_in: SignedIn
    held: InMemory
    protection: Protection


def greet(profile: Profile, typed: str) -> None:
    """Ask whether there is a server of ours at the address; raises UserError where there is none."""
    _session(profile, typed, InMemory()).greet()


def sign_in(profile: Profile, remembered: Preferences, typed: str, name: str, password: str) -> Arrival:
    """Sign in by name and password.

    Raises Denied, Unreachable, Incompatible; Refused("sign_in.other_user") where the device holds another's data.
    """
    from crm_desktop.sync.unlocking import keep_verifier

    held = InMemory()
    signed_in = _session(profile, typed, held)
    signed_in.greet()
    session = signed_in.sign_in(name, password)
    if profile.replica.exists() and remembered.user_id not in ("", session.user_id):
        signed_in.sign_out()
        raise Refused("sign_in.other_user", name=remembered.user_name)
    keep_verifier(held, password)
    account = Account(signed_in.address, session.user_id, session.user_name, session.organisation_name)
    return Arrival(account, signed_in, held, find_protection(profile))


def _session(profile: Profile, typed: str, held: InMemory) -> SignedIn:
    from crm_desktop.sync.address import base_url
    from crm_desktop.sync.keys import KeptToken
    from crm_desktop.sync.session import SignedIn

    return SignedIn(base_url(typed), this_device(profile), KeptToken(held))
