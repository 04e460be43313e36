"""The calendar with the real plan alone."""

import re

import pytest

from commitments.models import ActionPlan, Event
from commitments.plan import plan_file
from tests.commitments.withdrawing import as_a_draft

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def plan(rows_of_a_module):
    plan_file.load()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", ["مصفوفة التتبع", "التاريخ غير محدد بعد", "27 شتنبر 2022", "نونبر 2022"]),
        ("fr", ["Réunion semestrielle sur la matrice", "date à préciser", "17 mai 2022", "selon", "press"]),
        ("es", ["Jornada de estudio", "fecha por precisar", "septiembre de 2023"]),
    ],
)
def test_the_plans_filter_shows_what_is_promised_and_what_happened(client, language, words):
    page = client.get(f"/{language}/calendar/?about=plan").content.decode()
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ")
    plain = re.sub(r"[\u2066-\u2069]", "", plain)
    assert [word for word in words if word.lower() not in (plain + page).lower()] == []


def test_a_month_alone_is_shown_without_a_day(client):
    page = client.get("/fr/calendar/?about=plan").content.decode()
    around = page.partition('id="event-pac-and-ogp-adoption"')[2][:400]
    assert "novembre" in around
    assert not re.search(r"\b1(er)?\s*novembre", around)


def test_a_phones_calendar_has_only_what_has_a_date(client):
    calendar = client.get("/fr/calendar.ics?about=plan").content.decode()
    assert calendar.count("BEGIN:VEVENT") == 2
    assert "20261231" in calendar
    assert "matrix" not in calendar


def test_what_happened_around_a_plan_that_is_not_published_stays_inside(client):
    as_a_draft(ActionPlan.objects.filter(slug="pac-2023-2028"))
    page = client.get("/fr/calendar/").content.decode()
    assert 'id="event-ogp-acceptance"' in page
    assert 'id="event-pac-update"' not in page


def test_what_has_not_begun_has_not_happened(client):
    Event.objects.filter(slug="ogp-acceptance").update(starts_on="2099-01-01")
    assert 'id="event-ogp-acceptance"' not in client.get("/fr/calendar/").content.decode()
    assert 'id="event-ogp-acceptance"' not in client.get("/fr/plan/").content.decode()
