"""Who keeps the accounts, and what keeping them means."""

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group, User

from commitments.models import Affiliation
from tests.factories import people
from tests.factories.commitments import InstitutionFactory
from tests.tetouan_portal.accounts.conftest import PASSWORD, code_now, sign_in
from tests.tetouan_portal.accounts.people_pages import LIST, do
from tetouan_portal import roles
from tetouan_portal.accounts.models import Invitation, Letter

INVITE = f"{LIST}add/"


def test_who_is_tied_to_both_sides_from_before_is_marked_and_loses_one_tie_by_a_person(signed_in, person):
    monitor = InstitutionFactory(kind="monitor")
    other = User.objects.create_superuser("other", "other@example.org", PASSWORD)
    torn = person("focal_point")
    for user in (other, torn):
        people.tied_before_that_was_refused(user, monitor)
    assert signed_in.get(LIST).text.count("lié aux deux côtés") == 2
    assert "lie cette personne" in do(signed_in, other, "dismiss", follow=True).text
    service = torn.affiliations.exclude(institution=monitor).get().institution
    for user, roles_left in ((other, []), (torn, ["focal_point"])):
        page = f"{LIST}{user.pk}/change/"
        assert "Liée aux deux côtés" in signed_in.get(page).text
        left = [service.pk] if user == torn else []
        signed_in.post(page, {"name": "A", "roles": roles_left, "institutions": left})
        assert not user.affiliations.filter(institution=monitor).exists()
    assert "lié aux deux côtés" not in signed_in.get(LIST).text
    assert Letter.objects.filter(kind="notice", details__what="left").count() == 2


def test_a_superuser_invites_somebody(signed_in, boss):
    service = InstitutionFactory()
    form = {
        "email": "Amina@example.org",
        "name": "Amina Bennani",
        "language": "ar",
        "roles": ["focal_point", "translator"],
        "institutions": [service.pk],
    }
    assert signed_in.post(INVITE, form)["Location"] == LIST
    invitation = Invitation.objects.get()
    assert (invitation.user.email, invitation.language, invitation.invited_by) == ("amina@example.org", "ar", boss)
    assert Affiliation.objects.get().institution == service
    assert Letter.objects.get().language == "ar"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"email": "boss@example.org"}, "email"),
        ({"email": "no address"}, "email"),
        ({"roles": []}, "roles"),
        ({"roles": ["director"]}, "roles"),
        ({"roles": ["focal_point"]}, "__all__"),
        ({"roles": ["monitor"]}, "roles"),
        ({"language": "en"}, "language"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field_and_nothing_is_lost(signed_in, changed, field):
    form = {"email": "amina@example.org", "name": "Amina", "language": "fr", "roles": ["translator"]} | changed
    page = signed_in.post(INVITE, form)
    assert set(page.context["form"].errors) == {field}
    assert "Amina" in page.text
    assert User.objects.count() == 1


def test_the_list_says_who_does_what(signed_in, person, with_app):
    with_app(person("publisher"))
    person("translator", name="badr")
    page = signed_in.get(LIST)
    rows = {user.username: user for user in page.context["cl"].result_list}
    assert {name: row.has_factor for name, row in rows.items()} == {"amina": True, "badr": False, "boss": True}


@pytest.mark.parametrize("people", [1, 15])
def test_the_list_asks_as_much_for_many_as_for_one(signed_in, person, people, django_assert_max_num_queries):
    for number in range(people):
        person("translator", name=f"somebody-{number}")
    with django_assert_max_num_queries(14):
        signed_in.get(LIST)


def test_a_place_is_changed(signed_in, person):
    user = person("focal_point")
    other = InstitutionFactory()
    signed_in.post(f"{LIST}{user.pk}/change/", {"name": "Amina", "roles": ["focal_point"], "institutions": [other.pk]})
    assert [affiliation.institution for affiliation in user.affiliations.all()] == [other]
    signed_in.post(f"{LIST}{user.pk}/change/", {"name": "Amina", "roles": ["publisher"], "institutions": []})
    assert [group.name for group in user.groups.all()] == ["publisher"]
    assert not user.affiliations.exists()


def test_an_administrator_may_have_no_role_and_somebody_else_may_not(signed_in, boss, person):
    nothing = {"name": "Amina", "roles": [], "institutions": []}
    assert signed_in.post(f"{LIST}{boss.pk}/change/", nothing).status_code == 302
    user = person("translator")
    assert signed_in.post(f"{LIST}{user.pk}/change/", nothing).context["form"].errors["roles"]
    assert user.groups.count() == 1


def test_the_list_is_narrowed_to_a_role(signed_in, person):
    person("publisher")
    person("translator", name="badr")
    page = signed_in.get(LIST, {"role": "publisher"})
    assert [user.username for user in page.context["cl"].result_list] == ["amina"]


def test_a_closed_account_is_closed_at_once_and_can_be_opened_again(signed_in, person, another_browser):
    user = person("translator")
    sign_in(another_browser, "amina")
    do(signed_in, user, "deactivate")
    assert another_browser.get("/fr/admin/").status_code == 302
    assert sign_in(another_browser, "amina")["Location"] == "/fr/accounts/inactive/"
    do(signed_in, user, "reactivate")
    assert sign_in(another_browser, "amina")["Location"] == "/fr/admin/"


def test_a_lost_second_factor_is_removed_and_its_owner_is_told(signed_in, person, with_app, another_browser, post):
    user = with_app(person("publisher"))
    sign_in(another_browser, "amina")
    another_browser.post("/fr/accounts/second-factor/enter/", {"code": code_now()})
    do(signed_in, user, "clear_second_factor")
    assert not Authenticator.objects.filter(user=user).exists()
    assert another_browser.get("/fr/admin/").status_code == 302
    assert [mail["To"] for mail in post().mails] == ["amina@example.org"]
    sign_in(another_browser, "amina")
    assert another_browser.get("/fr/admin/")["Location"] == "/fr/accounts/second-factor/"


@pytest.mark.parametrize("verb", ["deactivate", "clear_second_factor", "withdraw", "resend"])
def test_nobody_does_it_to_themselves(signed_in, boss, verb):
    do(signed_in, boss, verb)
    boss.refresh_from_db()
    assert boss.is_active
    assert Authenticator.objects.filter(user=boss, type="totp").exists()


def test_an_invitation_is_sent_again_or_withdrawn(signed_in):
    form = {"email": "amina@example.org", "name": "Amina", "language": "fr", "roles": ["translator"]}
    signed_in.post(INVITE, form)
    user = User.objects.get(email="amina@example.org")
    Letter.objects.update(state="failed", due_at=None)
    do(signed_in, user, "resend")
    assert list(Letter.objects.order_by("pk").values_list("state", flat=True)) == ["failed", "queued"]
    do(signed_in, user, "withdraw")
    assert not User.objects.filter(pk=user.pk).exists()


@pytest.mark.parametrize("role", [role.slug for role in roles.ROLES])
def test_no_role_keeps_accounts(client, person, with_app, role):
    other = person("translator", name="badr")
    client.force_login(with_app(person(role)))
    invite = {"email": "thief@example.org", "name": "Thief", "language": "fr", "roles": ["publisher"]}
    assert client.get("/fr/admin/").status_code == 200
    for path in (LIST, INVITE, f"{LIST}{other.pk}/change/", f"{LIST}{other.pk}/delete/"):
        assert client.get(path).status_code == 403, path
    assert client.post(INVITE, invite).status_code == 403
    assert client.post(f"{LIST}{other.pk}/change/", {"name": "x", "roles": ["publisher"]}).status_code == 403
    for verb in ("deactivate", "clear_second_factor", "resend", "withdraw"):
        assert do(client, other, verb).status_code == 403, verb
    assert User.objects.count() == 2
    assert User.objects.get(pk=other.pk).groups.get().name == "translator"


def test_a_change_of_state_is_no_link(signed_in, person):
    user = person("translator")
    assert signed_in.get(f"{LIST}{user.pk}/do/deactivate/").status_code == 405
    user.refresh_from_db()
    assert user.is_active


@pytest.mark.parametrize(
    "model", [Group, EmailAddress, EmailConfirmation, Authenticator, UserSession], ids=lambda model: model.__name__
)
def test_groups_second_factors_and_sessions_are_edited_by_nobody(model):
    assert not admin.site.is_registered(model)


def test_nobody_is_deleted_in_the_admin(signed_in, person):
    user = person("translator")
    assert signed_in.post(f"{LIST}{user.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=user.pk).exists()


def test_the_admins_head_leads_to_ones_own_safety(signed_in):
    page = signed_in.get("/fr/admin/").text
    for path in ("accounts/second-factor/", "accounts/sessions/", "admin/password_change/"):
        assert f'href="/fr/{path}"' in page


def test_roles_are_groups_and_nothing_else_gives_permissions(signed_in, person):
    user = person("translator")
    signed_in.post(f"{LIST}{user.pk}/change/", {"name": "A", "roles": ["translator"], "user_permissions": ["1"]})
    assert not user.user_permissions.exists()
    assert not User.objects.get(pk=user.pk).is_superuser
    assert Group.objects.count() == len(roles.ROLES)
    assert user.check_password(PASSWORD)
