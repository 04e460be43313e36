"""A slip is proposed by one person and accepted by another, on one and the same page."""

import re

import pytest
from django.test import Client

from commitments.models import Amendment, Slip
from tests.commitments.admin.pages import address, form_on, sent
from tests.factories import people
from tests.factories.commitments import CommitmentFactory, IndicatorFactory, InstitutionFactory, MilestoneFactory

pytestmark = pytest.mark.django_db
SLIP = {"title_fr": "Publier le budget citoyen", "reason_fr": "Faute de frappe"}


def of(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def first(db):
    return of(people.technical_team())


@pytest.fixture(params=[people.technical_team, people.publisher])
def second(request, db):
    return of(request.param())


def page(row):
    return address(row._meta.model_name, "slip", row.pk)


def press(client, row, button):
    return client.post(page(row), {button: "x"})


@pytest.mark.parametrize("factory", [CommitmentFactory, MilestoneFactory, IndicatorFactory])
def test_a_second_person_sees_exactly_what_the_public_reads_and_accepts(first, second, client, factory):
    row = factory()
    assert sent(first, page(row), "amend_form", **SLIP).status_code == 302
    shown = second.get(page(row)).text
    assert press(second, row, "accept").status_code == 302
    row.refresh_from_db()
    assert row.title_fr == "Publier le budget citoyen"
    slug = getattr(row, "commitment", row).slug
    readings = re.findall(r'<section class="module" lang="(..)".*?<div class="form-row">(.*?)</div>', shown, re.DOTALL)
    assert [language for language, _told in readings] == ["ar", "fr", "es"]
    for language, told in readings:
        assert told.strip() in client.get(f"/{language}/commitments/{slug}/").text


def test_whoever_proposed_it_is_not_offered_to_accept_it_and_cannot(first):
    commitment = CommitmentFactory()
    sent(first, page(commitment), "amend_form", **SLIP)
    assert 'name="accept"' not in first.get(page(commitment)).text
    assert press(first, commitment, "accept").status_code == 400
    assert not Amendment.objects.exists()
    assert press(first, commitment, "refuse").status_code == 302
    assert Slip.objects.get().state == "refused"


def test_several_texts_at_once_are_refused_and_nothing_typed_is_lost(first):
    commitment = CommitmentFactory(action_fr="Publier")
    answer = sent(first, page(commitment), "amend_form", **SLIP, action_fr="Publir")
    assert answer.status_code == 400
    assert form_on(answer, "amend_form")["action_fr"] == "Publir"
    assert not Slip.objects.exists()


@pytest.mark.parametrize("who", ["publisher", "focal_point", "translator", "monitor"])
def test_others_propose_nothing(who):
    commitment = CommitmentFactory()
    kinds = {"focal_point": "department", "monitor": "monitor"}
    institution = [InstitutionFactory(kind=kinds[who])] if who in kinds else []
    client = of(getattr(people, who)(*institution))
    assert client.post(page(commitment), SLIP).status_code in {302, 403}
    assert not Slip.objects.exists()


def test_the_monitor_accepts_no_words_of_the_municipality(first):
    commitment = CommitmentFactory()
    sent(first, page(commitment), "amend_form", **SLIP)
    assert press(of(people.monitor(InstitutionFactory(kind="monitor"))), commitment, "accept").status_code == 403


def test_what_is_not_public_is_corrected_in_its_record(first):
    draft = CommitmentFactory(draft=True)
    assert first.get(page(draft)).status_code == 403
    assert "../slip/" not in first.get(address("commitment", "change", draft.pk)).text


def test_who_publishes_finds_the_way_where_something_waits(first):
    commitment, publisher = CommitmentFactory(), of(people.publisher())
    record = address("commitment", "change", commitment.pk)
    assert ["../slip/" in client.get(record).text for client in (first, publisher)] == [True, False]
    sent(first, page(commitment), "amend_form", **SLIP)
    assert "../slip/" in publisher.get(record).text
