"""Is it published already? Looks through all that anybody may read, before somebody asks for it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from budget_docs.explorer import budget_levels, line_search
from budget_docs.models import BudgetDocument, BudgetLine, DocumentFile
from commitments.models import (
    ActionPlan,
    AnnualReport,
    Commitment,
    Edition,
    Milestone,
    NarrativeSection,
)
from commitments.plan import search
from participation.models import PublishedCase
from participation.published.similar import rank
from participation.sending import short_lists
from tetouan_portal.lib.languages import LANGUAGE_CODES, in_every_language, texts
from tetouan_portal.lib.search import holding, search_column

MOST = 5  # of each sort

Narrowing = Callable[[QuerySet, str], QuerySet]


class Found(NamedTuple):
    title: dict[str, str]
    address: str
    is_demo: bool


class Group(NamedTuple):
    """`more`: where the same words find all of the sort, "" where there is no such page."""

    label: Promise | str
    found: list[Found]
    more: str = ""


def look(text: str, *, now: datetime) -> list[Group]:
    """Groups that have something: what holds every word, or else what holds some."""
    text = " ".join(text.replace("\x00", " ").split())
    if not text:
        return []
    return gather(text, every, now) or gather(text, rank, now)


def gather(text: str, narrowed: Narrowing, now: datetime) -> list[Group]:
    groups = [
        Group(
            _("Budget and accounting documents"),
            of_documents(text, narrowed, now),
            address("budget:library", text),
        ),
        Group(_("Lines of the budget"), of_lines(text, narrowed, now), address("budget:newest_lines", text)),
        Group(_("Commitments"), of_commitments(text, narrowed, now), address("commitments:commitments", text)),
        Group(_("The action plan"), of_plans(narrowed(sections(), text))),
        Group(_("Annual reports"), of_reports(narrowed(reports(), text))),
        Group(
            _("Answers given to others"),
            of_cases(narrowed(PublishedCase.objects.live(), text)),
            address("participation:cases", text),
        ),
    ]
    return [group for group in (with_short_lists(groups, text) if narrowed is every else groups) if group.found]


def with_short_lists(groups: list[Group], text: str) -> list[Group]:
    """What they hold beside what the tables hold, under the same name where there is one."""
    told: dict[str, list[Found]] = {}
    for one in short_lists.look(text):
        told.setdefault(str(one.group), []).append(Found(dict(one.title), one.address, one.is_demo))
    joined = [group._replace(found=[*group.found, *told.pop(str(group.label), [])][: 2 * MOST]) for group in groups]
    return [*joined, *(Group(label, rows[:MOST]) for label, rows in told.items())]


def address(name: str, text: str) -> str:
    return f"{reverse(name)}?{urlencode({'q': text})}"


def every(rows: QuerySet, text: str) -> QuerySet:
    return rows.filter(holding(text, "search"))


def matches_of(rows: Any, title: str) -> list[Found]:
    return [Found(texts(row, title), row.get_absolute_url(), getattr(row, "is_demo", False)) for row in rows[:MOST]]


def of_documents(text: str, narrowed: Narrowing, now: datetime) -> list[Found]:
    rows = BudgetDocument.objects.live(now=now).defer("search")
    if narrowed is every:  # the pages of the documents hold nearly any single word
        inside = DocumentFile.objects.live(now=now).filter(holding(text, "text_search"))
        chosen = rows.filter(holding(text, "search") | Q(pk__in=inside.values("document")))
    else:
        chosen = narrowed(rows, text)
    return matches_of(chosen, "title")


def of_lines(text: str, narrowed: Narrowing, now: datetime) -> list[Found]:
    """Of the newest year that has lines: the articles that hold them."""
    years = budget_levels.years_with_lines(now=now)
    if not years:
        return []
    budget = next(iter(budget_levels.budgets_of(years[0], now=now).values()))
    if narrowed is every:
        told = line_search.search(budget, text)
        places = [(one["side"], one["path"], one["label"]) for one in told.articles] if told else []
    else:
        lines = narrowed(BudgetLine.objects.filter(budget=budget).defer("search"), text)[:MOST]
        places = [(line.side, line_search.article_path(line.path), texts(line, "label")) for line in lines]
    return [
        Found(label, reverse("budget:lines_place", args=[years[0], side, path]), budget.is_demo)
        for side, path, label in places[:MOST]
    ]


def of_commitments(text: str, narrowed: Narrowing, now: datetime) -> list[Found]:
    rows = Commitment.objects.live().defer("search")
    if narrowed is every:
        told = search.look(text, on=timezone.localdate(now)).condition
        return matches_of(rows.filter(pk__in=Commitment.objects.filter(told).values("pk")), "title")
    milestones = narrowed(Milestone.objects.live().defer("search"), text).select_related("commitment")[:MOST]
    chosen = [*narrowed(rows, text)[:MOST], *(milestone.commitment for milestone in milestones)]
    return matches_of(list(dict.fromkeys(chosen)), "title")


def sections() -> QuerySet:
    published = NarrativeSection.objects.filter(plan__in=ActionPlan.objects.live())
    return published.select_related("plan").defer("search")


def of_plans(rows: QuerySet) -> list[Found]:
    """What a plan says of itself, under the question that it answers."""
    return [
        Found(
            {
                language: f"{label} – {texts(row.plan, 'title')[language]}"
                for language, label in in_every_language(row.heading).items()
            },
            f"{row.plan.get_absolute_url()}#{row.question}",
            is_demo=False,
        )
        for row in rows[:MOST]
    ]


def of_reports(rows: QuerySet) -> list[Found]:
    """Reports have one title each year: it is the year that tells them apart."""
    return [
        Found(
            {language: f"{text} – {row.report.year}" for language, text in texts(row, "title").items() if text},
            row.report.get_absolute_url(),
            row.is_demo,
        )
        for row in rows[:MOST]
    ]


def of_cases(rows: QuerySet) -> list[Found]:
    chosen = rows.select_related("case").defer("search")[:MOST]
    return [Found(texts(row, "title"), row.get_absolute_url(), row.case.is_demo) for row in chosen]


def reports() -> QuerySet:
    """What their newest editions say: a report's own words may be the unfinished ones of its next edition."""
    newest = Edition.objects.filter(report=OuterRef("report")).order_by("-number").values("pk")[:1]
    rows = Edition.objects.filter(report__in=AnnualReport.objects.live(), pk=Subquery(newest))
    said = {
        f"{field}_{code}": KT(f"snapshot__report__{field}__{code}")
        for field in ("title", "summary", "conclusion")
        for code in LANGUAGE_CODES
    }
    vector = search_column(title="A", summary="B", conclusion="C").expression
    return rows.select_related("report").defer("snapshot").annotate(**said).annotate(search=vector)
