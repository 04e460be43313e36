"""Contact data are corrected at the counter: by who may, once, with a trace that holds no word of them."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.admin.models import LogEntry

from participation.case import erasure
from participation.models import Contact
from tests.factories import participation as make
from tests.factories import people
from tests.participation.admin.desk import INBOX, Desk

pytestmark = pytest.mark.django_db
GIVEN = {"name": "Salma Bennani", "email": "new@example.org", "phone": "", "postal_address": ""}


@pytest.fixture(autouse=True)
def _on_a_monday_in_june():
    with time_machine.travel(datetime(2026, 6, 15, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def desk():
    return Desk()


def page(case):
    return f"{INBOX}{case.pk}/contact/"


def test_an_address_that_no_longer_works_is_corrected_and_the_author_can_see_that_it_was(desk):
    case = make.ContactFactory().case
    assert desk.client.post(page(case), GIVEN).status_code == 302
    assert Contact.objects.get().email == "new@example.org"
    event = case.events.for_author().get(kind="contact_edited")
    assert (event.kind, event.officer, event.text, event.details) == ("contact_edited", desk.officer, "", {})
    assert "example.org" not in LogEntry.objects.get().change_message


def test_contact_data_can_be_added_and_taken_away(desk):
    case = make.CaseFactory()
    desk.client.post(page(case), GIVEN)
    assert Contact.objects.get().case == case
    desk.client.post(page(case), dict.fromkeys(GIVEN, ""))
    assert not Contact.objects.exists()


def test_what_did_not_change_leaves_no_trace(desk):
    contact = make.ContactFactory()
    desk.client.post(page(contact.case), {name: getattr(contact, name) for name in GIVEN})
    assert not contact.case.events.exists()


def test_a_wrong_address_is_refused_and_stays_on_the_page(desk):
    case = make.ContactFactory().case
    answer = desk.client.post(page(case), {**GIVEN, "email": "nulle part"})
    assert answer.status_code == 400
    assert "nulle part" in answer.content.decode()
    assert Contact.objects.get().email == "salma@example.org"


def test_of_two_officers_the_second_reads_what_the_first_saved(desk):
    case = make.ContactFactory().case
    version = desk.client.get(page(case)).context["version"]
    Desk().client.post(page(case), {**GIVEN, "version": version})
    answer = desk.client.post(page(case), {**GIVEN, "email": "other@example.org", "version": version})
    assert answer.status_code == 400
    assert "new@example.org" in str(answer.context["form"].errors["email"])
    again = {**GIVEN, "email": "other@example.org", "version": answer.context["version"]}
    assert desk.client.post(page(case), again).status_code == 302
    assert Contact.objects.get().email == "other@example.org"


def test_who_may_not_read_contact_data_corrects_none(desk):
    case = make.ContactFactory().case
    group = desk.officer.groups.get()
    group.permissions.remove(group.permissions.get(codename="view_contact"))
    viewer = Desk(desk.officer.__class__.objects.get(pk=desk.officer.pk))
    assert viewer.client.get(page(case)).status_code == 403
    assert viewer.client.post(page(case), GIVEN).status_code == 403
    assert page(case) not in viewer.page(case).content.decode()


def test_the_other_office_finds_nothing_there():
    case = make.ContactFactory(case=make.CaseFactory(request=True)).case
    assert Desk().client.get(page(case)).status_code == 404
    assert Desk(people.budget_officer()).client.get(page(case)).status_code == 403


def test_an_erased_case_takes_no_contact_data_any_more(desk):
    case = make.ContactFactory().case
    erasure.erase(case, now=datetime(2026, 6, 15, 9, tzinfo=UTC))
    assert desk.client.post(page(case), GIVEN).status_code == 400
    assert not Contact.objects.exists()


@pytest.mark.parametrize("reads_contact", [True, False])
def test_an_officer_knows_before_writing_that_nothing_is_mailed(desk, reads_contact):
    unconfirmed, confirmed = make.ContactFactory(confirmed_at=None).case, make.ContactFactory().case
    if not reads_contact:
        group = desk.officer.groups.get()
        group.permissions.remove(group.permissions.get(codename="view_contact"))
    viewer = Desk(desk.officer.__class__.objects.get(pk=desk.officer.pk))
    said = "n’a pas confirmé l’adresse électronique"
    assert said in viewer.page(unconfirmed).content.decode()
    assert said not in viewer.page(confirmed).content.decode()
    assert ("confirmée" in viewer.page(confirmed).content.decode()) == reads_contact


def test_another_address_is_asked_for_confirmation_at_once(desk):
    case = make.ContactFactory().case
    desk.client.post(page(case), GIVEN)
    assert Contact.objects.get().waits_for_confirmation
    assert [event.kind for event in case.events.order_by("pk")] == ["contact_edited", "mail_asked"]
