"""The vocabulary of due dates. Moments are arguments; nothing reads the clock."""

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate
from django.utils import timezone

from tetouan_portal.lib.opening import opened_by
from tetouan_portal.lib.standing import state_case


def model(name):
    """Models import their QuerySets, so a QuerySet finds other models by name."""
    return apps.get_model("budget_docs", name)


def first_publication(column, *, now):
    """Of the first document that did what was due, withdrawn since or not: its day stands."""
    documents = model("BudgetDocument").objects.fulfilling(now=now).filter(slot=OuterRef("pk"))
    return Subquery(documents.order_by("publish_at", "pk").values(column)[:1])


def bound(on):
    """As `due_dates.is_bound`, of rows that know `first_known`."""
    counts = Q(due_on__gte=F("type__confirmed_on")) | Q(is_awaited_in_demo=True, first_known=None)
    opened_on = opened_by(on)
    return counts | Q(due_on__gte=opened_on) if opened_on else counts


class PublicationDateQuerySet(models.QuerySet):
    def with_first_publication(self, *, now):
        """Adds `first_document` (its pk) and `first_published_at`; both None of a slot that waits for its document."""
        return self.annotate(
            first_document=first_publication("pk", now=now), first_published_at=first_publication("publish_at", now=now)
        )

    def with_state(self, *, now):
        """Adds `state`, as `due_dates.standing_of` says it."""
        on, first = timezone.localdate(now), first_publication("publish_at", now=now)
        looks = model("Look").objects.filter(date=OuterRef("pk"), looked_on__lte=on).order_by("-looked_on", "-pk")
        known = self.alias(first_known=first, last_look_found=Subquery(looks.values("was_found")[:1]))
        return known.annotate(
            state=state_case(
                due_on="due_on",
                done_on=TruncDate("first_known"),
                is_expected=Q(is_expected=True),
                is_elsewhere=Q(last_look_found=True),
                is_bound=bound(on),
                on=on,
            )
        )
