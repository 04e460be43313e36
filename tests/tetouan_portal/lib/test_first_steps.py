"""What a municipality enters first, and that what is done is seen without being ticked."""

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from budget_docs import loading
from commitments.models import Affiliation, Commitment, Institution, Responsibility
from commitments.plan import plan_file
from participation.models import Holiday
from tests.factories.commitments import StaffFactory, StatementFactory
from tetouan_portal.lib.first_steps import first_steps
from tetouan_portal.roles import BY_SLUG, ROLES

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(rows_of_a_module):
    plan_file.load()
    loading.load(newest=2026)


@pytest.fixture(autouse=True)
def first_day(loaded, settings):
    settings.MUNICIPALITY = {**settings.MUNICIPALITY, "email": "", "cndp_reference": ""}


def done():
    return {step.name for step in first_steps() if step.is_done}


def test_on_the_first_day_nothing_is_done():
    assert done() == set()


def test_settings_are_seen(settings):
    settings.MUNICIPALITY = {**settings.MUNICIPALITY, "email": "contact@example.org", "cndp_reference": "D-1"}
    assert done() == {"contact", "cndp"}


def test_one_person_for_each_role_is_enough_and_a_closed_account_is_none():
    for role in ROLES:
        StaffFactory().groups.add(Group.objects.get(name=role.slug))
    assert done() == {"people"}
    User.objects.filter(groups__name="publisher").update(is_active=False)
    (people,) = [step for step in first_steps() if step.name == "people"]
    assert (people.is_done, people.hint) == (False, str(BY_SLUG["publisher"].label))


def test_every_responsible_institution_needs_somebody_and_so_does_the_monitor():
    answering = Institution.objects.filter(responsibilities__isnull=False).distinct()
    for institution in answering:
        Affiliation.objects.create(user=StaffFactory(), institution=institution)
    assert done() == {"focal-points"}
    Affiliation.objects.create(user=StaffFactory(), institution=Institution.objects.get(slug="atil"))
    assert done() == {"focal-points", "monitor"}


def test_an_institution_for_each_commitment_a_first_word_and_a_holiday_are_seen():
    directorate = Institution.objects.get(slug="general-directorate-of-services")
    for commitment in Commitment.objects.filter(responsibilities=None):
        Responsibility.objects.create(commitment=commitment, institution=directorate)
    StatementFactory(commitment=commitment, is_demo=True)
    assert done() == {"institutions"}
    StatementFactory(commitment=commitment)
    assert done() == {"institutions", "declared"}


def test_only_the_announced_holidays_of_this_year_count():
    Holiday.objects.create(date="2020-05-24", name_fr="Aïd", kind="religious")
    assert done() == set()
    Holiday.objects.create(date=timezone.localdate(), name_fr="Aïd", kind="religious")
    assert done() == {"holidays"}


def test_the_administrator_sees_each_step_with_a_link_that_opens(admin_client):
    page = admin_client.get("/fr/admin/").content.decode()
    for step in first_steps():
        assert f'id="step-{step.name}"' in page
        assert admin_client.get(step.address, follow=True).status_code == 200, step.name


def test_others_do_not_see_the_steps(client):
    person = StaffFactory()
    person.groups.add(Group.objects.get(name="publisher"))
    client.force_login(person)
    assert 'id="first-steps"' not in client.get("/fr/admin/").content.decode()
