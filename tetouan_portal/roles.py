"""Who does what at the municipality and beside it: one table, applied to the groups by `sync_roles`.

Permissions say what a role does at all; with which rows, `commitments.access` says.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

PLAN = "actionplan axis commitment milestone responsibility indicator narrativesection plannote cocreationfigure"
PLAN_PARTS = f"{PLAN} endorsement planattachment source institution institutionalias theme ogpvalue"


class Role(NamedTuple):
    slug: str  # the group's name
    label: str
    does: str
    grants: dict[str, str]  # what (view, add, change, delete) → models of `commitments`
    may: str = ""  # other permissions of `commitments`
    requires_mfa: bool = False
    is_of_monitor: bool = False


ROLES = (
    Role(
        "technical_team",
        _("OGP technical team"),
        _("Keeps the plan, its milestones and indicators; checks and returns entries; answers recommendations."),
        {
            "view": f"{PLAN_PARTS} amendment inceptionassessment statement proposedreading reading evidence"
            " progressupdate annualreport finding recommendation edition reportpdf",
            "add": f"{PLAN_PARTS} reading evidence",
            "change": f"{PLAN_PARTS} reading evidence recommendation",
            "delete": f"{PLAN_PARTS} evidence",
        },
        "view_dashboard answer_recommendation return_statement",
        requires_mfa=True,
    ),
    Role(
        "focal_point",
        _("focal point"),
        _("Declares what its institution has done, with values and evidence."),
        {
            "view": "commitment milestone indicator institution statement proposedreading reading evidence"
            " progressupdate amendment",
            "add": "statement proposedreading evidence progressupdate",
            "change": "statement proposedreading evidence progressupdate",
            "delete": "statement proposedreading evidence progressupdate",
        },
        "declare_statement",
    ),
    Role(
        "translator",
        _("translator"),
        _("Adds the translations that are missing."),
        {},
        "translate_texts",
    ),
    Role(
        "publisher",
        _("publisher"),
        _("Publishes or returns what was submitted; publishes the monitor's report as it stands."),
        {
            "view": f"{PLAN_PARTS} amendment statement proposedreading reading evidence progressupdate annualreport"
            " finding recommendation edition reportpdf",
            "change": "reportpdf",
        },
        "view_dashboard publish_statement return_statement publish_annualreport withdraw_evidence",
        requires_mfa=True,
    ),
    Role(
        "monitor",
        _("independent monitor"),
        _("Assesses every commitment, writes the annual report and its recommendations, alone."),
        {
            "view": f"{PLAN_PARTS} amendment inceptionassessment statement reading evidence progressupdate"
            " annualreport finding recommendation edition reportpdf",
            "add": "statement evidence inceptionassessment annualreport finding recommendation",
            "change": "statement evidence inceptionassessment annualreport finding recommendation",
            "delete": "statement evidence finding recommendation",
        },
        "assess_statement conclude_annualreport translate_texts withdraw_evidence",
        requires_mfa=True,
        is_of_monitor=True,
    ),
)
BY_SLUG = {role.slug: role for role in ROLES}


def codenames(role: Role) -> Iterator[str]:
    for action, models in role.grants.items():
        yield from (f"{action}_{model}" for model in models.split())
    yield from role.may.split()


@transaction.atomic
def sync() -> dict[str, int]:
    """Make the groups what the table says; {slug: number of permissions}. Members stay members."""
    counted = {}
    for role in ROLES:
        wanted = set(codenames(role))
        permissions = Permission.objects.filter(content_type__app_label="commitments", codename__in=wanted)
        found = {permission.codename for permission in permissions}
        if found != wanted:
            raise LookupError(f"{role.slug}: unknown permissions {sorted(wanted - found)}")
        group, _created = Group.objects.get_or_create(name=role.slug)
        group.permissions.set(permissions)
        counted[role.slug] = len(wanted)
    return counted


def roles_of(user: object) -> list[Role]:
    held = set(user.groups.values_list("name", flat=True))
    return [role for role in ROLES if role.slug in held]


def requires_mfa(user: object) -> bool:
    """Whether signing in with a password alone is not enough for what the user may do."""
    return user.is_superuser or any(role.requires_mfa for role in roles_of(user))


@override(None)
def as_table() -> str:
    """The roles as Markdown, for the README, in English."""
    lines = ["| role | does | second factor |", "|---|---|---|"]
    lines += [f"| `{role.slug}` | {role.does} | {'required' if role.requires_mfa else 'offered'} |" for role in ROLES]
    return "\n".join(lines)
