"""Nobody is tied to both sides: forms refuse it, and so does the database, whoever writes and in whatever order."""

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from commitments.access import Voice, visible
from commitments.models import Affiliation, Institution, Statement
from tests.factories import people
from tests.factories.commitments import AffiliationFactory, InstitutionFactory, StatementFactory
from tests.refusals import refused

pytestmark = pytest.mark.django_db
BOTH_SIDES = "nobody speaks for both sides"


@pytest.fixture
def monitor():
    return InstitutionFactory(kind="monitor")


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_an_administrator_is_not_tied_to_the_monitor(monitor):
    boss = people.superuser()
    with refused("administrator"):
        Affiliation(user=boss, institution=monitor).full_clean()
    with pytest.raises(IntegrityError, match=BOTH_SIDES):
        sql("insert into commitments_affiliation (user_id, institution_id) values (%s, %s)", boss.pk, monitor.pk)
    assert not Affiliation.objects.exists()


def test_whoever_is_of_the_monitor_is_not_made_an_administrator(monitor):
    member = people.monitor(monitor)
    with pytest.raises(IntegrityError, match=BOTH_SIDES):
        sql("update auth_user set is_superuser = true where id = %s", member.pk)
    assert not User.objects.get(pk=member.pk).is_superuser


@pytest.mark.parametrize(("first", "second"), [("monitor", "department"), ("department", "monitor")])
def test_nobody_is_tied_to_the_monitor_and_to_a_service(first, second):
    user = AffiliationFactory(institution__kind=first).user
    other = InstitutionFactory(kind=second)
    with refused("both_sides"):
        Affiliation(user=user, institution=other).full_clean()
    with pytest.raises(IntegrityError, match=BOTH_SIDES):
        sql("insert into commitments_affiliation (user_id, institution_id) values (%s, %s)", user.pk, other.pk)


def test_a_tie_is_not_turned_to_the_other_side(monitor):
    tie = AffiliationFactory(user=people.superuser())
    with pytest.raises(IntegrityError, match=BOTH_SIDES):
        sql("update commitments_affiliation set institution_id = %s where id = %s", monitor.pk, tie.pk)


def test_two_services_are_one_side():
    user = AffiliationFactory().user
    Affiliation(user=user, institution=InstitutionFactory()).full_clean()
    AffiliationFactory(user=user)
    assert user.affiliations.count() == 2


@pytest.mark.parametrize(("former", "kind"), [("monitor", "department"), ("association", "monitor")])
def test_people_do_not_change_sides_with_their_institution(former, kind):
    institution = AffiliationFactory(institution__kind=former).institution
    institution.kind = kind
    with refused("has_people"):
        institution.full_clean()
    with pytest.raises(IntegrityError, match="neither becomes nor stops being independent"):
        sql("update commitments_institution set kind = %s where id = %s", kind, institution.pk)
    Affiliation.objects.all().delete()
    institution.full_clean()
    sql("update commitments_institution set kind = %s where id = %s", kind, institution.pk)


def test_a_service_may_become_a_body_with_its_people():
    institution = AffiliationFactory().institution
    institution.kind = "body"
    institution.full_clean()
    institution.save()
    assert Institution.objects.get().kind == "body"


def test_an_institution_is_not_deleted_with_the_people_who_speak_for_it(monitor):
    people.monitor(monitor)
    with pytest.raises(ProtectedError):
        monitor.delete()


def test_who_is_tied_to_both_sides_from_before_is_kept_and_speaks_for_neither(monitor):
    draft = StatementFactory(by_monitor=True, draft=True, institution=monitor)
    theirs = StatementFactory(draft=True, institution=InstitutionFactory())
    boss = people.superuser()
    torn = people.holding("monitor", "focal_point", speaks_for=[theirs.institution])
    for user in (boss, torn):
        tie = people.tied_before_that_was_refused(user, monitor)
        voice = Voice(people.fresh(user))
        assert (voice.is_torn, voice.monitor, voice.municipality, voice.declares) == (True, False, False, False)
        assert not visible(people.fresh(user), Statement.objects.filter(pk__in=[draft.pk, theirs.pk]))
        assert Affiliation.objects.filter(pk=tie.pk).torn().exists()
    assert not Affiliation.objects.filter(user=people.monitor(monitor)).torn().exists()
