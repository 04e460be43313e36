"""Staff keep the law: what they change moves what it touches, and what is missing stands in sight."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib import admin
from django.test import Client, RequestFactory
from django.utils import translation
from django.utils.html import strip_tags

from participation.admin.law import HELP
from participation.law import due_dates
from participation.law.holiday_calendar import calendar, ensure_fixed_holidays
from participation.law.moroccan_holidays import religious_in
from participation.models import Case, Holiday, RefusalGround, Term, TermUse
from tests.factories import participation as make
from tests.factories import people
from tests.participation.clock_cases import many, open_request

pytestmark = pytest.mark.django_db
AID = date(2026, 6, 16)
HOLIDAYS = "/fr/admin/participation/holiday/"
TERMS = "/fr/admin/participation/term/"
WHY = {"why_fr": "Lu dans le texte"}
GROUNDS = "/fr/admin/participation/refusalground/"


@pytest.fixture(autouse=True)
def _in_french_on_a_monday_in_june():
    with translation.override("fr"), time_machine.travel(datetime(2026, 6, 15, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def officer(db):
    """A client of the information officer, whose law it is."""
    return signed_in(people.information_officer())


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def case():
    """Received on 1 June 2026, due on 29 June."""
    return open_request()


def holiday(day, **values):
    return {"date": day.isoformat(), "name_ar": "", "name_fr": "Aïd", "name_es": "", "kind": "religious", **values}


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def test_entering_moving_and_deleting_a_holiday_moves_the_due_date_and_is_told(officer, case):
    def due_after(address, data):
        answer = officer.post(HOLIDAYS + address, data, follow=True)
        assert "1 échéance a été recalculée." in said(answer)
        return Case.objects.get(pk=case.pk).due_on

    assert due_after("add/", holiday(AID)) == date(2026, 6, 30)
    row = Holiday.objects.get()
    assert due_after(f"{row.pk}/change/", holiday(date(2026, 7, 20))) == date(2026, 6, 29)
    assert due_after(f"{row.pk}/change/", holiday(date(2026, 6, 29))) == date(2026, 6, 30)
    assert due_after(f"{row.pk}/delete/", {"post": "yes"}) == date(2026, 6, 29)
    assert [event.details["after"][-2:] for event in case.events.all()] == ["30", "29", "30", "29"]


def test_deleting_several_at_once_moves_the_dates_too(officer, case):
    for day in (AID, date(2026, 6, 17)):
        officer.post(f"{HOLIDAYS}add/", holiday(day))
    both = list(Holiday.objects.values_list("pk", flat=True))
    assert Case.objects.get().due_on == date(2026, 7, 1)
    officer.post(HOLIDAYS, {"action": "delete_selected", "_selected_action": both, "post": "yes"})
    assert Case.objects.get().due_on == case.due_on == date(2026, 6, 29)


def test_a_new_name_moves_nothing(officer, case):
    row = make.HolidayFactory(date=AID, kind="religious")
    officer.post(f"{HOLIDAYS}{row.pk}/change/", holiday(row.date, name_fr="Autre nom"))
    row.refresh_from_db()
    assert (row.name_fr, case.events.count()) == ("Autre nom", 0)


def test_a_second_holiday_on_one_day_is_refused_and_moves_nothing(officer, case):
    make.HolidayFactory(date=AID)
    answer = officer.post(f"{HOLIDAYS}add/", holiday(AID))
    assert answer.context["errors"]
    assert not case.events.exists()


def test_a_date_that_would_pass_by_it_stays_and_the_officer_is_told(officer):
    row = make.HolidayFactory(date=AID, kind="religious")
    case = open_request()
    with time_machine.travel(datetime(2026, 6, 30, 9, tzinfo=UTC)):
        client = signed_in(people.information_officer())
        answer = client.post(f"{HOLIDAYS}{row.pk}/delete/", {"post": "yes"}, follow=True)
    assert "1 échéance reste inchangée\u00a0: recalculée, elle serait déjà passée." in said(answer)
    assert Case.objects.get(pk=case.pk).due_on == date(2026, 6, 30)


def test_the_list_says_which_religious_holidays_of_this_year_and_the_next_are_missing(officer):
    assert [note[:4] for note in officer.get(HOLIDAYS).context["notes"]] == ["2026", "2027"]
    for one in (*religious_in(2026), *religious_in(2027)):
        Holiday.objects.get_or_create(date=one.around, defaults={"kind": "religious", "name_fr": "Aïd"})
    assert officer.get(HOLIDAYS).context["notes"] == []


def test_the_list_begins_with_this_year_and_shows_any_other_that_is_chosen(officer):
    for one in (2025, 2026, 2027):
        make.HolidayFactory(date=date(one, 5, 1))

    def years(query):
        return [row.date.year for row in officer.get(HOLIDAYS + query).context["cl"].result_list]

    assert years("") == [2026, 2027]
    assert years("?year=all") == [2025, 2026, 2027]
    assert years("?year=2025") == [2025]
    assert years("?year=١٢") == [2026, 2027]


def test_every_time_limit_is_in_the_list_with_the_value_it_begins_with(officer):
    Term.objects.create(use="urgent", amount=5, unit="days", source="Loi 31-13")
    page = officer.get(TERMS)
    assert [row["limit"].use for row in page.context["limits"]] == [str(use) for use in TermUse]
    html = page.content.decode()
    assert "5 jours" in html
    assert html.count("personne ne l’a encore fixé") == len(TermUse) - 1
    assert f"{TERMS}add/?use=request" in html


def test_a_time_limit_is_set_from_the_value_it_begins_with(officer):
    form = officer.get(f"{TERMS}add/?use=request").context["adminform"].form
    named = ("use", "amount", "unit", "rolls", "source", "article", "checked_on", "confirmed_by", "confirmed_on")
    assert {name: form.initial[name] for name in named} == {
        "use": "request",
        "amount": 20,
        "unit": "working_days",
        "rolls": "unknown",
        "source": "Loi n°\u00a031-13",
        "article": "",
        "checked_on": date(2026, 11, 29),
        "confirmed_by": "",
        "confirmed_on": None,
    }
    assert form.initial["stated_at"].startswith("https://www.cdai.ma/")
    officer.post(f"{TERMS}add/", {"use": "request", "amount": 15, "unit": "days", "rolls": "stays", "source": "Loi"})
    assert due_dates.due(TermUse.REQUEST, date(2026, 6, 1)).on == date(2026, 6, 16)
    assert "request" not in dict(officer.get(f"{TERMS}add/").context["adminform"].form.fields["use"].choices)


def test_a_confirmation_says_who_read_the_article_and_when_and_a_page_when_it_was_read(officer):
    row = Term.objects.create(use="remedy_court", amount=60, unit="days")
    address, given = f"{TERMS}{row.pk}/change/", {"amount": 60, "unit": "days", "rolls": "next", **WHY}
    for half in (
        {"confirmed_by": "Me Alaoui"},
        {"confirmed_on": "2026-06-01"},
        {"stated_at": "https://loi.example.org"},
    ):
        assert officer.post(address, {**given, **half}).context["errors"]
    officer.post(address, {**given, "confirmed_by": "Me Alaoui, juriste", "confirmed_on": "2026-06-01"})
    row.refresh_from_db()
    assert (row.is_confirmed, row.rolls) == (True, "next")
    text = strip_tags(officer.get(TERMS).content.decode())
    assert "confirmé par Me Alaoui, juriste le 1er juin 2026" in text
    assert "selon mediateur.ma, lu le 29 novembre 2026" in text
    assert "le jour ouvrable suivant" in text


def test_an_unknown_time_limit_in_the_address_is_no_error(officer):
    assert officer.get(f"{TERMS}add/?use=nonsense").status_code == 200


def test_what_a_time_limit_is_for_never_changes(officer):
    row = Term.objects.create(use="urgent", amount=5, unit="days")
    officer.post(f"{TERMS}{row.pk}/change/", {"use": "request", "amount": 6, "unit": "days", "rolls": "next", **WHY})
    row.refresh_from_db()
    assert (row.use, row.amount) == ("urgent", 6)


def test_a_time_limit_that_changes_leaves_old_dates_and_says_so(officer, case):
    assert "pour les nouveaux dossiers" in officer.get(TERMS).content.decode().lower()
    officer.post(f"{TERMS}add/", {"use": "request", "amount": 2, "unit": "days", "rolls": "next"})
    assert Case.objects.get().due_on == case.due_on


def test_grounds_are_none_until_staff_enter_them_and_the_list_says_what_that_means(officer):
    assert "aucune demande ne peut être refusée" in officer.get(GROUNDS).content.decode()
    officer.post(
        f"{GROUNDS}add/",
        {"article": "art. 7", "name_fr": "Vie privée", "slug": "vie-privee", "position": 1, "is_offered": "on"},
    )
    assert RefusalGround.objects.get().name_fr == "Vie privée"
    assert officer.get(GROUNDS).context["notes"] == []


def test_a_desk_officer_reads_the_law_and_changes_none_of_it():
    reader = signed_in(people.desk_officer())
    row = make.HolidayFactory()
    html = reader.get(TERMS).content.decode()
    assert "20 jours ouvrables" in html
    assert "add/?use" not in html
    assert reader.get(f"{HOLIDAYS}{row.pk}/change/").status_code == 200
    for address in (f"{HOLIDAYS}add/", f"{HOLIDAYS}{row.pk}/delete/", f"{TERMS}add/", f"{GROUNDS}add/"):
        assert reader.post(address, {"post": "yes"}).status_code == 403
    assert Holiday.objects.count() == 1


def test_others_of_the_staff_see_none_of_it():
    stranger = signed_in(people.technical_team())
    assert {stranger.get(address).status_code for address in (HOLIDAYS, TERMS, GROUNDS)} == {403}


@pytest.mark.parametrize("count", [1, 30])
def test_saving_a_holiday_costs_the_same_queries_for_every_number_of_cases(
    officer, count, django_assert_max_num_queries
):
    many(count)
    Case.objects.update(due_on=date(2999, 1, 1))
    with django_assert_max_num_queries(45):
        officer.post(f"{HOLIDAYS}add/", holiday(date(2026, 6, 16)))


def test_every_field_says_what_it_means():
    request = RequestFactory().get("/")
    request.user = people.superuser()
    forms = {model: admin.site._registry[model].get_form(request) for model in (Holiday, Term, RefusalGround)}
    silent = [
        f"{model.__name__}.{name}"
        for model, form in forms.items()
        for name, field in form.base_fields.items()
        if name != "version" and not field.help_text
    ]
    assert silent == []
    known = {(model._meta.model_name, field.name) for model in forms for field in model._meta.get_fields()}
    assert {(model, field) for model, fields in HELP.items() for field in fields} <= known


def test_a_fixed_holiday_that_staff_delete_stays_deleted(officer):
    ensure_fixed_holidays([2026])
    throne = Holiday.objects.get(date=date(2026, 7, 30))
    officer.post(f"{HOLIDAYS}{throne.pk}/delete/", {"post": "yes"})
    ensure_fixed_holidays([2026])
    assert not Holiday.objects.filter(date=throne.date).exists()
    assert throne.date not in calendar()
