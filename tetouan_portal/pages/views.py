"""Home and the pages that say what this portal is."""

import datetime

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from budget_docs.calendar.obligations import document_obligations
from budget_docs.documents import library
from budget_docs.explorer import budget_levels
from budget_docs.models import BudgetDocument
from commitments.models import ActionPlan, AnnualReport, Commitment, PlanKind
from commitments.standing.first_day import first_day_of
from commitments.standing.overview import news_of, overview_of, standing_of
from commitments.standing.share_cards import standing_card
from participation.law import due_dates
from participation.models import TermUse
from tetouan_portal.lib.standing import State

NEWEST_DOCUMENTS, NEXT_DUE = 4, 4
ACCESSIBILITY_STATED_ON = datetime.date(2026, 11, 23)  # move it when the statement is checked and written again


@require_safe
def home(request):
    today = timezone.localdate()
    plan = ActionPlan.objects.current(PlanKind.OGP).first()
    rows = promised_rows(plan, today)
    news = news_of(rows, on=today)
    standing = standing_of(rows)
    report = AnnualReport.objects.live().with_published_title().order_by("-year").first()
    budget = budget_news(today)
    context = {
        "plan": plan,
        "first_day": first_day_of(plan, rows),
        "standing": standing,
        "rows": rows,
        "withdrawn": of_plan(Commitment.objects.gone(), plan).count(),
        "card": standing_card(standing, rows),
        "freshness": freshness(rows, today),
        "late": sorted((row for row in rows if row["is_late"]), key=lambda row: -row["months_late"]),
        "differing": [row for row in rows if row["agreement"] == "differ"],
        "awaited": sorted((row for row in rows if row["awaited_since"]), key=lambda row: row["awaited_since"]),
        "unheard": [row for row in rows if row["is_unheard"] and not row["awaited_since"]],
        "news": news,
        "report": report,
        "budget": budget,
        "shows_demo": any(row["shows_demo"] for row in rows)
        or any(entry["is_demo"] for entry in news)
        or bool(report and report.is_demo)
        or any(document["is_demo"] for document in budget["documents"]),
    }
    return render(request, "pages/home.html", context)


def budget_news(today):
    """The newest documents, and the next ones that are due."""
    now = timezone.now()
    documents = BudgetDocument.objects.live(now=now)
    due = [one for one in document_obligations(today) if one.standing(today).state == State.COMING]
    return {
        "documents": library.documents_of(documents, now=now, limit=NEWEST_DOCUMENTS),
        "due": sorted(due, key=lambda one: (one.due_on, one.name))[:NEXT_DUE],
        "has_lines": bool(budget_levels.years_with_lines(now=now)),
    }


def promised_rows(plan, today):
    """The commitments of the current plan; of every plan while none is current."""
    promised = of_plan(Commitment.objects.live(), plan)
    return overview_of(promised.order_by("axis__number", "number"), on=today)


def freshness(rows, today):
    """When anything was last said or measured: {"updated_on", "days", "is_stale"}; None and False before that."""
    updated_on = max((row["updated_on"] for row in rows if row["updated_on"]), default=None)
    days = updated_on and (today - updated_on).days
    return {
        "updated_on": updated_on,
        "days": days,
        "is_stale": updated_on is not None and days > settings.STALE_AFTER_DAYS,
    }


def of_plan(commitments, plan):
    return commitments.filter(plan=plan) if plan else commitments


@require_safe
def privacy(request):
    uses = {"contact": TermUse.KEEP_CONTACT, "text": TermUse.KEEP_TEXT, "request": TermUse.KEEP_REQUEST}
    return render(request, "pages/privacy.html", {"kept": {name: due_dates.length(use) for name, use in uses.items()}})


@require_safe
def accessibility(request):
    return render(request, "pages/accessibility.html", {"stated_on": ACCESSIBILITY_STATED_ON})


@require_safe
def legal(request):
    return render(request, "pages/legal.html")
