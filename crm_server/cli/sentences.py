"""Errors of the command line as sentences: what happened and what to do."""

from crm_desktop.models.errors import UserError
from crm_desktop.models.importing.label_files import load_words

_SENTENCES = {
    "backup.exists": "There is a file of that name already; choose another one.",
    "backup.failed": "The backup could not be written; nothing was left behind that can be used.",
    "backup.no_pg_dump": "pg_dump is not installed here; install PostgreSQL's client programs.",
    "device.unknown": "This person has no such device; see `crm-server device list`.",
    "organisation.several": "There are several organisations; name one with --organisation.",
    "organisation.unknown": "There is no such organisation; `crm-server init` makes one.",
    "restore.no_file": "There is no such file.",
    "restore.not_a_backup": "The file is not a sound backup of this program; nothing was changed.",
    "restore.in_use": "Somebody has the database open; stop the server first. Nothing was changed.",
    "restore.failed": "The backup could not be loaded; the database is as it was.",
    "role.unknown": "There is no such role.",
    "server.plain_http": "Refusing to serve plain HTTP on {host}: passwords would travel in the clear. "
    "Give --tls-cert and --tls-key, or --behind-proxy when a proxy in front speaks HTTPS.",
    "server.port_taken": "Port {port} cannot be opened; another program may use it. Choose one with --port.",
    "server.workers_failed": "The workers end as soon as they are started; the log above says why.",
    "server.not_ready": "The database has no tables yet; run `crm-server init` first.",
    "unit.unknown": "There is no such unit.",
    "user.name_taken": "Somebody signs in by this name already; choose another one.",
    "user.password_differs": "The two passwords differ; nothing was changed.",
    "user.password_short": "The password is too short; it needs at least {least} characters.",
    "user.unknown": "Nobody signs in by this name.",
    "request.not_found": "This person has no such device; see `crm-server device list`.",
}


def sentence(error: UserError) -> str:
    """Return the sentence for an error; what devices may see too is worded in the label files."""
    if error.code in _SENTENCES:
        return _SENTENCES[error.code].format(**error.facts)
    words = load_words()
    parts = [words.sentence(f"{error.code}.{part}", **error.facts) for part in ("title", "explanation", "remedy")]
    told = [part for part in parts if not part.startswith(f"{error.code}.")]
    return ". ".join(part.rstrip(".") for part in told) + "." if told else error.code
