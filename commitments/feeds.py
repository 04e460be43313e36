"""What is declared, assessed, reported and changed about commitments, for feed readers."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.models import (
    ActionPlan,
    Amendment,
    Commitment,
    CompletionLevel,
    Indicator,
    Milestone,
    ProgressUpdate,
    Side,
    Statement,
)
from tetouan_portal.lib.feeds import NEWEST, Entry, PortalFeed
from tetouan_portal.lib.languages import LANGUAGE_CODES, in_every_language, texts

COMMITMENT = ("commitment__plan", "milestone__commitment__plan")
DECLARED, ASSESSED = _("Declared by the municipality: %(level)s"), _("Assessed by the monitor: %(level)s")
AMENDED, CORRECTED = _("The promise was changed"), _("A slip in the promise was put right")
WITHDRAWN = {
    ActionPlan: _("The plan was withdrawn"),
    Commitment: _("The commitment was withdrawn"),
    Milestone: _("A milestone was withdrawn"),
    Indicator: _("An indicator was withdrawn"),
}


class NewsOfCommitments(PortalFeed):
    title = _("Tétouan, open commune: news of the commitments")
    subtitle = _("What the municipality declares and the monitor assesses, news and changes of what was promised.")
    link = reverse_lazy("commitments:commitments")

    def entries(self) -> Iterator[Entry]:
        today = timezone.localdate()
        statements = Statement.objects.live().filter(dated_on__lte=today)
        told_at = Greatest("recorded_at", Coalesce("submitted_at", "recorded_at"))
        for row in newest(statements.annotate(told_at=told_at), "-told_at"):
            yield entry(row, said_by(row), texts(row, "summary"), row.dated_on, row.told_at)
        news = ProgressUpdate.objects.live().filter(dated_on__lte=today)
        news = with_plans(news).select_related("commitment__plan").defer("search")
        for row in news.order_by("-dated_on", "-pk")[:NEWEST]:
            yield entry(row, texts(row, "title"), texts(row, "body"), row.dated_on, row.submitted_at)
        amendments = Amendment.objects.live().filter(decided_on__lte=today)
        for row in newest(amendments.select_related("indicator__commitment__plan"), "-decided_on"):
            title = CORRECTED if row.is_correction else AMENDED
            yield entry(row, in_every_language(title), texts(row, "reason"), row.decided_on, None)
        for model, sentence in WITHDRAWN.items():
            gone = model._default_manager.public().filter(withdrawn_at__isnull=False)
            if issubclass(model, Milestone | Indicator):
                gone = gone.select_related("commitment")
            for row in gone.order_by("-withdrawn_at", "-pk")[:NEWEST]:
                yield withdrawal(row, sentence)


def newest(rows: QuerySet, order: str) -> Any:
    return with_plans(rows).select_related(*COMMITMENT).defer("search").order_by(order, "-pk")[:NEWEST]


def with_plans(rows: QuerySet) -> QuerySet:
    """Whether published commitments belong to several plans: then each entry names its own."""
    plans = Commitment.objects.live().order_by().values("plan").distinct()
    return rows.annotate(has_other_plans=Exists(plans[1:2]))


def said_by(statement: Statement) -> dict[str, str]:
    words = ASSESSED if statement.side == Side.MONITOR else DECLARED
    levels = in_every_language(CompletionLevel(statement.level).label)
    return {code: text % {"level": levels[code]} for code, text in in_every_language(words).items()}


def withdrawal(row: Any, sentence: Any) -> Entry:
    about = row.commitment if isinstance(row, Milestone | Indicator) else row
    names, words = texts(about, "title"), in_every_language(sentence)
    return Entry(
        title={code: f"{names[code]} – {words[code]}" if names[code] else "" for code in LANGUAGE_CODES},
        summary=texts(row, "withdrawal_reason"),
        address=about.get_absolute_url(),
        published_at=row.withdrawn_at,
        updated_at=row.withdrawn_at,
        is_demo=getattr(row, "is_demo", False),
        part=f"{row._meta.model_name}-{row.pk}-withdrawn",
    )


def entry(
    row: Any, title: dict[str, str], summary: dict[str, str], day: datetime.date, told_at: datetime.datetime | None
) -> Entry:
    """`told_at`: when it came in, where the portal knows; it may bear an earlier day."""
    commitment = row.about if isinstance(row, Amendment) else row.commitment or row.milestone.commitment
    names = texts(commitment, "title")
    if row.has_other_plans:
        plans = texts(commitment.plan, "title")
        names = {code: f"{name} ({plans[code]})" if name and plans[code] else name for code, name in names.items()}
    on = timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
    return Entry(
        title={
            code: f"{names[code]} – {title[code]}" if names[code] and title[code] else "" for code in LANGUAGE_CODES
        },
        summary=summary,
        address=reverse("commitments:commitment", args=[commitment.slug]),
        published_at=on,
        updated_at=max(on, told_at) if told_at else on,
        is_demo=row.is_demo,
        part=f"{row._meta.model_name}-{row.pk}",
    )
