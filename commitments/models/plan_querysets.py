"""The vocabulary of plans, commitments and milestones. Dates are arguments; nothing reads the clock."""

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

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

    def late(self, on):
        """Commitments past their end date that nobody states complete."""
        overdue = self.with_levels(on).filter(ends_on__lt=on)
        return overdue.exclude(declared_level="complete").exclude(assessed_level="complete")

    def silent_since(self, day):
        """Commitments on which, or on whose milestones, the municipality has published no statement since `day`."""
        statements = model("Statement").objects.published().filter(side="municipality", dated_on__gte=day)
        return self.exclude(
            Exists(statements.filter(commitment=OuterRef("pk")))
            | Exists(statements.filter(milestone__commitment=OuterRef("pk")))
        )

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

    def late(self, on):
        return self.filter(due_on__lt=on).exclude(done_on__lte=on)
