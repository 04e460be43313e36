"""What the public journal tells of published cases: the desk's redacted words, never the author's row; and of the law
that the desk rests on.
"""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from participation.models import PublishedCase, RefusalGround, Term, TermUse
from tetouan_portal.journal.models import By, Kind
from tetouan_portal.journal.subjects import Subject
from tetouan_portal.lib.languages import in_every_language, texts


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
    Term: Subject(
        kind=Kind.PUBLISHED,
        page=lambda _row: reverse("participation:start"),
        by=municipality,
        rows=lambda _now: Term.objects.all(),
        facts=("use", "amount", "unit", "rolls", "checked_on", "confirmed_on"),
        texts=("source", "article", "stated_at"),
        title=lambda row: in_every_language(TermUse(row.use).label),
    ),
    RefusalGround: Subject(
        kind=Kind.PUBLISHED,
        page=lambda _row: reverse("participation:start"),
        by=municipality,
        rows=lambda _now: RefusalGround.objects.all(),
        facts=("slug", "is_confirmed", "is_offered", "position"),
        texts=("name", "article", "source"),
        title=lambda row: texts(row, "name"),
    ),
}
