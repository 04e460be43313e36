from datetime import date

import pytest
from django.utils import translation
from icalendar import Calendar

from participation.law.calendar_file import due_calendar
from tests.factories import participation as make
from tests.participation.clock_cases import open_request

REMEDY = (
    "réclamation auprès du président du Conseil communal, chef de l’organisme\u00a0: du 30 juin 2026 au 27 juillet 2026"
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(now):
    def read(case, language="fr"):
        with translation.override(language):
            (event,) = Calendar.from_ical(due_calendar(case, now=now)).walk("VEVENT")
        return event

    return read


def test_the_entry_is_a_whole_day_with_how_it_was_found_and_what_comes_next(entry):
    case = open_request()
    event = entry(case)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 6, 29), date(2026, 6, 30))
    assert event["summary"] == f"Réponse attendue\u00a0: {case.reference}"
    assert event["description"].split("\n\n") == [
        "20 jours ouvrables après le 1er juin 2026, sans les samedis et les dimanches\u00a0: le 29 juin 2026.",
        "Si aucune réponse n’est arrivée d’ici là\u00a0: " + REMEDY + ".",
    ]
    assert event["url"].endswith("/fr/track/")


def test_a_date_that_moved_replaces_the_former_entry(entry):
    case = open_request()
    before = entry(case)["uid"]
    case.due_on = date(2026, 7, 1)
    assert entry(case, "ar")["uid"] == before


def test_nothing_of_the_author_is_in_it(now):
    case = open_request(place="12, rue Mohammed V", national_reference="CH-2026-1")
    make.ContactFactory(case=case)
    for language in ("ar", "fr", "es"):
        with translation.override(language):
            told = due_calendar(case, now=now).decode().replace("\r\n ", "")
        for mark in (
            case.subject,
            case.text,
            case.place,
            case.national_reference,
            case.tracking_hash,
            "Salma",
            "06123",
        ):
            assert mark not in told


def test_a_submission_names_a_channel_without_a_date(entry):
    assert entry(make.CaseFactory())["description"] == (
        "Si aucune réponse n’est arrivée d’ici là\u00a0: réclamation sur le portail national chikaya.ma."
    )


def test_a_case_that_was_answered_waits_for_no_answer(entry, now):
    case = open_request(state="closed", outcome="provided", closed_at=now)
    assert "Si aucune" not in entry(case)["description"]
