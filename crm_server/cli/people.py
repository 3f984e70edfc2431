"""`crm-server init | user | device`: organisations, people and their devices."""

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from crm_desktop.models.clock import SystemClock, from_moment
from crm_server.cli.opening import opened
from crm_server.cli.passwords import ask_password

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from crm_server.store.credentials import KnownDevice

_HANDS_OVER = "At its next contact a device hands over what it has not sent, and then destroys its data."


def add_commands(commands: "_SubParsersAction[Any]") -> None:
    """Declare the commands."""
    init = commands.add_parser("init", help="make an organisation and its administrator")
    init.add_argument("--organisation-name", required=True, metavar="NAME", help="what the organisation is called")
    init.add_argument("--currency", default="CNY", help="ISO 4217 code of its usual currency (default: CNY)")
    _add_person(init)
    init.set_defaults(handler=_init)

    user = commands.add_parser("user", help="list people, add and disable them, set their passwords")
    acts = user.add_subparsers(metavar="ACT", required=True)
    acts.add_parser("list", help="list all people, with role and when they were last heard of").set_defaults(
        handler=_list_people
    )
    add = acts.add_parser("add", help="add a person who can sign in")
    _add_person(add)
    add.add_argument("--role", default="Sales representative", help="name of a role (default: Sales representative)")
    add.add_argument("--unit", default="", help="name of a unit (default: the root)")
    add.add_argument("--organisation", default="", metavar="ID", help="needed when there are several")
    add.set_defaults(handler=_add_user)
    disable = acts.add_parser("disable", help="end a person's sign-ins and allow no new ones")
    disable.add_argument("sign_in_name")
    disable.set_defaults(handler=_disable)
    enable = acts.add_parser("enable", help="let a disabled person sign in again")
    enable.add_argument("sign_in_name")
    enable.set_defaults(handler=_enable)
    password = acts.add_parser("password", help="set a person's password and end the sign-ins made before")
    password.add_argument("sign_in_name")
    password.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    password.set_defaults(handler=_password)

    device = commands.add_parser("device", help="list and revoke people's devices")
    acts = device.add_subparsers(metavar="ACT", required=True)
    listing = acts.add_parser("list", help="list a person's devices")
    listing.add_argument("sign_in_name")
    listing.set_defaults(handler=_list_devices)
    revoke = acts.add_parser("revoke", help="end a device's sign-in; it signs in anew only with the password")
    revoke.add_argument("sign_in_name")
    revoke.add_argument("device", metavar="DEVICE-ID")
    revoke.set_defaults(handler=_revoke)


def _add_person(parser: Any) -> None:
    parser.add_argument("--sign-in-name", required=True, metavar="NAME", help="what the person types to sign in")
    parser.add_argument("--name", required=True, help="the person's own name")
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")


def _init(arguments: Namespace) -> None:
    from crm_server.services.set_up import NewUser, set_up

    password = ask_password("Password of the administrator", arguments.password_stdin)
    person = NewUser(arguments.sign_in_name, arguments.name, password)
    with opened(arguments, create=True) as database:
        made = set_up(database, SystemClock(), arguments.organisation_name, person, arguments.currency)
    print(f"organisation {made.org_id}\nadministrator {made.administrator_id}")


def _add_user(arguments: Namespace) -> None:
    from crm_server.services.set_up import NewUser, add_user, only_organisation

    password = ask_password("Password", arguments.password_stdin)
    person = NewUser(arguments.sign_in_name, arguments.name, password, arguments.role, arguments.unit)
    with opened(arguments) as database:
        print(f"user {add_user(database, SystemClock(), only_organisation(database, arguments.organisation), person)}")


def _list_people(arguments: Namespace) -> None:
    from crm_server.store.people import list_people

    with opened(arguments) as database, database.read() as connection:
        people = list_people(connection)
    several = len({each.org_id for each in people}) > 1
    for each in people:
        where = f"{each.org_id}  " if several else ""
        seen = _moment(each.seen_at) if each.seen_at else "never seen"
        state = "" if each.active else "  disabled"
        print(f"{where}{each.sign_in_name:20}  {each.role:20}  {seen:20}  {each.name}{state}")


def _enable(arguments: Namespace) -> None:
    from crm_server.services.set_up import enable_user

    with opened(arguments) as database:
        enable_user(database, SystemClock(), arguments.sign_in_name)
    print("enabled")


def _disable(arguments: Namespace) -> None:
    from crm_server.services.set_up import disable_user, find_person
    from crm_server.store.credentials import list_devices

    with opened(arguments) as database:
        org_id, user_id = find_person(database, arguments.sign_in_name)
        with database.read() as connection:
            devices = [each for each in list_devices(connection, org_id, user_id) if each.revoked_at is None]
        disable_user(database, SystemClock(), arguments.sign_in_name)
    print("disabled")
    for device in devices:
        print(_unsent(device))
    if devices:
        print(_HANDS_OVER)


def _password(arguments: Namespace) -> None:
    from crm_server.services.set_up import set_password

    password = ask_password("New password", arguments.password_stdin)
    with opened(arguments) as database:
        set_password(database, SystemClock(), arguments.sign_in_name, password)
    print("password set")


def _list_devices(arguments: Namespace) -> None:
    from crm_server.services.set_up import find_person
    from crm_server.store.credentials import list_devices

    with opened(arguments) as database:
        org_id, user_id = find_person(database, arguments.sign_in_name)
        with database.read() as connection:
            devices = list_devices(connection, org_id, user_id)
    for device in devices:
        state = "revoked  " if device.revoked_at else ""
        print(f"{device.id}  {device.platform:10}  {_moment(device.seen_at)}  {state}{device.called}")
    if not devices:
        print("no devices")


def _revoke(arguments: Namespace) -> None:
    from crm_server.services.devices import DeviceList
    from crm_server.services.set_up import find_person
    from crm_server.store.credentials import list_devices

    with opened(arguments) as database:
        org_id, user_id = find_person(database, arguments.sign_in_name)
        with database.read() as connection:
            known = [each for each in list_devices(connection, org_id, user_id) if each.id == arguments.device]
        DeviceList(database, SystemClock()).revoke(org_id, user_id, arguments.device)
    print("revoked")
    for device in known:
        print(_unsent(device))
        print(_HANDS_OVER)


def _unsent(device: "KnownDevice") -> str:
    """Return what a device said last about its unsent work, and when it was heard of."""
    seen = _moment(device.seen_at)
    if device.counted_at is None:
        return f"{device.called}: last seen {seen}; it has not said what it had not sent"
    when = _moment(device.counted_at)
    return (
        f"{device.called}: last seen {seen}; at {when} it had {device.waiting} unsent changes"
        f" and {device.undecided} waiting for a decision"
    )


def _moment(moment: int) -> str:
    return from_moment(moment).strftime("%Y-%m-%d %H:%M UTC")
