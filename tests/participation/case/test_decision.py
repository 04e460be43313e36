import pytest
from django.db import OperationalError, connection, transaction

from participation.case import author_acts, desk_acts
from participation.case.decision import Decision, carry_out
from participation.models import CaseLetter
from tests.at_once import together
from tests.factories import participation as make
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def test_a_decision_that_cannot_be_carried_out_leaves_nothing(officer, now):
    case = make.ContactFactory().case
    wanted = Decision(note="Vu", assigned_to=officer, reassigns=True, act="close", outcome="not_ours", text="Pas nous")
    with refused("case_not_ours_iff_body"):
        carry_out(case, wanted, by=officer, now=now)
    case.refresh_from_db()
    assert (case.state, case.assigned_to, case.events.count()) == ("received", None, 0)
    assert not CaseLetter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_its_author_writes_meanwhile_was_not_done_by_the_officer(officer, now, monkeypatch):
    case = make.CaseFactory()
    sort, waited = desk_acts.sort, []

    def reply():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set local lock_timeout = 300")
            author_acts.reply(case, "Encore une chose", now=now)

    def sort_while_the_author_writes(*args, **options):
        waited.extend(together(lambda: refusal_of(reply)))
        return sort(*args, **options)

    monkeypatch.setattr(desk_acts, "sort", sort_while_the_author_writes)
    assert carry_out(case, Decision(note="Vu"), by=officer, now=now) == ["note"]
    assert waited == ["waits"]


def refusal_of(act):
    try:
        return act()
    except OperationalError:
        return "waits"


def test_what_was_done_is_told_in_codes(officer, now):
    case = make.CaseFactory()
    assert carry_out(case, Decision(note="Vu", act="ask", text="Où ?"), by=officer, now=now) == ["note", "question"]
    assert carry_out(case, Decision(), by=officer, now=now) == []


def test_a_held_case_is_released_before_its_author_is_asked(officer, now):
    case = make.ContactFactory(case__is_held=True).case
    assert carry_out(case, Decision(act="ask", text="Où ?"), by=officer, now=now) == ["released", "question"]
    assert CaseLetter.objects.get().event.kind == "question"


def test_abuse_stays_held_so_that_nobody_gets_mail(officer, now):
    case = make.ContactFactory(case__is_held=True).case
    wanted = Decision(act="close", outcome="abuse", text="Pas un message à la commune")
    assert carry_out(case, wanted, by=officer, now=now) == ["closed"]
    assert not CaseLetter.objects.exists()
