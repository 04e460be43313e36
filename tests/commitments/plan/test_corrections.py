"""An installation that has the plan gets its corrections: here from the file with which the first ones were loaded."""

import datetime
import json
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from commitments.models import (
    ActionPlan,
    Commitment,
    Event,
    Institution,
    InstitutionAlias,
    PlanNote,
    PlanPromise,
    Responsibility,
)
from commitments.plan import amendments, plan_file
from tetouan_portal.audit.context import acting
from tetouan_portal.audit.models import AuditEntry
from tetouan_portal.known.models import Correction

pytestmark = pytest.mark.django_db

FIRST = Path(__file__).parent / "plan_as_first_loaded.json"
OLD_NAME, NEW_NAME = "Division de la communication", "Direction de la communication"


@pytest.fixture
def old():
    """The plan as an installation of before has it."""
    plan_file.load(FIRST)
    assert Institution.objects.get(slug="communication").name_fr == OLD_NAME


@pytest.fixture
def amina():
    return User.objects.create_user("amina")


def by_hand(person):
    return acting(origin="form", user=person, detail="admin:commitments_institution_change")


def test_an_installation_that_nobody_touched_becomes_what_a_new_one_is(old):
    outcome = plan_file.load()
    assert outcome.taken
    assert outcome.left == []
    assert Institution.objects.get(slug="communication").name_fr == NEW_NAME
    assert Commitment.objects.get(number=12, axis__plan__slug="ogp-2022-2026").title_fr.startswith("Création d’un")
    assert set(Responsibility.objects.values_list("role", flat=True)) == {"involved"}
    assert Event.objects.filter(slug="remacto-shield").exists()
    assert PlanNote.objects.filter(plan__slug="ogp-2022-2026").count() == 19
    assert PlanPromise.objects.filter(plan__slug="ogp-2022-2026").count() == 5
    assert [plan_file.load(), plan_file.differences().settle()] == [([], [], [])] * 2


def test_a_promise_that_a_person_wrote_anew_stays_and_one_that_nobody_did_is_corrected(old, amina, tmp_path):
    plan_file.load()
    with by_hand(amina):
        PlanPromise.objects.filter(slug="update").update(title_fr="Bilan à mi-parcours")
    content = json.loads(plan_file.PLAN_FILE.read_text(encoding="utf-8"))
    for promise in content["plans"][0]["promises"]:
        promise["title"]["fr"] = f"{promise['title']['fr']} (corrigé)"
    corrected = tmp_path / "plan.json"
    corrected.write_text(json.dumps(content), encoding="utf-8")
    outcome = plan_file.load(corrected)
    assert [one.name for one in outcome.left] == ["plan/ogp-2022-2026/promise/update.title_fr"]
    titles = dict(PlanPromise.objects.values_list("slug", "title_fr"))
    assert titles["update"] == "Bilan à mi-parcours"
    assert titles["study-day"] == "Journée d’étude sur les avancées et les obstacles (corrigé)"


def test_an_alias_that_only_repeats_the_published_name_goes(old):
    plan_file.load()
    assert not InstitutionAlias.objects.filter(name="Direction du budget").exists()
    assert InstitutionAlias.objects.filter(name="Budget department").exists()


def test_what_a_person_wrote_stays_and_is_told_with_both_values(old, amina):
    with by_hand(amina):
        Institution.objects.filter(slug="communication").update(name_fr="Service de la communication")
    out = StringIO()
    call_command("load_plan", stdout=out)
    assert Institution.objects.get(slug="communication").name_fr == "Service de la communication"
    assert Institution.objects.get(slug="budget").name_fr == "Direction du budget"
    assert (
        f"  left       institution/communication.name_fr: here “Service de la communication”, in the file “{NEW_NAME}”"
        in out.getvalue().splitlines()
    )


def test_what_a_person_put_back_is_a_persons_too(old, amina):
    with by_hand(amina):
        Institution.objects.filter(slug="communication").update(name_fr="Service")
        Institution.objects.filter(slug="communication").update(name_fr=OLD_NAME)
    assert "institution/communication.name_fr" in {one.name for one in plan_file.load().left}


def test_another_language_of_the_same_text_is_corrected_all_the_same(old, amina):
    with by_hand(amina):
        Commitment.objects.filter(number=12).update(title_fr="Observatoire de l’environnement")
    plan_file.load()
    observatory = Commitment.objects.get(number=12)
    assert (observatory.title_fr, observatory.title_es[:8]) == ("Observatoire de l’environnement", "Creación")


def test_a_row_that_somebody_took_away_is_not_put_back(old, amina):
    plan = ActionPlan.objects.get(slug="ogp-2022-2026")
    with by_hand(amina):
        plan.endorsements.get(position=1).delete()
    plan_file.load()
    assert list(plan.endorsements.values_list("position", flat=True)) == [2, 3, 4, 5]


def test_a_date_that_an_amendment_moved_is_the_amendments(old, tmp_path):
    monitored = Commitment.objects.get(ogp_id="MATET0004")
    moved = datetime.date(2026, 12, 31)
    with acting(origin="command", detail="load_plan"):  # even where no person's hand can be seen
        amendments.move_date(
            monitored, "ends_on", moved, decided_on=datetime.date(2024, 2, 1), reason_fr="Retard", decision_fr="Vote"
        )
    outcome = plan_file.load(file_with(tmp_path, "ends_on", "2024-03-31"))
    monitored.refresh_from_db()
    assert monitored.ends_on == moved
    assert [one.name for one in outcome.left] == []


def test_a_published_date_that_nobody_moved_is_corrected_in_the_open(old, tmp_path):
    plan_file.load(file_with(tmp_path, "ends_on", "2024-03-31"))
    assert Commitment.objects.get(ogp_id="MATET0004").ends_on == datetime.date(2024, 3, 31)
    told = Correction.objects.get(subject="commitment/public-monitoring-of-the-pac", column="ends_on")
    assert (told.was, told.becomes) == ("2024-02-29", "2024-03-31")


def file_with(folder, field, value):
    """Today's file with another value of MATET0004."""
    content = json.loads(plan_file.PLAN_FILE.read_text(encoding="utf-8"))
    found = [c for a in content["plans"][0]["axes"] for c in a["commitments"] if c["ogp_id"] == "MATET0004"]
    found[0][field] = value
    path = folder / "plan.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_what_the_database_refuses_is_left_for_a_person(old, amina, tmp_path):
    with by_hand(amina):
        Commitment.objects.filter(number=8).update(starts_on=datetime.date(2024, 2, 1))
    outcome = plan_file.load(file_with(tmp_path, "ends_on", "2024-01-31"))
    assert "commitment/public-monitoring-of-the-pac.ends_on" in {one.name for one in outcome.left}
    assert Commitment.objects.get(number=8).ends_on == datetime.date(2024, 2, 29)


def test_each_correction_is_an_act_with_author_and_reason(old):
    plan_file.load()
    told = Correction.objects.get(subject="institution/communication", column="name_fr")
    assert (told.was, told.becomes, told.by_person) == (OLD_NAME, NEW_NAME, False)
    assert told.reason["fr"].startswith("Retour aux noms français publiés")
    entry = AuditEntry.objects.filter(table_name="commitments_institution", operation="update").first()
    assert (entry.origin, entry.detail, entry.actor) == ("command", "load_plan", None)
    assert not Correction.objects.exclude(reason__has_keys=["ar", "fr", "es"]).exists()


def test_no_correction_is_rewritten(old):
    plan_file.load()
    told = Correction.objects.first()
    with pytest.raises(IntegrityError, match="was: what was published is not rewritten"), transaction.atomic():
        Correction.objects.filter(pk=told.pk).update(was="")
    with pytest.raises(IntegrityError, match="what was published is not deleted"), transaction.atomic():
        told.delete()


def test_a_column_that_is_younger_than_its_row_is_filled(old):
    forget("update tetouan_portal_auditentry set new = new - 'own_name' where table_name = 'commitments_endorsement'")
    plan_file.load()
    assert (
        ActionPlan.objects.get(slug="ogp-2022-2026").endorsements.get(position=1).own_name.startswith("جمعية الحمامة")
    )


def test_where_the_record_of_changes_does_not_reach_back_nothing_is_taken_over(old):
    forget("delete from tetouan_portal_auditentry where table_name = 'commitments_institution'")
    plan_file.load()
    assert Institution.objects.get(slug="communication").name_fr == OLD_NAME


def forget(statement):
    with connection.cursor() as cursor:
        cursor.execute("alter table tetouan_portal_auditentry disable trigger user")
        cursor.execute(statement)
        cursor.execute("alter table tetouan_portal_auditentry enable trigger user")
