"""Errors of the command line as sentences: what happened and what to do."""

from sqlalchemy.exc import DBAPIError

from crm_desktop.models.errors import UserError
from crm_desktop.models.importing.label_files import load_words
from crm_server.store.trouble import name_of_trouble, why_not_connected

_SENTENCES = {
    "backup.exists": "There is a file of that name already; choose another one.",
    "backup.failed": "The backup could not be written; nothing was left behind that can be used.",
    "backup.no_folder": "There is no folder {folder}; make it first.",
    "backup.no_pg_dump": "{program} is not installed here; install PostgreSQL's client programs.",
    "backup.pg_dump_older": "{program} is older than the database; install the client programs of its version.",
    "database.newer": "The database was brought to revision {revision} by a newer program; this one does not know it. "
    "Nothing was changed: install the newer program again, or restore a backup made before.",
    "device.unknown": "This person has no such device; see `crm-server device list`.",
    "organisation.several": "There are several organisations; name one with --organisation.",
    "organisation.unknown": "There is no such organisation; `crm-server init` makes one.",
    "restore.no_file": "There is no such file.",
    "restore.not_a_backup": "The file is not a sound backup of this program; nothing was changed.",
    "restore.in_use": "Somebody has the database open; stop the server first. Nothing was changed.",
    "restore.failed": "The backup could not be loaded; the database is as it was.",
    "role.unknown": "There is no such role; a new organisation has Administrator, Manager, Sales representative and "
    "Customer success.",
    "server.plain_http": "Refusing to serve plain HTTP on {host}: passwords would travel in the clear. "
    "Give --tls-cert and --tls-key, or --behind-proxy when a proxy in front speaks HTTPS.",
    "server.port_taken": "Port {port} is in use by another program on {host}. Choose another one with --port.",
    "server.port_forbidden": "This user may not open port {port}; choose one above 1023 with --port.",
    "server.no_such_address": "This machine has no address {host}; choose one with --host.",
    "server.tls_half": "A certificate and its key belong together: give --tls-cert and --tls-key.",
    "server.tls_unreadable": "{file} cannot be read ({reason}).",
    "server.tls_unusable": "{certificate} and {key} cannot be used: both must be PEM, the key without a passphrase, "
    "and the key that of the first certificate in the file.",
    "server.tls_over": "The certificate in {certificate} has ended, or its time has not begun; no device would accept "
    "it. Renew it, or set this machine's clock.",
    "server.workers_failed": "The workers end as soon as they are started; the log above says why.",
    "server.not_ready": "The database has no tables yet; run `crm-server init` first.",
    "unit.unknown": "There is no such unit.",
    "user.name_taken": "Somebody signs in by this name already; choose another one.",
    "user.password_differs": "The two passwords differ; nothing was changed.",
    "user.password_short": "The password is too short; it needs at least {least} characters.",
    "user.unknown": "Nobody signs in by this name.",
    "request.not_found": "This person has no such device; see `crm-server device list`.",
}


_DATABASE = {
    "BUSY": "Somebody else has been writing to the database for more than ten seconds; try again.",
    "CANTOPEN": "The database file cannot be opened or made; does its folder exist, and may this user write there?",
    "CORRUPT": "The database file is damaged; `crm-server restore` puts a backup in its place.",
    "FULL": "The disk is full; what was being written was not written.",
    "IOERR": "The disk did not do what was asked of it; is it full, or failing?",
    "LOCKED": "Somebody else has been writing to the database for more than ten seconds; try again.",
    "NOTADB": "The file is not a SQLite database, or its beginning is damaged; restore a backup, or name another file.",
    "READONLY": "The database may not be written by this user: the file, those beside it that end with -wal and -shm, "
    "and their folder must belong to who runs the server.",
    "53100": "The database's disk is full; what was being written was not written.",
    "42501": "The database's user has no right to do this; make it the owner of the database.",
}
"""By SQLite's primary code, or PostgreSQL's state."""


def database_sentence(error: DBAPIError) -> str:
    """Return the sentence for a database that refuses; quotes no statement and no value."""
    if reason := why_not_connected(error):
        return f"The database does not answer: {reason}. Is its address right, and does it run?"
    name = name_of_trouble(error)
    known = _DATABASE.get(name.split("_")[1] if name.startswith("SQLITE_") else name)
    return known or f"The database refused ({name}); its own log may say why."


def sentence(error: UserError) -> str:
    """Return the sentence for an error; what devices may see too is worded in the label files."""
    if error.code in _SENTENCES:
        return _SENTENCES[error.code].format(**error.facts)
    words = load_words()
    parts = [words.sentence(f"{error.code}.{part}", **error.facts) for part in ("title", "explanation", "remedy")]
    told = [part for part in parts if not part.startswith(f"{error.code}.")]
    return ". ".join(part.rstrip(".") for part in told) + "." if told else error.code
