"""Counts of what came in during a year and how it was answered: codes and numbers, nobody's words.

One pass over the year's cases counts everything, a second finds the medians. Erased cases are counted as before; what
was no message to the Commune, or is still being checked, is counted apart.
"""

import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from participation.models import Case, Outcome
from participation.models.cases import OPEN
from participation.statistics.small_groups import Hidden, suppress

STANDINGS = ("in_time", "late", "waiting", "overdue", "withdrawn")
FACETS = ("kind", "state", "outcome", "channel", "satisfaction", "standing", "category_id", "district_id")
# The place of each bit of PostgreSQL's grouping(): 0 where a row is about this facet.
BITS = {name: 1 << (len(FACETS) - 1 - place) for place, name in enumerate(FACETS)}
SETS = ((), ("kind",), ("state",), ("outcome",), ("channel",), ("satisfaction",), ("standing",), ("kind", "standing"))
SETS_OF_PLACES = (("category_id", "district_id"),)

# The first answer counts, not the end. After "not solved" the due date is a new one; `lapsed_on` keeps the first time.
COUNTED = """
with counted as (
  select
    case when kind <> 'request' then kind when is_formal then 'formal_request' else 'question' end as kind,
    state, outcome, channel, satisfaction, category_id, district_id, reopened_count > 0 as is_reopened,
    state = any(%(open)s) and due_on < %(today)s as is_overdue,
    case
      when first_answered_at is not null and
        (lapsed_on is not null or (first_answered_at at time zone %(zone)s)::date > due_on) then 'late'
      when first_answered_at is not null then 'in_time'
      when state = 'withdrawn' then 'withdrawn'
      when due_on < %(today)s then 'overdue'
      else 'waiting'
    end as standing,
    (first_answered_at at time zone %(zone)s)::date - (received_at at time zone %(zone)s)::date as days
  from participation_case
  where received_at >= %(start)s and received_at < %(end)s and not is_held and outcome <> 'abuse'
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


def facets_of(year: int, *, on: datetime.date) -> dict[tuple[str, ...], dict[tuple[Any, ...], Row]]:
    found: dict[tuple[str, ...], dict[tuple[Any, ...], Row]] = {names: {} for names in (*SETS, *SETS_OF_PLACES)}
    start, end = bounds(year)
    sets = ", ".join(f"({', '.join(names)})" for names in found)
    values: dict[str, Any] = {"start": start, "end": end, "today": on, "open": [str(state) for state in OPEN]}
    values["zone"] = timezone.get_current_timezone_name()
    with connection.cursor() as cursor:
        cursor.execute(COUNTED + COUNTING.format(facets=", ".join(FACETS), sets=sets), values)
        for bits, *rest in cursor.fetchall():
            facets = dict(zip(FACETS, rest, strict=False))
            names = tuple(name for name in FACETS if not bits & BITS[name])
            found[names][tuple(facets[name] for name in names)] = Row(*rest[len(FACETS) :])
        cursor.execute(COUNTED + MEDIANS, values)
        for is_total, kind, days in cursor.fetchall():
            rows, place = (found[()], ()) if is_total else (found["kind",], (kind,))
            if days is not None:
                rows[place] = rows[place]._replace(days=round(days))
    return found
