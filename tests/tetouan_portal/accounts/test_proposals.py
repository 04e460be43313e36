"""What nobody does alone with the accounts of the monitor's people: played by an administrator who would like to."""

import datetime
from importlib import import_module

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.refusals import refused
from tests.tetouan_portal.accounts.conftest import sign_in
from tests.tetouan_portal.accounts.people_pages import LIST, do, told
from tetouan_portal.accounts import addresses, administrators, inviting, people, proposals
from tetouan_portal.accounts.models import Invitation, Letter, Proposal

NEW = "thief@example.org"


@pytest.fixture
def member(person, with_app):
    """Amina, who speaks for the monitor, with her second factor."""
    user = with_app(person("monitor"))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def colleague(member):
    user = User.objects.create_user("badr", "badr@example.org", "a long enough password", is_staff=True)
    inviting.settle(user, ["monitor"], [member.affiliations.get().institution])
    return user


@pytest.fixture
def second(db):
    return User.objects.create_superuser("second", "second@example.org", "a long enough password")


def has_factor(user):
    return Authenticator.objects.filter(user=user, type="totp").exists()


# --- an administrator alone -------------------------------------------------------


def test_alone_an_administrator_neither_resets_nor_moves_nor_opens(boss, member):
    alone = [
        lambda: people.clear_second_factor(member, by=boss),
        lambda: addresses.change(member, email=NEW, by=boss),
        lambda: inviting.resend(member),
        lambda: inviting.withdraw(member),
        lambda: inviting.place(member, ["publisher"], [], by=boss),
        lambda: people.reactivate(member, by=boss),
    ]
    for act in alone:
        with refused("needs_two"):
            act()
    assert has_factor(member)
    assert User.objects.get(pk=member.pk).email == "amina@example.org"


@pytest.mark.parametrize("verb", ["resend", "withdraw", "clear_second_factor", "reactivate", "appoint"])
def test_no_address_of_the_admin_does_it_alone(signed_in, member, verb):
    User.objects.filter(pk=member.pk).update(is_active=verb != "reactivate")
    do(signed_in, member, verb)
    after = User.objects.get(pk=member.pk)
    assert (after.is_active, after.is_superuser, has_factor(member)) == (verb != "reactivate", False, True)


def test_a_crafted_form_places_nobody_of_the_monitor(signed_in, member):
    form = {"name": "Amina", "roles": ["publisher"], "institutions": []}
    page = signed_in.post(f"{LIST}{member.pk}/change/", form)
    assert page.status_code == 200
    assert [group.name for group in member.groups.all()] == ["monitor"]
    assert member.affiliations.count() == 1


@pytest.mark.parametrize("roles", [["monitor"], ["monitor", "translator"]])
def test_nobody_is_made_a_member_by_an_administrators_form(signed_in, boss, member, roles):
    institution = member.affiliations.get().institution
    invite = {"email": NEW, "name": "Thief", "language": "fr", "roles": roles, "institutions": [institution.pk]}
    assert set(signed_in.post(f"{LIST}add/", invite).context["form"].errors) == {"roles", "institutions"}
    with refused("not_of_its_own" if len(roles) == 1 else "both_sides"):
        inviting.invite(email=NEW, name="T", language="fr", roles=roles, institutions=[institution], by=boss)
    assert not User.objects.filter(email=NEW).exists()


def test_neither_page_list_nor_search_tells_the_address(signed_in, member):
    User.objects.filter(pk=member.pk).update(first_name="Amina", username="monitor-1a2b")
    for page in (LIST, f"{LIST}{member.pk}/change/", "/fr/admin/tetouan_portal/letter/"):
        assert "amina@example.org" not in signed_in.get(page).text, page
    assert not signed_in.get(LIST, {"q": "amina@example.org"}).context["cl"].result_list
    assert [user.pk for user in signed_in.get(LIST, {"q": "Amina"}).context["cl"].result_list] == [member.pk]


@pytest.mark.parametrize("guess", ["email__startswith=amina", "username__contains=a", "password__startswith=p"])
def test_no_list_is_narrowed_until_it_tells_the_address(signed_in, member, guess):
    assert signed_in.get(f"{LIST}?{guess}").status_code == 400
    letters = "/fr/admin/tetouan_portal/letter/"
    Letter.objects.create(user=member, kind="recovery_codes", language="fr")
    assert not signed_in.get(letters, {"q": "amina@example.org"}).context["cl"].result_list


def test_closing_is_told_and_changes_nobody_who_speaks(boss, member, colleague):
    people.deactivate(member, by=boss)
    assert told("closed") == ["amina@example.org", "badr@example.org"]
    assert member.affiliations.exists()
    with refused("needs_two"):
        people.reactivate(member, by=boss)


# --- one asks, another confirms -----------------------------------------------------


def test_the_one_who_asked_does_not_confirm(boss, member):
    proposal = proposals.ask_to_clear_second_factor(member, by=boss)
    with refused("oneself"):
        proposals.confirm(proposal, by=boss)
    assert has_factor(member)


def test_another_administrator_confirms_and_all_concerned_hear_twice(boss, second, member, colleague):
    proposal = proposals.ask_to_clear_second_factor(member, by=boss)
    assert has_factor(member)
    everybody = ["amina@example.org", "badr@example.org", "boss@example.org", "second@example.org"]
    assert told("asked") == everybody
    proposals.confirm(proposal, by=second)
    assert not has_factor(member)
    assert told("confirmed") == everybody


def test_a_colleague_confirms_and_may_ask_too(boss, member, colleague):
    proposals.confirm(proposals.ask_to_clear_second_factor(member, by=boss), by=colleague)
    assert not has_factor(member)
    people.deactivate(member, by=boss)
    proposals.confirm(proposals.ask_to_open(member, by=colleague), by=boss)
    assert User.objects.get(pk=member.pk).is_active


def test_whose_account_it_is_confirms_nothing_and_may_stop_it(boss, member):
    proposal = proposals.ask_for_address(member, email=NEW, by=boss)
    with refused("oneself"):
        proposals.confirm(proposal, by=member)
    proposals.refuse(proposal, by=member)
    with refused("over"):
        proposals.confirm(proposal, by=member)
    assert User.objects.get(pk=member.pk).email == "amina@example.org"


def test_the_address_changes_by_two_and_both_addresses_are_told(boss, second, member, another_browser):
    another_browser.force_login(member)
    proposals.confirm(proposals.ask_for_address(member, email="New@example.org", by=boss), by=second)
    after = User.objects.get(pk=member.pk)
    assert (after.email, EmailAddress.objects.get(user=member).email) == ("new@example.org", "new@example.org")
    assert told("address") == ["amina@example.org", "new@example.org"]
    assert Proposal.objects.get().details == {}


@pytest.mark.parametrize("who_is_new", ["confirms", "asks"])
def test_a_second_account_made_for_the_purpose_is_no_second_person(boss, member, person, who_is_new):
    puppet = person("translator", name="puppet")
    administrators.appoint(puppet, by=boss)
    puppet.refresh_from_db()
    asks, confirms = (boss, puppet) if who_is_new == "confirms" else (puppet, boss)
    proposal = proposals.ask_to_clear_second_factor(member, by=asks)
    with refused("too_new"):
        proposals.confirm(proposal, by=confirms)
    assert has_factor(member)


def test_a_stranger_neither_asks_nor_confirms_nor_refuses(boss, member, person):
    stranger = person("technical_team", name="stranger")
    with refused("not_yours"):
        proposals.ask_to_clear_second_factor(member, by=stranger)
    proposal = proposals.ask_to_clear_second_factor(member, by=boss)
    for act in (proposals.confirm, proposals.refuse):
        with refused("not_yours"):
            act(proposal, by=stranger)


def test_who_is_no_administrator_any_more_is_not_one_of_two(boss, second, member):
    third = User.objects.create_superuser("third", "third@example.org")
    proposal = proposals.ask_to_clear_second_factor(member, by=second)
    administrators.dismiss(second, by=boss)
    with refused("not_yours"):
        proposals.confirm(proposal, by=third)


def test_what_nobody_confirms_runs_out_and_can_be_asked_again(boss, second, member):
    first = proposals.ask_for_address(member, email=NEW, by=boss)
    with refused("waits"):
        proposals.ask_for_address(member, email=NEW, by=second)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=8)):
        with refused("over"):
            proposals.confirm(first, by=second)
        proposals.ask_for_address(member, email=NEW, by=boss)
    first.refresh_from_db()
    assert (first.state, first.details) == ("expired", {})


def test_sql_confirms_nothing_by_the_one_who_asked(boss, member):
    proposal = proposals.ask_to_clear_second_factor(member, by=boss)
    with pytest.raises(IntegrityError, match="proposal_is_confirmed_by_another"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(state="confirmed", decided_by=boss, decided_at=timezone.now())


def test_user_names_that_were_addresses_are_replaced_and_signing_in_stays(client, boss, member):
    User.objects.filter(pk=member.pk).update(username="Amina@example.org")
    User.objects.filter(pk=boss.pk).update(username="boss@example.org")
    import_module("tetouan_portal.migrations.0025_accounts_by_two").hide_addresses(apps, None)
    assert "@" not in User.objects.get(pk=member.pk).username
    assert User.objects.get(pk=boss.pk).username == "boss@example.org"
    assert sign_in(client, "amina@example.org")["Location"] == "/fr/accounts/second-factor/enter/"


# --- other accounts -------------------------------------------------------------------


def test_an_ordinary_address_is_changed_by_one_administrator(boss, person):
    user = person("translator")
    addresses.change(user, email="amina.b@example.org", by=boss)
    assert User.objects.get(pk=user.pk).email == "amina.b@example.org"
    assert told("address") == ["amina.b@example.org", "amina@example.org"]


def test_an_invited_address_is_changed_and_stays_the_name_to_sign_in_with(boss):
    invited = inviting.invite(
        email="wrong@example.org", name="A", language="fr", roles=["translator"], institutions=[], by=boss
    )
    addresses.change(invited.user, email="right@example.org", by=boss)
    assert Invitation.objects.get().user.username == "right@example.org"


def test_no_administrator_takes_anothers_account_by_its_address(boss, second):
    with refused("needs_two"):
        addresses.change(second, email=NEW, by=boss)


def test_an_address_in_use_is_refused(boss, person):
    with refused("in_use"):
        addresses.change(person("translator"), email="boss@example.org", by=boss)
