"""Signing in, renewing, revoking: tokens rotate, reuse is noticed, guessing is slowed down for every worker."""

from __future__ import annotations

import pytest

from crm_desktop.models.errors import Denied
from crm_desktop.models.exchange import Device, Renewal, Session, SignIn
from crm_desktop.models.ids import new_id
from crm_server.errors import NotFound, TooMany
from crm_server.services.devices import DeviceList
from crm_server.services.sessions import Sessions
from crm_server.services.set_up import disable_user, set_password
from crm_server.settings import Settings, from_environment
from tests.support.office import PASSWORD, Office

DEVICE = Device(id=new_id(), name="Laptop", platform="linux")


@pytest.fixture
def settings() -> Settings:
    """Settings as they are when nothing is said."""
    return from_environment({})


@pytest.fixture
def sessions(office: Office, settings: Settings) -> Sessions:
    """The service."""
    return Sessions(office.database, settings, office.clock)


def sign_in(sessions: Sessions, device: Device = DEVICE) -> Session:
    """Sign Ada in."""
    return sessions.sign_in(SignIn(name=" Ada ", password=PASSWORD, device=device), "10.0.0.1")


def renew(sessions: Sessions, token: str) -> Session:
    """Exchange a refresh token."""
    return sessions.renew(Renewal(refresh_token=token, device_id=DEVICE.id))


def code_of(problem: pytest.ExceptionInfo[Denied]) -> str:
    """Return the error's code."""
    return problem.value.code


def test_a_session_tells_who_is_signed_in_and_ends(office: Office, sessions: Sessions, settings: Settings) -> None:
    session = sign_in(sessions)
    assert (session.user_name, session.organisation_name) == ("Ada", "Fieldline Test")
    assert sessions.caller(session.access_token).user_id == office.people["ada"]
    office.clock.advance(settings.access_lifetime + 1)
    with pytest.raises(Denied) as problem:
        sessions.caller(session.access_token)
    assert code_of(problem) == "session.ended"


@pytest.mark.parametrize(("name", "password"), [("ada", "wrong"), ("nobody", PASSWORD), ("ann", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_are_the_same_answer(sessions: Sessions, name: str, password: str) -> None:
    with pytest.raises(Denied) as problem:
        sessions.sign_in(SignIn(name=name, password=password, device=DEVICE), "10.0.0.1")
    assert code_of(problem) == "sign_in.wrong"


def test_guessing_is_stopped_for_every_worker_and_forgiven_after_a_while(
    office: Office, sessions: Sessions, settings: Settings
) -> None:
    for _ in range(10):
        with pytest.raises(Denied):
            sessions.sign_in(SignIn(name="ada", password="wrong", device=DEVICE), "10.0.0.1")
    other_worker = Sessions(office.database, settings, office.clock)
    with pytest.raises(TooMany) as stopped:
        sign_in(other_worker)
    assert 0 < int(stopped.value.facts["seconds"]) <= 900
    office.clock.advance(900_001)
    assert sign_in(other_worker).user_name == "Ada"


def test_a_refresh_token_is_good_once_and_its_reuse_ends_the_sign_in(sessions: Sessions) -> None:
    first = sign_in(sessions)
    second = renew(sessions, first.refresh_token)
    third = renew(sessions, second.refresh_token)
    assert len({first.refresh_token, second.refresh_token, third.refresh_token}) == 3
    with pytest.raises(Denied) as problem:
        renew(sessions, first.refresh_token)
    assert code_of(problem) == "session.reused"
    with pytest.raises(Denied) as problem:
        renew(sessions, third.refresh_token)
    assert code_of(problem) == "session.revoked"
    with pytest.raises(Denied):
        sessions.caller(third.access_token)


def test_a_lost_answer_to_a_renewal_does_not_end_the_sign_in(office: Office, sessions: Sessions) -> None:
    first = sign_in(sessions)
    lost = renew(sessions, first.refresh_token)
    office.clock.advance(3 * 86_400_000)
    found = renew(sessions, first.refresh_token)
    assert sessions.caller(found.access_token).user_id == office.people["ada"]
    with pytest.raises(Denied):
        sessions.caller(lost.access_token)
    with pytest.raises(Denied) as problem:
        renew(sessions, lost.refresh_token)
    assert code_of(problem) == "session.revoked", "whoever holds the lost answer is found out"
    with pytest.raises(Denied):
        renew(sessions, found.refresh_token)


def test_a_refresh_token_is_bound_to_its_device_and_its_time(
    office: Office, sessions: Sessions, settings: Settings
) -> None:
    session = sign_in(sessions)
    with pytest.raises(Denied):
        sessions.renew(Renewal(refresh_token=session.refresh_token, device_id=new_id()))
    office.clock.advance(settings.refresh_lifetime + 1)
    with pytest.raises(Denied):
        renew(sessions, session.refresh_token)


def test_a_revoked_device_loses_its_sign_in_and_no_other_does(office: Office, sessions: Sessions) -> None:
    phone = Device(id=new_id(), name="Phone", platform="android")
    on_laptop, on_phone = sign_in(sessions), sign_in(sessions, phone)
    devices = DeviceList(office.database, office.clock)
    listed = devices.of(sessions.caller(on_laptop.access_token)).devices
    assert {(each.name, each.this) for each in listed} == {("Laptop", True), ("Phone", False)}
    devices.revoke(office.org_id, office.people["ada"], phone.id)
    with pytest.raises(Denied):
        sessions.caller(on_phone.access_token)
    with pytest.raises(Denied) as problem:
        sessions.renew(Renewal(refresh_token=on_phone.refresh_token, device_id=phone.id))
    assert code_of(problem) == "device.revoked", "its data must go, which a mere end of the sign-in does not ask for"
    assert sessions.caller(on_laptop.access_token).user_id == office.people["ada"]
    with pytest.raises(NotFound):
        devices.revoke(office.org_id, office.people["ann"], phone.id)


def test_signing_out_a_new_password_and_being_disabled_end_sessions(office: Office, sessions: Sessions) -> None:
    session = sign_in(sessions)
    sessions.sign_out(sessions.caller(session.access_token))
    with pytest.raises(Denied):
        renew(sessions, session.refresh_token)
    session = sign_in(sessions)
    set_password(office.database, office.clock, "ada", "another good password")
    with pytest.raises(Denied):
        sessions.caller(session.access_token)
    session = sessions.sign_in(SignIn(name="ada", password="another good password", device=DEVICE), "10.0.0.1")
    disable_user(office.database, office.clock, "ada")
    with pytest.raises(Denied):
        sessions.caller(session.access_token)
    with pytest.raises(Denied) as problem:
        sessions.sign_in(SignIn(name="ada", password="another good password", device=DEVICE), "10.0.0.1")
    assert code_of(problem) == "sign_in.disabled"


def test_the_database_holds_no_token_and_no_password(office: Office, sessions: Sessions, database_url: str) -> None:
    session = sign_in(sessions)
    secrets = {session.access_token, session.refresh_token, PASSWORD}
    with office.database.read() as connection:
        from crm_server.store.tables import METADATA

        for table in METADATA.sorted_tables:
            for row in connection.execute(table.select()):
                assert not secrets & {each for each in row if isinstance(each, str)}, table.name


def test_a_weaker_hash_is_renewed_at_the_next_sign_in(office: Office, sessions: Sessions) -> None:
    from argon2 import PasswordHasher

    from crm_server.store import credentials

    weak = PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD)
    owner = (office.org_id, office.people["ada"])
    with office.database.write() as connection:
        credentials.set_password(connection, owner, "ada", weak, 0)
    sign_in(sessions)
    with office.database.read() as connection:
        stored = credentials.password_hash(connection, *owner)
    assert stored is not None
    assert stored != weak
