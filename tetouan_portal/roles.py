"""Who does what at the municipality and beside it: one table, applied to the groups by `sync_roles`.

Permissions say what a role does at all; with which rows, `commitments.access` says.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

PLAN = "actionplan axis commitment milestone responsibility indicator narrativesection plannote cocreationfigure"
PLAN_PARTS = (
    f"{PLAN} endorsement planattachment source institution institutionalias theme ogpvalue policyarea sector event body"
    " planpromise"
)


def of_budget(names: str) -> str:
    return " ".join(f"budget_docs.{name}" for name in names.split())


BUDGET_LIBRARY = of_budget("fiscalyear documenttype publicationdate budgetdocument")
BUDGET_FILLED_IN = of_budget("documentfile statedfigure columnmapping lineimport")
BUDGET_READ = of_budget("duedatechange rulechange look budget budgetline")
BUDGET = f"{BUDGET_LIBRARY} {BUDGET_FILLED_IN} {BUDGET_READ}"


def of_participation(names: str) -> str:
    return " ".join(f"participation.{name}" for name in names.split())


DESK_LISTS = of_participation("category district otherbody answertemplate")
DESK_LAW = of_participation("holiday term refusalground")
DESK_CASES = of_participation("case caseevent caseletter photo publishedcase contact")
DESK_RECORDS = of_participation("retentionreport")
REMOVES = "tetouan_portal.remove_by_law"  # with a second person
EVERYDAY_WORDS = "tetouan_portal.synonym"  # those who hear what citizens call things


class Role(NamedTuple):
    slug: str  # the group's name
    label: str
    does: str
    grants: dict[str, str]  # what (view, add, change, delete) → models; of another app than `commitments`: app.model
    may: str = ""  # other permissions; of another app than `commitments`: app.codename
    requires_mfa: bool = False
    side: str = ""  # the kind of independent institution that its people speak for, and whose they alone are

    @property
    def is_independent(self) -> bool:
        return bool(self.side)


ROLES = (
    Role(
        "technical_team",
        _("OGP technical team"),
        _("Keeps the plan, its milestones and indicators; checks and returns entries; answers recommendations."),
        {
            "view": f"{PLAN_PARTS} amendment dateconfirmation inceptionassessment statement proposedreading reading"
            f" evidence progressupdate annualreport finding recommendation edition reportpdf {BUDGET} {EVERYDAY_WORDS}",
            "add": f"{PLAN_PARTS} reading evidence {EVERYDAY_WORDS}",
            "change": f"{PLAN_PARTS} reading evidence recommendation {EVERYDAY_WORDS}",
            "delete": f"{PLAN_PARTS} evidence {EVERYDAY_WORDS}",
        },
        "view_dashboard answer_recommendation return_statement publish_commitment tetouan_portal.view_work",
        requires_mfa=True,
    ),
    Role(
        "focal_point",
        _("focal point"),
        _("Declares what its institution has done, with values and evidence."),
        {
            "view": "commitment milestone indicator institution statement proposedreading reading evidence"
            " progressupdate amendment dateconfirmation",
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
            "view": f"{PLAN_PARTS} amendment dateconfirmation statement proposedreading reading evidence progressupdate"
            f" annualreport finding recommendation edition reportpdf {BUDGET}",
            "change": "reportpdf",
        },
        "view_dashboard publish_statement return_statement publish_commitment publish_annualreport withdraw_evidence"
        f" {REMOVES}",
        requires_mfa=True,
    ),
    Role(
        "monitor",
        _("independent monitor"),
        _("Assesses every commitment, writes the annual report and its recommendations, alone."),
        {
            "view": f"{PLAN_PARTS} amendment dateconfirmation inceptionassessment statement reading evidence"
            " progressupdate annualreport finding recommendation edition reportpdf",
            "add": "statement evidence inceptionassessment annualreport finding recommendation",
            "change": "statement evidence inceptionassessment annualreport finding recommendation",
            "delete": "statement evidence finding recommendation",
        },
        f"assess_statement conclude_annualreport translate_texts withdraw_evidence {REMOVES}",
        requires_mfa=True,
        side="monitor",
    ),
    Role(
        "budget_officer",
        _("budget officer"),
        _("Keeps the calendar of budget documents; publishes and replaces them; imports budgets as data."),
        {
            "view": BUDGET,
            "add": f"{of_budget('fiscalyear documenttype budgetdocument')} {BUDGET_FILLED_IN}",
            "change": f"{BUDGET_LIBRARY} {BUDGET_FILLED_IN}",
            "delete": f"{of_budget('budgetdocument')} {BUDGET_FILLED_IN}",
        },
        of_budget("publish_budgetdocument publish_budget"),
        requires_mfa=True,
    ),
    Role(
        "desk_officer",
        _("desk officer"),
        _("Sorts and answers submissions; enters those that come by telephone or at the counter."),
        {
            "view": f"{DESK_CASES} {DESK_RECORDS} {DESK_LISTS} {DESK_LAW} {EVERYDAY_WORDS}",
            "add": f"{of_participation('case')} {DESK_LISTS} {EVERYDAY_WORDS}",
            "change": f"{of_participation('case contact')} {DESK_LISTS} {EVERYDAY_WORDS}",
            "delete": EVERYDAY_WORDS,
        },
        of_participation("handle_submissions"),
        requires_mfa=True,
    ),
    Role(
        "information_officer",
        _("information officer"),
        _("Answers requests for information in the time of the law; keeps its calendar and grounds for refusal."),
        {
            "view": f"{DESK_CASES} {DESK_RECORDS} {DESK_LISTS} {DESK_LAW}",
            "add": f"{of_participation('case')} {DESK_LAW} {of_participation('answertemplate')}",
            "change": f"{of_participation('case contact answertemplate')} {DESK_LAW}",
            "delete": of_participation("holiday"),
        },
        f"{of_participation('handle_requests')} {REMOVES}",
        requires_mfa=True,
    ),
)
BY_SLUG = {role.slug: role for role in ROLES}


def permissions(role: Role) -> Iterator[str]:
    """As `user.has_perm` asks for them: commitments.add_axis."""
    for action, models in role.grants.items():
        for app, model in map(split_label, models.split()):
            yield f"{app}.{action}_{model}"
    yield from (".".join(split_label(name)) for name in role.may.split())


def split_label(name: str) -> tuple[str, str]:
    """The app and the name in it."""
    app, _dot, rest = name.rpartition(".")
    return app or "commitments", rest


@transaction.atomic
def sync() -> dict[str, int]:
    """Make the groups what the table says; {slug: number of permissions}. Members stay members."""
    counted = {}
    for role in ROLES:
        wanted = set(permissions(role))
        named = Q(pk__in=[])
        for app, codename in map(split_label, wanted):
            named |= Q(content_type__app_label=app, codename=codename)
        found = {f"{row.content_type.app_label}.{row.codename}": row for row in known(named)}
        if found.keys() != wanted:
            raise LookupError(f"{role.slug}: unknown permissions {sorted(wanted - found.keys())}")
        group, _created = Group.objects.get_or_create(name=role.slug)
        group.permissions.set(found.values())
        counted[role.slug] = len(wanted)
    return counted


def known(named: Q) -> QuerySet[Permission]:
    return Permission.objects.filter(named).select_related("content_type")


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
