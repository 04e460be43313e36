"""The calendar of a phone: what is doubtful, done or moved is so there too."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from budget_docs.calendar import rules
from budget_docs.models import DueDateChange, PublicationDate
from tests.budget_docs import rows
from tetouan_portal.lib.languages import LANGUAGE_CODES

pytestmark = pytest.mark.django_db


def events(client, language="fr", about="budget"):
    response = client.get(f"/{language}/calendar.ics?about={about}")
    calendar = Calendar.from_ical(response.content)
    return {str(event["uid"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


def only(client, language="fr"):
    [event] = events(client, language).values()
    return event


@pytest.mark.parametrize(
    ("language", "doubt"),
    [("ar", "أجل في انتظار تأكيد الجماعة"), ("fr", "date à confirmer"), ("es", "fecha pendiente de confirmación")],
)
def test_a_date_that_nobody_confirmed_keeps_its_doubt(client, language, doubt):
    rows.kind(is_confirmed=False)
    rows.slot()
    event = only(client, language)
    assert event["status"] == "TENTATIVE"
    assert doubt in event["summary"]


def test_a_confirmed_date_is_certain(client):
    rows.slot()
    event = only(client)
    assert (event["status"], event["summary"]) == ("CONFIRMED", "Budget adopté 2026")


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_what_is_done_says_when_whether_its_date_was_confirmed_or_not(client, is_confirmed):
    rows.kind(is_confirmed=is_confirmed)
    rows.document(publish_at=datetime(2026, 1, 10, 9, tzinfo=UTC))
    event = only(client)
    assert event["status"] == "CONFIRMED"
    assert event["summary"].replace("\xa0", " ") == "Budget adopté 2026 (réalisé le 10 janvier 2026)"
    assert event["dtstamp"].dt == event["last-modified"].dt == datetime(2026, 1, 10, 9, tzinfo=UTC)


def test_a_date_that_moves_to_an_earlier_day_is_a_later_revision(client):
    slot = rows.slot(due_on=date(2026, 12, 5))
    before = only(client)
    DueDateChange.objects.create(
        date=slot, due_from=date(2026, 12, 5), due_to=date(2026, 11, 5), reason_fr="Session avancée"
    )
    PublicationDate.objects.filter(pk=slot.pk).update(due_on=date(2026, 11, 5))
    after = only(client)
    assert after["uid"] == before["uid"]
    assert after["dtstart"].dt == date(2026, 11, 5)
    assert after["sequence"] > before["sequence"]
    assert after["dtstamp"].dt >= before["dtstamp"].dt


def test_confirming_and_keeping_a_date_are_revisions_too(client):
    kind = rows.kind(is_confirmed=False)
    rows.slot()
    sequences = [only(client)["sequence"]]
    rules.confirm(kind, date(2026, 5, 4), reason_fr="Circulaire 12")
    sequences.append(only(client)["sequence"])
    rows.document()
    sequences.append(only(client)["sequence"])
    assert sequences == sorted(set(sequences))


def test_a_confirmation_that_is_taken_back_is_a_revision_too_and_no_number_ever_falls(client):
    kind = rows.kind(is_confirmed=False)
    rows.slot()
    found = [only(client)]
    for day in (date(2026, 5, 4), None, date(2026, 6, 1), date(2026, 6, 2), None):
        rules.record(kind, day, {"reason_fr": "Circulaire 12"})
        found.append(only(client))
    assert found[1]["status"] == "CONFIRMED"
    assert found[2]["status"] == "TENTATIVE"
    sequences = [event["sequence"] for event in found]
    assert sequences == sorted(set(sequences))


def test_what_says_nothing_of_the_confirmation_counts_for_nothing(client):
    kind = rows.kind()
    rows.slot()
    before = only(client)["sequence"]
    type(kind).objects.update(position=7, confirmation_changes=0)
    assert only(client)["sequence"] == before


def test_a_refused_visa_takes_no_number_back(client):
    document = rows.document()
    before = only(client)["sequence"]
    type(document).objects.update(visa="refused", visa_on=date(2026, 2, 1))
    after = only(client)
    assert "réalisé" not in after["summary"]
    assert after["sequence"] >= before


def test_several_changes_and_documents_of_one_date_are_one_event(client, django_assert_num_queries):
    slot = rows.slot()
    for number in (1, 2, 3):
        rows.document(f"budget-{number}", slot=slot)
        DueDateChange.objects.create(
            date=slot, due_from=date(2026, 1, number), due_to=date(2026, 2, number), reason_fr="x"
        )
    assert only(client)["sequence"] == 3 + 3 + 1


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_a_title_in_another_language_says_which(client, language):
    rows.kind(name_fr=None, name_es=None)
    rows.slot()
    assert only(client, language)["summary"].params["language"] == language


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_the_file_keeps_the_rules_of_its_format(client, language):
    rows.kind(is_confirmed=False)
    rows.slot()
    content = client.get(f"/{language}/calendar.ics").content
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert not Calendar.from_ical(content).walk("VEVENT")[0].errors
