"""Administrators are made and unmade by another one, in sight of all of them."""

import pytest
from django.contrib.auth.models import User

from commitments.models import InstitutionKind
from tests.factories import people
from tests.factories.commitments import InstitutionFactory
from tests.refusals import refused
from tests.tetouan_portal.accounts.people_pages import LIST, do, told
from tetouan_portal.accounts import administrators
from tetouan_portal.accounts import people as people_acts
from tetouan_portal.accounts.models import Letter, LetterKind
from tetouan_portal.security.models import Kind, SecurityEvent


@pytest.fixture
def other(db):
    return User.objects.create_superuser("other", "other@example.org", "a long enough password")


def test_another_is_appointed_in_the_admin_and_all_administrators_are_told(signed_in, other, person):
    user = person("publisher")
    do(signed_in, user, "appoint")
    assert User.objects.get(pk=user.pk).is_superuser
    assert told("appointed") == ["amina@example.org", "boss@example.org", "other@example.org"]
    assert SecurityEvent.objects.filter(kind=Kind.ROLE_CHANGED, account=user.pk, detail="appointed").exists()


def test_one_is_removed_in_the_admin_and_all_administrators_are_told(signed_in, other, another_browser):
    another_browser.force_login(other)
    do(signed_in, other, "dismiss")
    assert not User.objects.get(pk=other.pk).is_superuser
    assert told("dismissed") == ["boss@example.org", "other@example.org"]
    assert another_browser.get(LIST).status_code in {302, 403}


def test_a_former_one_is_not_restored_without_the_notice(boss, other):
    administrators.dismiss(other, by=boss)
    Letter.objects.bulk_create(
        Letter(user=boss, kind=LetterKind.NOTICE, language="fr", details={}) for _number in range(100)
    )
    with refused("too_many"):
        administrators.appoint(User.objects.get(pk=other.pk), by=boss)
    assert not User.objects.get(pk=other.pk).is_superuser


def test_closed_and_opened_again_is_told_of_like_removed_and_appointed(signed_in, other):
    do(signed_in, other, "deactivate")
    assert told("dismissed") == ["boss@example.org", "other@example.org"]
    do(signed_in, other, "reactivate")
    assert told("appointed") == ["boss@example.org", "other@example.org"]
    assert administrators.is_new(other)


def test_the_last_one_stays(boss, other):
    administrators.dismiss(other, by=boss)
    with refused("oneself"):
        administrators.dismiss(boss, by=boss)
    for act in (administrators.dismiss, people_acts.deactivate):
        with refused("no_administrator"):
            act(boss, by=other)
    assert list(User.objects.filter(is_superuser=True)) == [boss]


@pytest.mark.parametrize("act", [administrators.appoint, administrators.dismiss])
def test_who_is_no_administrator_makes_none(boss, person, act):
    with refused("no_administrator"):
        act(person("publisher", name="badr") if act is administrators.appoint else boss, by=person("publisher"))


def test_whoever_speaks_for_the_monitor_is_not_appointed(signed_in, boss):
    member = people.monitor(InstitutionFactory(kind=InstitutionKind.MONITOR))
    member.set_password("a long enough password")
    member.save()
    with refused("administrator"):
        administrators.appoint(member, by=boss)
    do(signed_in, member, "appoint")
    assert not User.objects.get(pk=member.pk).is_superuser


@pytest.mark.parametrize("changes", [{"is_active": False}, {"password": "!nobody-came-yet"}])
def test_a_closed_or_unopened_account_is_not_appointed(boss, person, changes):
    user = person("publisher")
    User.objects.filter(pk=user.pk).update(**changes)
    with refused("not_open"):
        administrators.appoint(user, by=boss)


def test_an_address_without_a_form_appoints_nobody(client, person, with_app):
    client.force_login(with_app(person("technical_team")))
    user = person("publisher", name="badr")
    assert do(client, user, "appoint").status_code == 403
    assert not User.objects.get(pk=user.pk).is_superuser
