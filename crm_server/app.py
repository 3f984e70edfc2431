"""The composition root of the server: one worker's services, its routes, and its start and end."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from litestar import Litestar
from litestar.datastructures import State
from sqlalchemy.exc import DBAPIError

from crm_desktop.models.clock import Clock, SystemClock
from crm_server.metrics import Metrics
from crm_server.routes.calendars import FEEDS, calendar
from crm_server.routes.context import Services
from crm_server.routes.description import schema
from crm_server.routes.files import FILES
from crm_server.routes.look_alikes import LOOK_ALIKES
from crm_server.routes.parting import LEFT_WORK, RESCUE
from crm_server.routes.problems import HANDLERS
from crm_server.routes.sign_in import DOORS, hello
from crm_server.routes.sync import SYNC
from crm_server.routes.watching import health, metrics, watch_requests
from crm_server.services.accept_changes import Accepting
from crm_server.services.calendar_feeds import CalendarFeeds
from crm_server.services.callers import Callers
from crm_server.services.content_upkeep import tidy_contents
from crm_server.services.contents import Contents
from crm_server.services.devices import DeviceList
from crm_server.services.group_commit import GroupCommit
from crm_server.services.left_work import LeftWorkDesk
from crm_server.services.load_rights import RightsMemory
from crm_server.services.look_alikes import LookAlikes
from crm_server.services.read_changes import Changes
from crm_server.services.rescues import Rescues
from crm_server.services.send_parts import PartsAlone
from crm_server.services.sessions import Sessions
from crm_server.services.take_snapshot import Snapshots
from crm_server.services.upkeep import forget_old
from crm_server.services.waiting import Heads
from crm_server.settings import Settings
from crm_server.store.content_files import ContentFiles
from crm_server.store.engine import Database, open_database

ADDRESSES = (hello, DOORS, SYNC, RESCUE, LEFT_WORK, FILES, FEEDS, LOOK_ALIKES)
_UPKEEP_SECONDS = 3_600
_log = logging.getLogger("fieldline.app")


def create_app(settings: Settings, clock: Clock | None = None) -> Litestar:
    """Return the ASGI application of one worker; its database must have been migrated."""
    services = build_services(settings, open_database(settings.database_url, settings.pool_size), clock)

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        services.heads.start()
        upkeep = asyncio.create_task(_look_after(services), name="upkeep")
        try:
            yield
        finally:
            upkeep.cancel()
            await asyncio.gather(upkeep, return_exceptions=True)
            await services.commits.finish()
            await services.heads.stop()
            services.database.close()

    return Litestar(
        route_handlers=[*ADDRESSES, calendar, health, metrics, schema],
        middleware=[watch_requests(services.metrics)],
        exception_handlers=HANDLERS,
        lifespan=[lifespan],
        state=State({"services": services}),
        request_max_body_size=settings.body_limit,
        openapi_config=None,
        logging_config=None,
    )


async def _look_after(services: Services) -> None:
    """Forget, now and then, what is older than the log's horizon, and contents that nobody refers to."""
    while True:
        await asyncio.sleep(_UPKEEP_SECONDS)
        try:
            facts = await anyio.to_thread.run_sync(_tidy, services)
        except DBAPIError as problem:
            _log.warning("upkeep_failed", extra={"facts": {"error": type(problem.orig).__name__}})
        except OSError as problem:
            _log.warning("upkeep_failed", extra={"facts": {"error": type(problem).__name__}})
        else:
            _log.info("upkeep", extra={"facts": facts})


def _tidy(services: Services) -> dict[str, int]:
    now = services.clock.now()
    gone = forget_old(services.database, now, services.settings.log_horizon)
    tidied = tidy_contents(services.database, services.contents.files, now)
    return {"entries_forgotten": gone, "contents_removed": tidied.contents, "uploads_removed": tidied.uploads}


def build_services(settings: Settings, database: Database, clock: Clock | None = None) -> Services:
    """Return one worker's services over a database."""
    present, memory, measured, heads = clock or SystemClock(), RightsMemory(), Metrics(), Heads(database)
    sessions = Sessions(database, settings, present)
    callers = Callers(sessions)
    return Services(
        settings=settings,
        clock=present,
        database=database,
        sessions=sessions,
        devices=DeviceList(database, present),
        feeds=CalendarFeeds(database, present),
        look_alikes=LookAlikes(database, present),
        rescues=Rescues(database, present),
        left_work=LeftWorkDesk(database, present),
        snapshots=Snapshots(database, memory),
        changes=Changes(database, memory),
        parts=PartsAlone(database, memory),
        callers=callers,
        commits=GroupCommit(Accepting(database, present, memory), callers, heads, measured),
        heads=heads,
        metrics=measured,
        contents=Contents(database, present, memory, ContentFiles(settings.files_folder)),
    )
