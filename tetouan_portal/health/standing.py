"""How the portal stands, for those who run it: what every process needs, who works behind it, what waits, what room."""

import shutil
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext

from tetouan_portal.health import hearts
from tetouan_portal.health.findings import Finding, Look, State, look_at, needs_database, readiness_looks
from tetouan_portal.lib import redis_server
from tetouan_portal.lib.queue import Standing, all_queues
from tetouan_portal.stored_files import telling

WAITS_TOO_LONG = timedelta(minutes=30)
GIVEN_UP_LATELY = timedelta(days=1)
LEAST_ROOM = 2 * 1024**3  # bytes: of a portal that is written into for some days without anybody looking


def of_everything(*, leave_out: Collection[str] = ()) -> list[Finding]:
    return of_the_portal([hearts.look_of(name) for name in (hearts.SCHEDULE, *hearts.QUEUES)], leave_out=leave_out)


def of_the_portal(also: Collection[Look] = (), *, leave_out: Collection[str] = ()) -> list[Finding]:
    """Without the signs of life, which workers give by looking at this."""
    looks = [look for look in (work, stored_files, disk, database_disk, redis) if look.__name__ not in leave_out]
    return look_at([*readiness_looks(), *also, *looks])


@needs_database
def work() -> Finding:
    late = [str(queue.label) for queue in all_queues() if is_late(queue.standing())]
    if late:
        said = gettext("Waiting for long, or given up since yesterday: %(kinds)s.")
        return Finding("work", State.UNWELL, said % {"kinds": gettext(", ").join(late)})
    return Finding("work", State.WELL, gettext("Nothing waits for long."))


def is_late(standing: Standing) -> bool:
    now = timezone.now()
    waits = standing.waiting_since is not None and now - standing.waiting_since > WAITS_TOO_LONG
    return waits or (standing.given_up_at is not None and now - standing.given_up_at < GIVEN_UP_LATELY)


@needs_database
def stored_files() -> Finding:
    overdue, missing = telling.overdue(timezone.now()).number, telling.missing().number
    if overdue or missing:
        said = gettext("Files to be destroyed that are still there: %(overdue)s. Files that are missing: %(missing)s.")
        return Finding("stored_files", State.UNWELL, said % {"overdue": overdue, "missing": missing})
    return Finding("stored_files", State.WELL, gettext("None is overdue, none is missing."))


def disk() -> Finding:
    return room("disk", Path(settings.MEDIA_ROOT))


@needs_database
def database_disk() -> Finding:
    """Known where the server lies on this machine and says where; its size is always known."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_database_size(current_database()), pg_has_role('pg_read_all_settings', 'usage')")
        size, may_ask = cursor.fetchone()
        cursor.execute("select current_setting('data_directory')" if may_ask else "select ''")
        folder = Path(cursor.fetchone()[0])
    host = connection.settings_dict.get("HOST", "")
    taken = gettext("The database takes: %(size)s.") % {"size": filesizeformat(size)}
    is_here = host in {"localhost", "127.0.0.1", "::1", ""} or host.startswith("/")
    if not may_ask or not is_here or not folder.exists():
        left = gettext("How much room is left is not known here.")
        return Finding("database_disk", State.UNKNOWN, f"{taken} {left}")
    found = room("database_disk", folder)
    return found._replace(said=f"{taken} {found.said}")


def room(name: str, folder: Path) -> Finding:
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    said = gettext("Room left: %(size)s.") % {"size": filesizeformat(free)}
    if free < LEAST_ROOM:
        more = gettext("That is little: make room, or files and words will be refused.")
        return Finding(name, State.UNWELL, f"{said} {more}")
    return Finding(name, State.WELL, said)


def redis() -> Finding:
    try:
        redis_server.ask(lambda server: server.ping())
    except redis_server.AwayError:
        said = gettext("It does not answer. Pages, sending and signing in do without; work is taken up more slowly.")
        return Finding("redis", State.UNWELL, said)
    return Finding("redis", State.WELL, gettext("It answers."))
