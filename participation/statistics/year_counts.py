"""Counts of what came in during a year and how it was answered: codes and numbers, nobody's words.

One pass over the year's cases counts everything, a second finds the medians. Erased cases are counted as before; what
was no message to the Commune, or is still being checked, is counted apart.
"""

import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import BooleanField, Count, ExpressionWrapper, F, Max, Min, Q, QuerySet, Value, When
from django.db.models import Case as Cases
from django.db.models.functions import TruncDate
from django.utils import timezone

from participation.law.standings import standing_case
from participation.models import Case, CaseKind, Outcome, SortOfCase
from participation.models.cases import OPEN
from participation.statistics.small_groups import Hidden, suppress
from tetouan_portal.lib.standing import has_passed

FACETS = ("kind", "state", "outcome", "channel", "satisfaction", "standing", "category_id", "district_id")
# The place of each bit of PostgreSQL's grouping(): 0 where a row is about this facet.
BITS = {name: 1 << (len(FACETS) - 1 - place) for place, name in enumerate(FACETS)}
SETS = ((), ("kind",), ("state",), ("outcome",), ("channel",), ("satisfaction",), ("standing",), ("kind", "standing"))
SETS_OF_PLACES = (("category_id", "district_id"),)

# `cases`: those of `cases_of_year`.
COUNTED = """
with counted as (
  select cases.*, sort as kind, answered_on - received_on as days from ({cases}) as cases
)
"""
COUNTING = """
select grouping({facets}), {facets}, count(*), count(*) filter (where is_reopened), count(*) filter (where is_overdue)
from counted group by grouping sets ({sets})
"""
# Apart, because a median sorts: in the sets above it would sort once for each.
MEDIANS = """
select grouping(kind), kind, percentile_cont(0.5) within group (order by days)
from counted where days is not null group by grouping sets ((), (kind))
"""


class Row(NamedTuple):
    cases: int = 0
    reopened: int = 0
    overdue: int = 0  # open, and the due date has passed
    days: int | None = None  # half of the answers took no longer; None without any


class Counts(NamedTuple):
    """`by[facets][values]`: by["kind", "standing"]["complaint", "late"]; by[()][()] is the total."""

    year: int
    as_of: datetime.date
    by: dict[tuple[str, ...], dict[tuple[Any, ...], Row]]
    places: dict[tuple[Any, Any], int | Hidden]  # see `small_groups`
    held: int
    abuse: int
    years: list[int]  # that have cases, the newest first

    def of(self, facet: str, value: str) -> Row:
        return self.by[facet,].get((value,), Row())

    @property
    def total(self) -> Row:
        return self.by[()].get((), Row())


def counts_of(year: int, *, on: datetime.date) -> Counts:
    """Three queries, however many cases there are."""
    by = facets_of(year, on=on)
    start, end = bounds(year)
    apart = Case.objects.aggregate(
        first=Min("received_at"),
        last=Max("received_at"),
        held=Count("pk", filter=Q(is_held=True, received_at__gte=start, received_at__lt=end)),
        abuse=Count("pk", filter=Q(outcome=Outcome.ABUSE, received_at__gte=start, received_at__lt=end)),
    )
    first, last = (timezone.localtime(apart[name] or timezone.now()).year for name in ("first", "last"))
    places = {values: row.cases for values, row in by["category_id", "district_id"].items()}
    return Counts(
        year=year,
        as_of=on,
        by=by,
        places=suppress(places),
        held=apart["held"],
        abuse=apart["abuse"],
        years=list(range(last, first - 1, -1)),
    )


def bounds(year: int) -> tuple[datetime.datetime, datetime.datetime]:
    start, end = (timezone.make_aware(datetime.datetime(one, 1, 1)) for one in (year, year + 1))  # noqa: DTZ001 -- made aware
    return start, end


def cases_of_year(year: int, *, on: datetime.date) -> QuerySet:
    """A row a case; `sort`, for `cases.sort_of`."""
    start, end = bounds(year)
    cases = Case.objects.filter(received_at__gte=start, received_at__lt=end, is_held=False).exclude(
        outcome=Outcome.ABUSE
    )
    sort = Cases(
        When(~Q(kind=CaseKind.REQUEST), then=F("kind")),
        When(is_formal=True, then=Value(SortOfCase.FORMAL_REQUEST)),
        default=Value(SortOfCase.QUESTION),
    )
    return cases.order_by().values(
        *("state", "outcome", "channel", "satisfaction", "category_id", "district_id"),
        sort=sort,
        standing=standing_case(on),
        is_reopened=ExpressionWrapper(Q(reopened_count__gt=0), BooleanField()),
        is_overdue=ExpressionWrapper(Q(state__in=OPEN) & has_passed("due_on", on), BooleanField()),
        answered_on=TruncDate("first_answered_at"),
        received_on=TruncDate("received_at"),
    )


def facets_of(year: int, *, on: datetime.date) -> dict[tuple[str, ...], dict[tuple[Any, ...], Row]]:
    found: dict[tuple[str, ...], dict[tuple[Any, ...], Row]] = {names: {} for names in (*SETS, *SETS_OF_PLACES)}
    sets = ", ".join(f"({', '.join(names)})" for names in found)
    cases, values = cases_of_year(year, on=on).query.sql_with_params()
    counted = COUNTED.format(cases=cases)
    with connection.cursor() as cursor:
        cursor.execute(counted + COUNTING.format(facets=", ".join(FACETS), sets=sets), values)
        for bits, *rest in cursor.fetchall():
            facets = dict(zip(FACETS, rest, strict=False))
            names = tuple(name for name in FACETS if not bits & BITS[name])
            found[names][tuple(facets[name] for name in names)] = Row(*rest[len(FACETS) :])
        cursor.execute(counted + MEDIANS, values)
        for is_total, kind, days in cursor.fetchall():
            rows, place = (found[()], ()) if is_total else (found["kind",], (kind,))
            if days is not None:
                rows[place] = rows[place]._replace(days=round(days))
    return found
