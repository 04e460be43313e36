import re
from collections import Counter

import pytest
from django.contrib.auth.models import Group
from django.utils.module_loading import import_string

from budget_docs import loading
from commitments.models import Commitment, Institution, NarrativeSection
from commitments.plan import plan_file
from participation import list_loading
from tests.factories.commitments import StaffFactory
from tetouan_portal.journal.models import JournalLine
from tetouan_portal.known.models import Correction

pytestmark = pytest.mark.django_db
NAME = "institution/communication.name_fr"


@pytest.fixture(scope="module")
def real_plan(rows_of_a_module):
    plan_file.load()


@pytest.fixture
def plan(real_plan):
    Institution.objects.filter(slug="communication").update(name_fr="Service de la communication")


@pytest.fixture
def as_role(client):
    def signed_in(*roles, **account):
        person = StaffFactory(**account)
        person.groups.set([Group.objects.get(name=role) for role in roles])
        client.force_login(person)
        return client

    return signed_in


def test_both_values_stand_there_with_a_button(plan, as_role):
    page = as_role("technical_team").get("/fr/admin/known/").content.decode()
    for part in ("Service de la communication", "Direction de la communication", f'value="plan:{NAME}"'):
        assert part in page


def test_the_button_takes_the_files_value_and_tells_who_and_why(plan, as_role):
    technical = as_role("technical_team")
    technical.post("/fr/admin/known/", {"take": f"plan:{NAME}"})
    assert Institution.objects.get(slug="communication").name_fr == "Direction de la communication"
    told = Correction.objects.get()
    assert (told.was, told.by_person) == ("Service de la communication", True)
    assert "Rien ne diffère" in technical.get("/fr/admin/known/").content.decode()


def test_what_the_public_reads_is_corrected_in_the_journal_with_from_to_and_reason(plan, as_role):
    section = NarrativeSection.objects.filter(plan__is_published=True).first()
    right = section.body_fr
    NarrativeSection.objects.filter(pk=section.pk).update(body_fr="Autre chose")
    name = next(
        one.name for one in plan_file.differences().differences if one.row == section and one.column == "body_fr"
    )

    as_role("technical_team").post("/fr/admin/known/", {"take": f"plan:{name}"})

    line = JournalLine.objects.first()
    (change,) = line.told["changes"]
    assert line.kind == "corrected"
    assert [line.texts[change[end]["digest"]]["text"] for end in ("from", "to")] == ["Autre chose", right]
    assert line.told["reason"]


def test_a_promised_date_is_moved_by_an_amendment_alone(plan, as_role):
    Commitment.objects.filter(number=8).update(ends_on="2025-12-31")
    technical = as_role("technical_team")
    name = "plan:commitment/public-monitoring-of-the-pac.ends_on"
    assert name not in technical.get("/fr/admin/known/").content.decode()
    assert technical.post("/fr/admin/known/", {"take": name}).status_code == 403
    assert Commitment.objects.get(number=8).ends_on.isoformat() == "2025-12-31"


@pytest.mark.parametrize("role", ["focal_point", "publisher", "monitor", "translator"])
def test_who_may_not_change_the_plan_is_shown_nothing(plan, as_role, role):
    client = as_role(role)
    assert client.get("/fr/admin/known/").status_code == 403
    assert client.post("/fr/admin/known/", {"take": f"plan:{NAME}"}).status_code == 403
    assert Institution.objects.get(slug="communication").name_fr == "Service de la communication"


def test_the_budget_officer_decides_on_kinds_and_not_on_the_plan(plan, as_role):
    client = as_role("budget_officer")
    page = client.get("/fr/admin/known/")
    assert (page.status_code, "Service de la communication" in page.content.decode()) == (200, False)
    assert client.post("/fr/admin/known/", {"take": f"plan:{NAME}"}).status_code == 403


@pytest.mark.parametrize("file", ["plan", "budget", "lists"])
def test_a_look_asks_each_table_once_however_many_rows_the_file_has(file, settings, django_assert_max_num_queries):
    plan_file.load()
    loading.load(newest=2027)
    list_loading.load()
    look = import_string(settings.KNOWN_FILES[file][0])
    with django_assert_max_num_queries(60) as found:
        assert look().differences == []
    asked = Counter(re.sub(r"'[^']*'|\d+(, \d+)*", "?", one["sql"]) for one in found.captured_queries)
    of_rows = {sql: times for sql, times in asked.items() if "auditentry" not in sql}  # that is asked once a list
    assert set(of_rows.values()) == {1}
    assert len(found) < 40


def test_however_many_values_differ_in_one_kind_of_row_the_page_shows_them_all(plan, as_role):
    Institution.objects.update(name_fr="Autre nom")
    page = as_role("technical_team").get("/fr/admin/known/").content.decode()
    assert page.count("Autre nom") >= Institution.objects.count() > 5
