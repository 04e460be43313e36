"""Before the data protection commission is notified, production takes nothing from citizens by the portal itself."""

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import translation

from participation import checks
from participation.case import filing
from participation.models import Case, Draft
from tests.factories import people
from tests.participation.views.writer import Writer
from tests.production import PRODUCTION, settings_of

pytestmark = pytest.mark.django_db
BEFORE = {"CNDP_REFERENCE": "", "CNDP_DECISION": ""}
DECIDED = {**BEFORE, "CNDP_DECISION": "2026-11-02 Président du Conseil"}


@pytest.fixture
def closed(settings):
    settings.CITIZEN_FORM_IS_OPEN = False


@pytest.mark.parametrize(
    ("changed", "is_open"),
    [(BEFORE, False), ({**BEFORE, "CNDP_REFERENCE": "D-W-123/2026"}, True), (DECIDED, True)],
)
def test_production_opens_with_a_reference_or_a_dated_decision_alone(changed, is_open):
    assert settings_of(PRODUCTION | changed)["CITIZEN_FORM_IS_OPEN"] is is_open


def test_development_and_demonstration_are_open():
    assert settings_of({"DEMO": "1"})["CITIZEN_FORM_IS_OPEN"]


@pytest.mark.parametrize("text", ["oui", "2026-11-02", "2026-13-02 Président", "2999-01-01 Président"])
def test_a_decision_without_a_day_or_a_name_stops_the_start(text):
    with pytest.raises(ImproperlyConfigured, match="CNDP_DECISION: write the date"):
        settings_of(PRODUCTION | {"CNDP_DECISION": text})


def test_the_system_check_says_why_it_is_closed_or_on_whose_decision_it_is_open(settings):
    assert checks.citizens_can_write(None) == []
    settings.PRODUCTION, settings.CITIZEN_FORM_IS_OPEN = True, False
    assert [one.id for one in checks.citizens_can_write(None)] == ["participation.W001"]
    settings.CITIZEN_FORM_IS_OPEN = True
    settings.MUNICIPALITY = settings_of(PRODUCTION | DECIDED)["MUNICIPALITY"]
    assert settings.MUNICIPALITY["cndp_decision"] == {"on": date(2026, 11, 2), "by": "Président du Conseil"}
    (told,) = checks.citizens_can_write(None)
    assert (told.id, "2026-11-02" in told.msg) == ("participation.W002", True)
    settings.MUNICIPALITY = {**settings.MUNICIPALITY, "cndp_decision": None}  # which no environment leads to
    assert [one.id for one in checks.citizens_can_write(None)] == ["participation.W003"]


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_while_closed_the_start_page_names_the_other_ways_and_no_form(client, closed, language):
    html = client.get(f"/{language}/participate/").text
    assert f"/{language}/participate/new/" not in html
    assert "chafafiya.ma" in html
    assert "CNDP" in html
    assert f"/{language}/track/" in html


def test_while_closed_no_step_takes_anything(client, closed):
    writer = Writer(client)
    for answer in (
        client.get(writer.address),
        client.get(f"{writer.address}you/"),
        writer.author(),
        client.get(f"{writer.address}send/"),
        client.post(f"{writer.address}send/", {"version": "x"}),
    ):
        assert (answer.status_code, answer["Location"]) == (302, "/fr/participate/")
    assert not Draft.objects.exists()
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("language", "said"), [("ar", "لم يُرسَل شيء"), ("fr", "Rien n’a été envoyé"), ("es", "No se ha enviado")]
)
def test_who_was_writing_when_it_was_closed_gets_the_words_back_and_nothing_is_kept(client, closed, language, said):
    writer = Writer(client, language=language)
    for answer in (writer.message(text="Devant l’école."), writer.author(name="Salma", email="salma@example.org")):
        assert answer.status_code == 403
        assert said in answer.text
    assert "salma@example.org" in answer.text
    assert "Devant l’école." in writer.message(text="Devant l’école.").text
    assert not Draft.objects.exists()


def test_a_draft_begun_before_the_closing_cannot_be_sent_and_can_be_erased(client, settings):
    writer = Writer(client)
    writer.message()
    settings.CITIZEN_FORM_IS_OPEN = False
    writer.author()
    assert client.post(f"{writer.address}send/", {"version": "x"}).status_code == 302
    assert not Case.objects.exists()
    client.post(f"{writer.address}erase/")
    assert not Draft.objects.exists()


def test_while_closed_tracking_and_the_counter_go_on_and_staff_see_why(client, closed, now):
    case = Case(kind="complaint", language="fr", subject="Lampe", text="Éteinte.")
    found = filing.file_case(case, now=now)
    assert found.case.reference in client.post("/fr/track/", {"code": found.code}, follow=True).text
    desk = Client()
    desk.force_login(people.desk_officer())
    with translation.override("fr"):
        assert "CNDP_REFERENCE" in desk.get("/fr/admin/participation/case/").content.decode()
        assert desk.get("/fr/admin/participation/case/add/").status_code == 200


def test_while_open_staff_see_no_such_note(db):
    desk = Client()
    desk.force_login(people.desk_officer())
    assert "CNDP_REFERENCE" not in desk.get("/fr/admin/participation/case/").content.decode()


def test_who_decided_to_open_without_it_stands_on_the_privacy_page(client, settings):
    settings.MUNICIPALITY = {"email": "", "cndp_reference": "", "cndp_decision": {"on": date(2026, 11, 2), "by": "X Y"}}
    page = client.get("/fr/privacy/").text
    assert "X Y" in page
    settings.MUNICIPALITY = {"email": "", "cndp_reference": "D-1", "cndp_decision": None}
    assert "D-1" in client.get("/fr/privacy/").text
