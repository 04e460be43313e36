"""Requests whose due dates were found by the clock, for the tests of what moves them."""

from datetime import UTC, date, datetime

from participation.law import due_dates
from participation.models import Case
from tests.factories import participation as make


def request_received(day, **values):
    found = due_dates.first_due("request", day)
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    return make.CaseFactory(request=True, received_at=at, due_on=found.on, due_facts=found.facts, **values)


def open_request(**values):
    """Received on 1 June 2026, due on 29 June."""
    return request_received(date(2026, 6, 1), **values)


def many(count):
    found = due_dates.first_due("request", date(2026, 6, 1))
    model = make.CaseFactory.build(request=True, category=None, district=None)
    Case.objects.bulk_create(
        Case(
            **{
                name: getattr(model, name)
                for name in ("kind", "is_formal", "language", "subject", "text", "received_at")
            },
            due_on=found.on,
            due_facts=found.facts,
        )
        for _each in range(count)
    )
