from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command

from tests.factories import people
from tests.factories.commitments import InstitutionFactory
from tetouan_portal import roles
from tetouan_portal.roles import Role

pytestmark = pytest.mark.django_db
README = Path(__file__).parents[2] / "README.md"


def granted():
    return {
        group.name: {f"{one.content_type.app_label}.{one.codename}" for one in group.permissions.all()}
        for group in Group.objects.all()
    }


def test_every_role_becomes_a_group_with_what_the_table_grants():
    counted = roles.sync()
    assert granted() == {role.slug: set(roles.permissions(role)) for role in roles.ROLES}
    assert counted == {slug: len(permissions) for slug, permissions in granted().items()}
    assert granted()["translator"] == {"commitments.translate_texts"}
    assert "budget_docs.publish_budgetdocument" in granted()["budget_officer"]


def test_the_command_says_what_it_did(capsys):
    call_command("sync_roles")
    said = capsys.readouterr().out
    assert all(role.slug in said for role in roles.ROLES)


def test_syncing_again_changes_nothing_and_members_stay():
    roles.sync()
    person, before = people.translator(), granted()
    roles.sync()
    assert granted() == before
    assert Group.objects.count() == len(roles.ROLES)
    assert [role.slug for role in roles.roles_of(person)] == ["translator"]


def test_a_right_given_by_hand_is_taken_back_and_one_taken_away_is_given_again():
    roles.sync()
    before = granted()
    focal, publisher = Group.objects.get(name="focal_point"), Group.objects.get(name="publisher")
    focal.permissions.set(publisher.permissions.all())
    publisher.permissions.clear()
    roles.sync()
    assert granted() == before


def test_a_group_of_somebody_else_is_left_alone():
    other = Group.objects.create(name="Archives")
    roles.sync()
    assert other.permissions.count() == 0
    assert Group.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize(
    "unknown",
    [
        Role("x", "x", "x", {"view": "statment"}),
        Role("x", "x", "x", {}, may="publish_statements"),
        Role("x", "x", "x", {"view": "budget_docs.statement"}),  # of another app
    ],
)
def test_an_unknown_permission_is_refused_by_name_and_nothing_is_changed(monkeypatch, unknown):
    roles.sync()
    before = granted()
    monkeypatch.setattr(roles, "ROLES", (*roles.ROLES, unknown))
    Group.objects.get(name="translator").permissions.clear()
    with pytest.raises(LookupError, match=r"view_statment|publish_statements|budget_docs.view_statement"):
        roles.sync()
    assert granted() == before | {"translator": set()}


def test_the_readme_shows_the_table():
    assert roles.as_table() in README.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("person", "required"),
    [
        (people.technical_team, True),
        (people.publisher, True),
        (lambda: people.monitor(InstitutionFactory(kind="monitor")), True),
        (people.budget_officer, True),
        (people.superuser, True),
        (lambda: people.focal_point(InstitutionFactory()), False),
        (people.translator, False),
        (people.clerk, False),
        (lambda: people.holding("focal_point", "publisher"), True),
    ],
)
def test_a_second_factor_is_required_of_who_could_do_most_harm(person, required):
    roles.sync()
    assert roles.requires_mfa(person()) is required


def test_no_role_makes_or_removes_accounts():
    roles.sync()
    rights = {permission for permissions in granted().values() for permission in permissions}
    assert not {right for right in rights if right.endswith(("_user", "_group", "_permission", "_affiliation"))}
    assert not User.objects.exists()
