"""What administrators must know of: files that should be gone and are not, files that should be there and are not."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, Min, QuerySet
from django.db.models.fields.files import FieldFile

from tetouan_portal.stored_files.models import DoomedFile, MissingFile

LATE = datetime.timedelta(hours=1)  # a storage was away that long, or nobody worked


class Told(NamedTuple):
    number: int
    since: datetime.datetime | None  # the first of them


def overdue(now: datetime.datetime) -> Told:
    return tell_of(DoomedFile.objects.filter(queued_at__lt=now - LATE), "queued_at")


def missing() -> Told:
    return tell_of(MissingFile.objects.all(), "noticed_at")


def being_destroyed(files: Iterable[FieldFile]) -> bool:
    """Whether one of these files still waits for its destruction."""
    return DoomedFile.objects.filter(name__in=[file.name for file in files]).exists()


def tell_of(rows: QuerySet, dated: str) -> Told:
    return Told(**rows.order_by().aggregate(number=Count("pk"), since=Min(dated)))
