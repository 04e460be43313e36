"""Whether schedule and workers live. Who shows no life says nothing by itself: somebody has to look at the time."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from tetouan_portal.health.findings import Finding, Look, State, needs_database
from tetouan_portal.health.models import Heartbeat

SCHEDULE = "schedule"
QUEUES = ("urgent", "celery")
LATE = timedelta(minutes=12)  # the longest task takes six, and each queue has its turn every minute


def beat(queue: str, trouble: Iterable[str]) -> None:
    """Of a task that only the schedule sends: its turn shows that the schedule lives, and the queue's worker."""
    now, told = timezone.now(), ",".join(trouble)[:300]
    rows = [Heartbeat(name=queue, at=now, trouble=told), Heartbeat(name=SCHEDULE, at=now)]
    columns = ["at", "trouble"]
    Heartbeat.objects.bulk_create(rows, update_conflicts=True, unique_fields=["name"], update_fields=columns)


def in_trouble() -> list[str]:
    """Names of what is wrong, as the workers last told, and of those who show no life: one question."""
    rows = {row.name: row for row in Heartbeat.objects.all()}
    found = [finding.name for finding in (turn_of(name, rows) for name in (SCHEDULE, *QUEUES)) if finding.is_wrong]
    fresh = [row for row in rows.values() if row.name not in found]
    return list(dict.fromkeys([*found, *(name for row in fresh for name in row.trouble.split(",") if name)]))


def turn_of(name: str, rows: dict[str, Heartbeat]) -> Finding:
    row, schedule = rows.get(name), rows.get(SCHEDULE)
    if row and is_fresh(row):
        return Finding(name, State.WELL, since(gettext("Last turn: %(moment)s."), row))
    if name != SCHEDULE and not (schedule and is_fresh(schedule)):
        # Nobody has asked it for a sign of life.
        return Finding(name, State.UNKNOWN, gettext("Unknown while the schedule gives no sign of life."))
    words = {
        SCHEDULE: gettext("Neither the schedule nor a worker has given a sign of life. Look whether they run."),
    }.get(name, gettext("It gives no sign of life. Look whether this worker runs."))
    last = since(gettext("Last turn: %(moment)s."), row) if row else gettext("No turn of it is known.")
    return Finding(name, State.UNWELL, f"{words} {last}")


def is_fresh(row: Heartbeat) -> bool:
    return timezone.now() - row.at < LATE


def since(sentence: str, row: Heartbeat) -> str:
    return sentence % {"moment": date_format(timezone.localtime(row.at), "DATETIME_FORMAT")}


def look_of(name: str) -> Look:
    @needs_database
    def look() -> Finding:
        return turn_of(name, {row.name: row for row in Heartbeat.objects.all()})

    look.__name__ = name
    return look
