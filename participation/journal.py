"""What the public journal tells of published cases: the desk's redacted words, never the author's row."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from participation.models import PublishedCase
from tetouan_portal.journal.models import By, Kind
from tetouan_portal.journal.subjects import Subject


def cases(_now: datetime.datetime) -> QuerySet[PublishedCase]:
    return PublishedCase.objects.live().select_related("case").defer("search")


def municipality(_row: Any) -> By:
    return By.MUNICIPALITY


SUBJECTS = {
    PublishedCase: Subject(
        kind=Kind.PUBLISHED,
        page=lambda row: row,
        by=municipality,
        rows=cases,
        texts=("title", "text", "answer"),
        is_demo=lambda row: row.case.is_demo,
        since=lambda row: timezone.localdate(row.published_at),
    ),
}
