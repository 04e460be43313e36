"""What the public will read of a statement, of news and of a report, as its own pages show it."""

from django.utils import timezone
from django.utils.translation import get_language

from commitments.models import Commitment, Statement
from commitments.report.pdf_rendering import report_context
from commitments.standing.dossier import dossiers_of
from commitments.standing.dossier_parts import statement_data, update_data
from commitments.standing.facts import Facts

STANDING = "commitments/standing"


def shown(row):
    return statement_shown(row) if isinstance(row, Statement) else news_shown(row)


def statement_shown(statement):
    """Beside the other side's where it is the newest of its own; with the values that come with it."""
    about = statement.commitment_id or statement.milestone.commitment_id
    (dossier,) = dossiers_of(Commitment.objects.filter(pk=about), on=timezone.localdate())
    if statement.milestone_id:
        number = statement.milestone.number
        found = dossier | {"milestones": [one for one in dossier["milestones"] if one["number"] == number]}
        return [(f"{STANDING}/milestones.html", {"dossier": found, "in_full": True, "whole": False})]
    newest = dossier["statements"][statement.side]
    values = statement.readings.select_related("indicator").order_by("pk")
    return [
        (f"{STANDING}/statements.html", {"dossier": dossier, "whole": False})
        if newest and newest["id"] == statement.pk
        else (f"{STANDING}/statement.html", {"statement": statement_data(statement, facts_of(about)), "whole": False}),
        *(("admin/commitments/value_shown.html", {"reading": one}) for one in values),
    ]


def facts_of(commitment):
    return Facts(list(Commitment.objects.filter(pk=commitment)), timezone.localdate())


def news_shown(update):
    told = update_data(update, facts_of(update.commitment_id))
    return [(f"{STANDING}/news.html", {"update": told, "whole": False})]


def report_shown(report):
    context = report_context(report.editions.first(), get_language())
    return [(f"commitments/reports/{part}.html", context) for part in ("summary", "body")]
