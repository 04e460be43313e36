"""What waits for the desk: the first page counts what the inbox lists, and costs the same however much there is."""

from datetime import date, timedelta

import pytest
from django.db import connection

from participation.case import author_acts
from participation.desk import waiting
from participation.models import Case, CaseEvent
from tests.factories import participation as make
from tests.participation.admin.desk import Desk

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)
LISTED_AS = {
    "open": "",
    "overdue": "?standing=overdue",
    "week": "?standing=week",
    "author": "?standing=author",
    "reopened": "?standing=reopened",
    "mine": "?assigned=me",
    "nobody": "?assigned=nobody",
    "held": "?standing=held",
    "to_publish": "?standing=publish",
}


def one_of_each(officer, now):
    """Among them cases that no number counts, and some that several do."""
    make.CaseFactory(due_on=TODAY - timedelta(days=1))
    make.CaseFactory(due_on=TODAY + timedelta(days=7), assigned_to=officer)
    make.CaseFactory(is_held=True, due_on=TODAY - timedelta(days=1))
    make.CaseFactory(request=True)
    make.CaseFactory(closed=True)
    make.CaseFactory(closed=True, may_be_published=True)
    make.CaseFactory(state="withdrawn", closed_at=now, may_be_published=True)
    make.PublishedCaseFactory()
    author_acts.reply(make.ContactFactory().case, "Et ?", now=now)
    author_acts.not_solved(make.CaseFactory(closed=True, may_be_published=True), "Non", now=now)


def test_each_number_of_the_first_page_is_that_of_its_list(officer, now, time_machine):
    time_machine.move_to(now)
    one_of_each(officer, now)
    desk = Desk(officer)
    counts = waiting.waiting_for(officer, on=TODAY)["counts"]
    assert counts == {name: len(desk.listed(query)) for name, query in LISTED_AS.items()}
    assert all(counts.values())


def test_the_first_page_of_a_desk_costs_the_same_for_every_number_of_cases(officer, now, django_assert_num_queries):
    def cost(expected):
        one = type(officer).objects.get(pk=officer.pk)
        one.get_all_permissions()
        with django_assert_num_queries(expected):
            waiting.waiting_for(one, on=TODAY)

    cost(4)
    for _each in range(3):
        one_of_each(officer, now)
    cost(4)


# Of tables as small as these the planner may read everything and sort it, by whatever way is cheap that day.
DEAR_ONES = ("seqscan", "sort", "bitmapscan")


@pytest.fixture
def many_cases(officer, now):
    """Enough of them, counted, for the planner to tell one index from another: of empty tables all cost the same."""
    category = make.CategoryFactory()
    rows = [
        make.CaseFactory.build(category=category, district=None, **state)
        for state in ({}, {"closed": True, "may_be_published": True}, {"state": "withdrawn", "closed_at": now})
        for _each in range(100)
    ]
    cases = Case.objects.bulk_create(rows)
    kinds = ("filed", "note", "taken_up", "reply", "urgent")
    CaseEvent.objects.bulk_create(
        CaseEvent(case=case, kind=kind, at=now, by="author" if kind == "reply" else "desk", text="Et ?")
        for case in cases
        for kind in kinds * 3
    )
    with connection.cursor() as cursor:
        cursor.execute("analyze participation_case, participation_caseevent")


def plan_of(cases):
    with connection.cursor() as cursor:
        for way in DEAR_ONES:
            cursor.execute(f"set local enable_{way} = off")
    return cases.explain()


@pytest.mark.usefixtures("many_cases")
def test_an_index_serves_the_list_of_all_cases_in_its_order():
    assert "cases_by_due" in plan_of(Case.objects.filter(kind="complaint").order_by("due_on", "pk")[:50])


@pytest.mark.usefixtures("many_cases")
@pytest.mark.parametrize("state", ["closed", "withdrawn"])
def test_an_index_serves_the_lists_of_what_ended_newest_first(state):
    assert "cases_that_ended" in plan_of(Case.objects.filter(state=state).order_by("-closed_at", "-pk")[:50])


@pytest.mark.usefixtures("many_cases")
def test_an_index_serves_what_is_to_be_published_newest_first():
    assert "cases_to_decide_on" in plan_of(Case.objects.filter(waiting.to_publish()).order_by("-closed_at", "-pk")[:50])


@pytest.mark.usefixtures("many_cases")
@pytest.mark.parametrize(
    "index", ["events_by_which_one_spoke", "events_that_ask_for_urgency", "events_that_decide_urgency"]
)
def test_an_index_serves_what_the_list_tells_of_the_events_of_each_case(index):
    assert index in plan_of(waiting.with_last_word(Case.objects.all()))
