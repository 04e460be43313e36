"""The vocabulary of plans, commitments and milestones. Dates are arguments; nothing reads the clock."""

import datetime

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from tetouan_portal.lib.opening import opened_by
from tetouan_portal.lib.search import Searchable


def model(name):
    """Models import their QuerySets, so a QuerySet finds other models by name."""
    return apps.get_model("commitments", name)


class ActionPlanQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True)

    def current(self, kind):
        return self.published().filter(is_current=True, kind=kind)


class CommitmentQuerySet(Searchable):
    def published(self):
        return self.filter(is_published=True, plan__is_published=True)

    def with_levels(self, on):
        """Adds `declared_level` and `assessed_level`: the newest of each side on that date, "" before it spoke."""

        def newest(side):
            statements = model("Statement").objects.standing(on=on).filter(commitment=OuterRef("pk"), side=side)
            return Coalesce(Subquery(statements.newest_first().values("level")[:1]), Value(""))

        return self.annotate(declared_level=newest("municipality"), assessed_level=newest("monitor"))

    def disagreeing(self, on):
        """Commitments on whose level the two sides differ (both have spoken)."""
        both_spoke = self.with_levels(on).exclude(declared_level="").exclude(assessed_level="")
        return both_spoke.exclude(declared_level=F("assessed_level"))

    def spoken_of(self, on):
        """Commitments on which, or on whose milestones, a side has published a statement."""
        statements = model("Statement").objects.published().filter(dated_on__lte=on)
        return self.filter(
            Exists(statements.filter(commitment=OuterRef("pk")))
            | Exists(statements.filter(milestone__commitment=OuterRef("pk")))
        )

    def bound(self, on):
        """Those that can be late: a side has spoken, or the Commune has confirmed the end date or set it anew."""
        dates = {"commitment": OuterRef("pk")}
        confirmed = model("DateConfirmation").objects.filter(**dates, ends_on=OuterRef("ends_on"), confirmed_on__lte=on)
        amended = model("Amendment").objects.filter(
            **dates, field="ends_on", date_to=OuterRef("ends_on"), decided_on__lte=on
        )
        return self.filter(
            Exists(confirmed) | Exists(amended) | Q(pk__in=self.model.objects.spoken_of(on).values("pk"))
        )

    def late(self, on):
        """Commitments past an end date to which somebody is bound that nobody states complete."""
        overdue = self.with_levels(on).bound(on).filter(ends_on__lt=on)
        return overdue.exclude(declared_level="complete").exclude(assessed_level="complete")

    def silent_since(self, day):
        """Commitments on which, or on whose milestones, the municipality has published no statement since `day`."""
        statements = model("Statement").objects.published().filter(side="municipality", dated_on__gte=day)
        return self.exclude(
            Exists(statements.filter(commitment=OuterRef("pk")))
            | Exists(statements.filter(milestone__commitment=OuterRef("pk")))
        )

    def awaiting_word(self, on):
        """Silent for four months: since the last word, or since the Commune opened the portal."""
        day = on - datetime.timedelta(days=settings.STALE_AFTER_DAYS)
        silent, opened_on = self.silent_since(day), opened_by(on)
        if opened_on and opened_on < day:
            return silent
        return silent.filter(pk__in=self.model.objects.spoken_of(on).values("pk"))

    def with_milestone_counts(self, on):
        """Adds `milestones_done` and `milestones_total`."""
        milestones = model("Milestone").objects.all()

        def count(rows):
            counted = rows.filter(commitment=OuterRef("pk")).order_by().values("commitment")
            return Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0)

        return self.annotate(milestones_total=count(milestones), milestones_done=count(milestones.done(on=on)))

    def led_or_supported_by(self, institution_slug):
        return self.filter(
            Exists(
                model("Responsibility").objects.filter(commitment=OuterRef("pk"), institution__slug=institution_slug)
            )
        )


class MilestoneQuerySet(models.QuerySet):
    def published(self):
        return self.filter(commitment__is_published=True, commitment__plan__is_published=True)

    def done(self, on):
        return self.filter(done_on__lte=on)

    def bound(self, on):
        """Those that can be late: a side has spoken of them, or the Commune has confirmed the date or set it anew."""
        about = {"milestone": OuterRef("pk")}
        said = model("Statement").objects.published().filter(**about, dated_on__lte=on)
        confirmed = model("DateConfirmation").objects.filter(**about, due_on=OuterRef("due_on"), confirmed_on__lte=on)
        amended = model("Amendment").objects.filter(
            **about, field="due_on", date_to=OuterRef("due_on"), decided_on__lte=on
        )
        return self.filter(Exists(said) | Exists(confirmed) | Exists(amended))

    def overdue(self, on):
        return self.filter(due_on__lt=on).exclude(done_on__lte=on)

    def late(self, on):
        return self.overdue(on).bound(on)
