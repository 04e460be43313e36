"""Each office reads whether its own mails arrived, and both what the nights have erased; nobody writes any of it."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from participation.models import CaseEvent, CaseLetter, RetentionReport
from tests.factories import participation as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_french")]
LETTERS = "/fr/admin/participation/caseletter/"
REPORTS = "/fr/admin/participation/retentionreport/"
AT = datetime(2026, 6, 2, 9, tzinfo=UTC)
SECRET = "mot-secret"
GIVEN_UP = {"due_at": None, "failure": "550 5.1.1", "failed_at": AT}


def letter_about(**values):
    """To an author whose every word and address could leak."""
    case = make.CaseFactory(**({"subject": SECRET, "text": SECRET, "place": SECRET} | values))
    make.ContactFactory(case=case, name=SECRET, email=f"{SECRET}@example.org")
    event = CaseEvent.objects.create(case=case, kind="answer", at=AT, by="desk", text=SECRET)
    return CaseLetter.objects.create(event=event, state="failed", attempts=3, **GIVEN_UP)


@pytest.fixture
def letters(db):
    """Of a complaint, of a request."""
    return letter_about(), letter_about(request=True)


def pages(client, letter):
    """Everything that could tell of the letter; redirections as the page they lead to."""
    own = [f"{LETTERS}{letter.pk}/{part}/" for part in ("change", "history")]
    answers = [client.get(address, follow=True) for address in (LETTERS, *own, f"{LETTERS}?state__exact=failed")]
    csv = b"".join(client.get(f"{LETTERS}export/csv/")).decode()
    return "".join(answer.content.decode() for answer in answers) + csv


@pytest.mark.parametrize(("role", "own"), [("desk_officer", 0), ("information_officer", 1)])
def test_each_office_reads_of_its_own_mails_and_of_no_others(signed_in, letters, role, own):
    client = signed_in(role)
    other = letters[1 - own]
    read = pages(client, letters[own]) + pages(client, other)
    assert letters[own].event.case.reference in read
    assert other.event.case.reference not in read
    assert [row.pk for row in client.get(LETTERS).context["cl"].result_list] == [letters[own].pk]
    assert client.get(f"{LETTERS}{other.pk}/change/").status_code == 302


def test_no_word_and_no_address_of_an_author_is_there(signed_in, letters):
    client = signed_in("superuser")
    read = "".join(pages(client, letter) for letter in letters)
    assert "550 5.1.1" in read
    assert SECRET not in read


def test_the_list_says_what_became_of_each_mail(signed_in, letters):
    client = signed_in("desk_officer")
    csv = b"".join(client.get(f"{LETTERS}export/csv/")).decode()
    assert f"{letters[0].event.case.reference},n’a pas pu être envoyé,550 5.1.1,réponse," in csv
    assert list(client.get(f"{LETTERS}?state__exact=sent").context["cl"].result_list) == []


def test_the_reference_keeps_its_order_in_the_name_of_a_mail(letters):
    reference = letters[0].event.case.reference
    with translation.override("ar"):
        assert str(letters[0]).endswith(f": \u2068{reference}\u2069")


@pytest.mark.parametrize(
    "question", ["event__case__subject__contains", "event__text__contains", "event__case__kind", "event__case__place"]
)
def test_no_question_in_the_address_reaches_the_words(signed_in, letters, question):
    answer = signed_in("superuser").get(f"{LETTERS}?{question}={SECRET}")
    assert answer.status_code == 400


@pytest.mark.parametrize("role", ["desk_officer", "information_officer", "superuser"])
def test_nobody_writes_records(signed_in, letters, role):
    report = RetentionReport.objects.create(at=AT, cases=4)
    client = signed_in(role)
    for address, row in ((LETTERS, letters[0]), (REPORTS, report)):
        for part in ("add/", f"{row.pk}/delete/"):
            assert client.post(f"{address}{part}", {"post": "yes"}).status_code == 403
        assert client.post(f"{address}{row.pk}/change/", {"cases": 1, "state": "sent"}).status_code in {302, 403}
        client.post(address, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    report.refresh_from_db()
    assert (report.cases, CaseLetter.objects.filter(state="failed").count()) == (4, 2)


@pytest.mark.parametrize("role", ["technical_team", "focal_point", "budget_officer"])
def test_others_of_the_staff_see_none_of_it(signed_in, letters, role):
    report = RetentionReport.objects.create(at=AT, cases=4)
    stranger = signed_in(role)
    for address, row in ((LETTERS, letters[0]), (REPORTS, report)):
        parts = ["", "export/csv/", "export/xlsx/", f"{row.pk}/change/"]
        assert {stranger.get(address + part).status_code for part in parts} == {403}
        history = stranger.get(f"{address}{row.pk}/history/", follow=True)
        assert history.redirect_chain or history.status_code == 403
        assert letters[0].event.case.reference not in history.content.decode()


@pytest.mark.parametrize("role", ["desk_officer", "information_officer"])
def test_the_officers_read_what_the_nights_have_erased(signed_in, role):
    report = RetentionReport.objects.create(at=AT, contacts=1, cases=2, photos=3, drafts=4)
    client = signed_in(role)
    csv = b"".join(client.get(f"{REPORTS}export/csv/")).decode()
    assert csv.splitlines()[1].endswith(",1,2,3,4")
    assert client.get(f"{REPORTS}{report.pk}/change/").status_code == 200
    assert client.get(f"{REPORTS}{report.pk}/history/").status_code == 200


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_costs_the_same_queries_for_every_number_of_mails(signed_in, number, django_assert_max_num_queries):
    client = signed_in("desk_officer")
    for _one in range(number):
        letter_about()
    with django_assert_max_num_queries(8):
        client.get(LETTERS)
