"""Who enters an absence, who may stand in, and what never goes with it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from commitments import access
from commitments.models import Side, Statement
from commitments.statements import publication
from participation.desk import waiting
from tests.budget_docs import rows
from tests.factories import people
from tests.factories.commitments import InstitutionFactory, ResponsibilityFactory, StatementFactory
from tests.factories.participation import CaseFactory
from tests.refusals import refused
from tetouan_portal.accounts import absences, reminding
from tetouan_portal.accounts.models import Letter
from tetouan_portal.audit.context import acting
from tetouan_portal.audit.models import AuditEntry
from tetouan_portal.deputies.models import Absence

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 6, 15), date(2026, 6, 19)
BEFORE, DURING, AFTER = "2026-06-14 12:00", "2026-06-19 21:00", "2026-06-20 12:00"


@pytest.fixture
def service():
    return InstitutionFactory()


@pytest.fixture
def amina(service):
    return people.focal_point(service, first_name="Amina")


@pytest.fixture
def badr():
    return people.focal_point(InstitutionFactory(), first_name="Badr")


def away(absent, deputy, *, by=None, starts_on=FIRST, ends_on=LAST):
    with time_machine.travel(BEFORE, tick=False):
        return absences.enter(absent, deputy=deputy, starts_on=starts_on, ends_on=ends_on, by=by or absent)


def institutions(user):
    return access.voice_of(people.fresh(user)).institutions


# --- who stands in ------------------------------------------------------------------------------


def test_one_enters_ones_own_absence_and_an_administrator_that_of_others(amina, badr):
    away(amina, badr).delete()
    away(amina, badr, by=people.superuser()).delete()
    with pytest.raises(PermissionDenied):
        away(amina, badr, by=badr)
    assert not Absence.objects.exists()


def test_an_administrator_enters_none_for_the_monitors_people():
    monitor = InstitutionFactory(kind="monitor")
    one, other = people.monitor(monitor), people.monitor(monitor)
    with pytest.raises(PermissionDenied):
        away(one, other, by=people.superuser())
    assert away(one, other).deputy == other


def test_the_deputy_holds_a_role_of_the_absent_one_and_is_of_the_same_side(amina, service):
    ours, theirs = InstitutionFactory(kind="monitor"), InstitutionFactory(kind="monitor")
    monitor = people.monitor(ours)
    chief = people.superuser()
    for absent, deputy in (
        (amina, people.publisher()),
        (amina, people.clerk()),
        (amina, monitor),
        (monitor, amina),
        (monitor, people.monitor(theirs)),
        (monitor, chief),
        (chief, amina),
        (amina, people.focal_point(service, is_active=False)),
    ):
        with refused("no_deputy"):
            away(absent, deputy)


def test_absences_neither_overlap_nor_form_a_chain(amina, badr, service):
    third = people.focal_point(service)
    away(amina, badr)
    for absent, deputy, code in (
        (amina, third, "overlaps"),
        (badr, third, "chain"),
        (third, amina, "chain"),
    ):
        with refused(code):
            away(absent, deputy, starts_on=LAST, ends_on=LAST)
        with pytest.raises(DatabaseError, match=r"overlap|stands in"), transaction.atomic():
            Absence.objects.create(absent=absent, deputy=deputy, starts_on=LAST, ends_on=LAST)
    assert away(amina, third, starts_on=LAST + timedelta(days=1), ends_on=LAST + timedelta(days=2))


def test_days_that_are_none_are_refused(amina, badr):
    with refused("absence_ends_after_it_starts"):
        away(amina, badr, starts_on=LAST, ends_on=FIRST)
    with refused("past"):
        away(amina, badr, starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 2))


# --- what goes with it --------------------------------------------------------------------------


@pytest.mark.parametrize(("moment", "stands_in"), [(BEFORE, False), (DURING, True), (AFTER, False)])
def test_the_deputy_declares_for_the_institution_on_these_days_alone(amina, badr, service, moment, stands_in):
    away(amina, badr)
    with time_machine.travel(moment, tick=False):
        assert (service.pk in institutions(badr)) is stands_in
        assert institutions(amina) == {service.pk}


def test_what_the_deputy_does_stands_under_their_own_name(amina, badr, service):
    away(amina, badr)
    commitment = ResponsibilityFactory(institution=service).commitment
    draft = Statement(side=Side.MUNICIPALITY, institution=service, commitment=commitment)
    with time_machine.travel(DURING, tick=False), acting(user=badr, origin="form"):
        assert access.may_write(people.fresh(badr), draft)
        row = StatementFactory(draft=True, institution=service, commitment=commitment)
    entries = AuditEntry.objects.filter(table_name="commitments_statement", row_pk=str(row.pk))
    assert set(entries.values_list("actor", flat=True)) == {badr.pk}


def test_no_role_goes_with_it(badr, service):
    absent = people.holding("focal_point", "publisher", speaks_for=[service])
    away(absent, badr)
    with time_machine.travel(DURING, tick=False):
        deputy = people.fresh(badr)
        assert service.pk in access.voice_of(deputy).institutions
        assert not access.may_publish(deputy, StatementFactory(draft=True, institution=service))


def test_institutions_do_not_go_to_who_only_shares_another_role(service):
    absent = people.holding("focal_point", "publisher", speaks_for=[service])
    publisher = people.publisher()
    away(absent, publisher)
    with time_machine.travel(DURING, tick=False):
        assert institutions(publisher) == set()


def test_the_monitors_voice_never_goes_whatever_the_rows_say(amina):
    monitor = people.monitor(InstitutionFactory(kind="monitor"))
    Absence.objects.create(absent=monitor, deputy=amina, starts_on=FIRST, ends_on=LAST)
    other = people.monitor(InstitutionFactory(kind="monitor"))
    Absence.objects.create(absent=people.focal_point(InstitutionFactory()), deputy=other, starts_on=FIRST, ends_on=LAST)
    with time_machine.travel(DURING, tick=False):
        for person, kinds in ((amina, {"department"}), (other, {"monitor"})):
            voice = access.voice_of(people.fresh(person))
            assert {InstitutionFactory._meta.model.objects.get(pk=pk).kind for pk in voice.institutions} == kinds
        assert not access.voice_of(people.fresh(amina)).monitor


@pytest.mark.usefixtures("another_publishes")
def test_standing_in_for_a_publisher_does_not_publish_ones_own(service):
    writer = people.holding("focal_point", "publisher", speaks_for=[service])
    away(people.publisher(), writer)
    with time_machine.travel(DURING, tick=False), acting(user=writer, origin="form"):
        row = StatementFactory(draft=True, institution=service)
        with refused("own_words"):
            publication.publish(row)


def test_the_cases_of_the_absent_officer_count_among_the_deputys():
    absent, deputy = people.desk_officer(), people.desk_officer()
    away(absent, deputy)
    case = CaseFactory(assigned_to=absent)
    client = Client()
    for moment, listed in ((DURING, [case.pk]), (AFTER, [])):
        with time_machine.travel(moment, tick=False):
            client.force_login(deputy)
            found = client.get("/fr/admin/participation/case/?assigned=me").context["cl"].result_list
            assert [row.pk for row in found] == listed
            assert waiting.waiting_for(deputy, on=FIRST)["counts"]["mine"] == len(listed)


def test_the_deputy_gets_the_reminders_of_the_role():
    absent, deputy = people.budget_officer(), people.budget_officer()
    away(absent, deputy)
    rows.slot(due_on=LAST + timedelta(days=3))
    with time_machine.travel(DURING, tick=False):
        reminding.remind_officers(now=timezone.now())
    assert set(Letter.objects.values_list("user", flat=True)) == {absent.pk, deputy.pk}


# --- its pages ----------------------------------------------------------------------------------


def page(client, person, shown):
    client.force_login(person)
    return client.get(f"/fr/admin/auth/user/{shown.pk}/absence/")


def test_it_is_entered_on_a_page_and_ended_before_its_day(client, amina, badr):
    address = f"/fr/admin/auth/user/{amina.pk}/absence/"
    with time_machine.travel(BEFORE, tick=False):
        client.force_login(amina)
        client.post(address, {"deputy": badr.pk, "starts_on": FIRST, "ends_on": LAST})
        absence = Absence.objects.get()
    assert (absence.absent, absence.deputy) == (amina, badr)
    with time_machine.travel(DURING, tick=False):
        client.force_login(amina)
        client.post(address, {"do": "end", "absence": absence.pk})
        absence.refresh_from_db()
        assert absence.ends_on == LAST - timedelta(days=1)
    assert AuditEntry.objects.filter(table_name="tetouan_portal_absence").count() == 2


def test_one_that_has_not_begun_is_taken_away(amina, badr):
    absence = away(amina, badr)
    with time_machine.travel(BEFORE, tick=False):
        with pytest.raises(PermissionDenied):
            absences.end(absence, by=badr)
        absences.end(absence, by=amina)
    assert not Absence.objects.exists()


def test_the_page_is_ones_own_and_administrators(client, amina, badr):
    monitor = people.monitor(InstitutionFactory(kind="monitor"))
    chief = people.superuser()
    found = [page(client, *pair).status_code for pair in ((amina, amina), (chief, amina), (badr, amina))]
    assert found == [200, 200, 403]
    assert page(client, chief, monitor).status_code == 403
    assert page(client, monitor, monitor).status_code == 200


def test_the_first_page_says_for_whom_one_stands_in_and_until_when(client, amina, badr):
    away(amina, badr)
    for moment, said in ((BEFORE, False), (DURING, True), (AFTER, False)):
        with time_machine.travel(moment, tick=False):
            client.force_login(badr)
            text = client.get("/fr/admin/").text
            assert ("Vous suppléez" in text, "19 juin 2026" in text) == (said, said)


def test_standing_in_for_many_costs_no_more_questions(client, badr, django_assert_max_num_queries):
    def first_page():
        client.force_login(badr)
        client.get("/fr/admin/")
        return client.get("/fr/admin/")

    away(people.focal_point(InstitutionFactory()), badr)
    with time_machine.travel(DURING, tick=False):
        with django_assert_max_num_queries(200) as few:
            first_page()
        for _n in range(3):
            absent = people.focal_point(InstitutionFactory())
            Absence.objects.create(absent=absent, deputy=badr, starts_on=FIRST, ends_on=LAST)
        with django_assert_max_num_queries(len(few)):
            first_page()
