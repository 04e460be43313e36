"""At the admin: whoever wrote presses “Publish” and is told who may, by the page and by the record form."""

import pytest

from commitments.models import Statement
from tests.commitments.admin.pages import add, page_of, press, pressing, sent
from tests.commitments.staff.progress_page import address
from tests.factories import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("another_publishes")]
NEW = {"dated_on": "31/01/2026", "level": "limited", "summary_fr": "Deux ateliers tenus"}
SAYS = "une autre personne le publie"


@pytest.fixture
def both(client, town):
    """The client of a focal point who is a publisher too."""
    client.force_login(people.holding("focal_point", "publisher", speaks_for=[town.own], first_name="Amina"))
    return client


def state_of(statement):
    return Statement.objects.get(pk=statement.pk).state


def test_entering_and_publishing_in_one_is_refused_and_nothing_typed_is_lost(both, subject):
    answer = sent(both, address(subject), "progress_form", level="limited", summary="Deux ateliers tenus", publish="")
    assert (answer.status_code, Statement.objects.filter(commitment=subject).count()) == (400, 0)
    assert SAYS in answer.text
    assert "Deux ateliers tenus" in answer.text


def test_rewriting_after_the_other_one_looked_stops_both(both, town, subject):
    answer = sent(both, address(subject), "progress_form", level="limited", summary="Deux ateliers tenus", submit="")
    assert answer.status_code == 302
    statement = Statement.objects.get(commitment=subject)
    publisher = town.clients["publisher"]
    looked_at = publisher.get(page_of(statement))
    sent(both, address(subject), "progress_form", summary="Tous les ateliers sont tenus", submit="")
    answer = publisher.post(page_of(statement), pressing(looked_at, statement, "publish"))
    assert (answer.status_code, state_of(statement)) == (400, "submitted")
    answer = press(both, statement, "publish")
    assert (answer.status_code, state_of(statement)) == (400, "submitted")
    assert SAYS in answer.text
    press(publisher, statement, "publish")
    assert state_of(statement) == "published"


def test_an_administrator_who_edits_by_the_record_form_publishes_no_more(staff, town, subject):
    add(staff, "statement", **NEW, commitment=subject.pk, side="municipality", institution=town.own.pk)
    statement = Statement.objects.get(commitment=subject)
    answer = press(staff, statement, "publish")
    assert (answer.status_code, state_of(statement)) == (400, "draft")
    assert SAYS in answer.text
    press(town.clients["publisher"], statement, "publish")


def test_the_monitor_needs_a_second_person(town, subject):
    add(town.clients["monitor"], "statement", **NEW, commitment=subject.pk, side="monitor", institution=town.monitor.pk)
    statement = Statement.objects.get(commitment=subject)
    answer = press(town.clients["monitor"], statement, "publish")
    assert (answer.status_code, state_of(statement)) == (400, "draft")
    assert SAYS in answer.text
