"""From an invitation to an account, once; and out again when nobody comes."""

import datetime
import re

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories.commitments import InstitutionFactory
from tests.refusals import refused
from tests.tetouan_portal.accounts.conftest import PASSWORD, sign_in
from tetouan_portal.accounts import inviting
from tetouan_portal.accounts.models import Invitation, Letter, hash_of
from tetouan_portal.accounts.tasks import forget_expired

FORM = "/fr/accounts/invitation/"
NEW = {"password1": "a password of my own", "password2": "a password of my own"}


@pytest.fixture
def invite(boss):
    """A function that invites somebody: `invite("amina@example.org", ["translator"])`."""

    def send(email="amina@example.org", roles=("translator",), institutions=(), *, language="fr"):
        return inviting.invite(
            email=email, name="Amina", language=language, roles=list(roles), institutions=institutions, by=boss
        )

    return send


@pytest.fixture
def link(invite, post):
    """The link in the mail that arrived, as a path."""
    invite()
    return path_of(post().links()[-1])


def path_of(address):
    return "/" + address.split("/", 3)[3]


def test_an_invited_person_chooses_a_password_and_is_in(client, link):
    response = client.get(link)
    assert (response.status_code, response["Location"]) == (302, FORM)
    assert "amina@example.org" in client.get(FORM).text
    assert client.post(FORM, NEW)["Location"] == "/fr/admin/"
    assert client.get("/fr/admin/").status_code == 200
    user = User.objects.get(email="amina@example.org")
    assert user.check_password(NEW["password1"])
    assert [group.name for group in user.groups.all()] == ["translator"]


def test_who_needs_a_second_factor_is_led_to_it_without_typing_the_password_again(client, invite, post):
    invite(roles=["publisher"])
    client.get(path_of(post().links()[0]))
    client.post(FORM, NEW)
    assert client.get("/fr/admin/")["Location"] == "/fr/accounts/second-factor/"
    assert client.get("/fr/accounts/second-factor/app/add/").status_code == 200


def test_the_link_works_once(client, link, another_browser):
    client.get(link)
    client.post(FORM, NEW)
    another_browser.get(link)
    assert another_browser.get(FORM).status_code == 404
    other = {"password1": "a thief's long password", "password2": "a thief's long password"}
    assert another_browser.post(FORM, other).status_code == 404
    assert User.objects.get(email="amina@example.org").check_password(NEW["password1"])


def test_of_two_who_open_it_at_once_one_is_late(client, link, another_browser):
    for browser in (client, another_browser):
        browser.get(link)
        assert browser.get(FORM).status_code == 200
    assert client.post(FORM, NEW).status_code == 302
    assert another_browser.post(FORM, NEW).status_code == 404


def test_unknown_used_and_expired_links_get_the_same_words(client, link, another_browser, boss):
    def words(browser, path):
        browser.get(path)
        response = browser.get(FORM)
        assert response.status_code == 404
        return re.search("<main.*</main>", response.text, re.DOTALL)[0]  # the page's head tells the day

    unknown = words(client.__class__(), "/fr/accounts/invitation/nobody-knows-it/")
    with time_machine.travel(timezone.now() + datetime.timedelta(days=8)):
        expired = words(client.__class__(), link)
    client.get(link)
    client.post(FORM, NEW)
    used = words(another_browser, link)
    assert unknown == expired == used


def test_opening_the_link_alone_changes_nothing(client, link):
    """Scanners of mail programs open links too."""
    for _time in range(3):
        client.get(link)
    client.head(link)
    assert client.get(FORM).status_code == 200
    assert not User.objects.get(email="amina@example.org").has_usable_password()


def test_the_secret_stands_in_no_address_log_or_row(client, link, caplog):
    secret = link.rstrip("/").rsplit("/", 1)[1]
    client.get(link)
    page = client.get(FORM)
    assert secret not in page.text
    assert secret not in caplog.text
    row = Invitation.objects.values().get()
    assert secret not in str(row)
    assert row["secret_hash"] == hash_of(secret)
    assert secret not in str(list(Letter.objects.values()))


def test_whoever_was_signed_in_here_before_is_signed_out(client, link, person):
    other = person("translator", name="badr")
    client.force_login(other)
    client.get(link)
    client.post(FORM, NEW)
    assert client.session["_auth_user_id"] == str(User.objects.get(email="amina@example.org").pk)
    assert not other.check_password(NEW["password1"])


def test_a_weak_password_is_refused_with_reasons(client, link):
    client.get(link)
    assert client.post(FORM, {"password1": "12345678", "password2": "12345678"}).context["form"].errors["password1"]
    assert client.post(FORM, NEW | {"password2": "x"}).context["form"].errors["password2"]
    assert not User.objects.get(email="amina@example.org").has_usable_password()


def test_before_it_is_accepted_nothing_opens_the_account(client, invite, post):
    invite()
    box = post()
    assert sign_in(client, "amina@example.org", PASSWORD).status_code == 200
    client.post("/fr/accounts/password/reset/", {"email": "amina@example.org"})
    assert len(post().mails) == len(box.mails) == 1


# --- again, or not any more ------------------------------------------------------


def test_sent_again_the_older_link_is_void(client, invite, post):
    invitation = invite()
    first = path_of(post().links()[-1])
    inviting.resend(invitation.user)
    second = path_of(post().links()[-1])
    client.get(first)
    assert client.get(FORM).status_code == 404
    client.get(second)
    assert client.get(FORM).status_code == 200


def test_withdrawn_the_account_is_gone_and_the_link_void(client, link):
    inviting.withdraw(Invitation.objects.get().user)
    assert not User.objects.filter(email="amina@example.org").exists()
    client.get(link)
    assert client.get(FORM).status_code == 404


@pytest.mark.parametrize("act", [inviting.resend, inviting.withdraw])
def test_an_accepted_invitation_is_neither_sent_again_nor_withdrawn(client, link, act):
    client.get(link)
    client.post(FORM, NEW)
    with refused("accepted"):
        act(Invitation.objects.get().user)
    assert User.objects.filter(email="amina@example.org").exists()


def test_who_never_came_is_forgotten_and_who_came_stays(client, link, invite):
    client.get(link)
    client.post(FORM, NEW)
    invite("late@example.org")
    with time_machine.travel(timezone.now() + datetime.timedelta(days=6)):
        assert forget_expired()["people"] == 0
        invite("fresh@example.org")
    with time_machine.travel(timezone.now() + datetime.timedelta(days=8)):
        assert forget_expired()["people"] == 1
    assert set(User.objects.exclude(username="boss").values_list("email", flat=True)) == {
        "amina@example.org",
        "fresh@example.org",
    }


# --- refusals ----------------------------------------------------------------------


@pytest.mark.parametrize("email", ["badr@example.org", "BADR@Example.org", "badr"])
def test_an_address_in_use_is_refused(invite, person, email):
    person("translator", name="badr")
    with refused("in_use"):
        invite(email)
    assert User.objects.count() == 2


@pytest.mark.parametrize(
    ("roles", "kinds", "code"),
    [
        ([], ["department"], "no_role"),
        (["monitor", "publisher"], ["monitor"], "both_sides"),
        (["monitor", "focal_point"], ["monitor", "department"], "both_sides"),
        (["monitor"], [], "monitor_without_institution"),
        (["monitor"], ["department"], "monitor_without_institution"),
        (["monitor"], ["monitor", "department"], "monitor_without_institution"),
        (["publisher"], ["monitor"], "institution_of_monitor"),
        (["focal_point"], [], "no_institution"),
        (["focal_point", "publisher"], [], "no_institution"),
    ],
)
def test_roles_that_make_no_sense_are_refused(invite, roles, kinds, code):
    with refused(code):
        invite(roles=roles, institutions=[InstitutionFactory(kind=kind) for kind in kinds])
    assert User.objects.count() == 1
    assert Letter.objects.count() == 0


def test_the_invited_get_what_was_chosen_for_them(invite):
    one, two = InstitutionFactory(), InstitutionFactory()
    InstitutionFactory()
    user = invite(roles=["focal_point", "translator"], institutions=[one, two]).user
    assert user.is_staff
    assert not user.is_superuser
    assert set(user.groups.values_list("name", flat=True)) == {"focal_point", "translator"}
    assert {affiliation.institution for affiliation in user.affiliations.all()} == {one, two}


def test_an_accepted_invitation_keeps_no_link(invite):
    invitation = invite()
    with pytest.raises(IntegrityError, match="invitation_accepted_has_no_link_left"), transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(accepted_at=timezone.now(), secret_hash="x")
