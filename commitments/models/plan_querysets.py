"""The vocabulary of plans, commitments and milestones. Dates are arguments; nothing reads the clock."""

import datetime

from django.apps import apps
from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from tetouan_portal.lib.opening import opened_by
from tetouan_portal.lib.public_rows import PublicRows
from tetouan_portal.lib.search import Searchable
from tetouan_portal.lib.standing import State, has_passed, state_case


def model(name):
    """Models import their QuerySets, so a QuerySet finds other models by name."""
    return apps.get_model("commitments", name)


def stood_by(about, field, on):
    """The Commune has confirmed the date or set it anew: with a side's word what binds somebody to it."""
    dates = {about: OuterRef("pk")}
    confirmed = model("DateConfirmation").objects.filter(**dates, **{field: OuterRef(field)}, confirmed_on__lte=on)
    amended = model("Amendment").objects.filter(**dates, field=field, date_to=OuterRef(field), decided_on__lte=on)
    return Q(Exists(confirmed) | Exists(amended))


def public_promise(path=""):
    """Of rows about a commitment: it has a page, also where it or its plan was withdrawn."""
    path = f"{path}__" if path else ""
    return Q(**{f"{path}is_published": True, f"{path}plan__is_published": True})


def standing_promise(path=""):
    """Neither the commitment was withdrawn nor its plan."""
    path = f"{path}__" if path else ""
    return Q(**{f"{path}withdrawn_at": None, f"{path}plan__withdrawn_at": None})


def live_promise(path=""):
    return public_promise(path) & standing_promise(path)


class ActionPlanQuerySet(PublicRows):
    def live(self):
        return self.public().filter(withdrawn_at=None)

    def public(self):
        return self.filter(is_published=True)

    def current(self, kind):
        return self.live().filter(is_current=True, kind=kind)


class CommitmentQuerySet(PublicRows, Searchable):
    def live(self):
        return self.filter(live_promise())

    def public(self):
        return self.filter(public_promise())

    def gone(self):
        """Withdrawn, alone or with their plan: named apart, and never counted."""
        return self.public().exclude(standing_promise())

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
        statements = model("Statement").objects.released().filter(dated_on__lte=on)
        return self.filter(
            Exists(statements.filter(commitment=OuterRef("pk")))
            | Exists(statements.filter(milestone__commitment=OuterRef("pk")))
        )

    def with_state(self, on):
        """Adds `state`, as `lateness.in_time` says it: who is complete on either side's word is done on no day."""
        spoken = Q(pk__in=self.model.objects.spoken_of(on).values("pk"))
        return self.with_levels(on).annotate(
            state=state_case(
                due_on="ends_on",
                is_done=Q(declared_level="complete") | Q(assessed_level="complete"),
                is_bound=stood_by("commitment", "ends_on", on) | spoken,
                on=on,
            )
        )

    def late(self, on):
        """Standing commitments past an end date to which somebody is bound that nobody states complete."""
        return self.filter(standing_promise(), has_passed("ends_on", on)).with_state(on).filter(state=State.OVERDUE)

    def silent_since(self, day):
        """Commitments on which, or on whose milestones, the municipality has published no statement since `day`."""
        statements = model("Statement").objects.released().filter(side="municipality", dated_on__gte=day)
        return self.exclude(
            Exists(statements.filter(commitment=OuterRef("pk")))
            | Exists(statements.filter(milestone__commitment=OuterRef("pk")))
        )

    def awaiting_word(self, on):
        """Standing, and silent for four months: since the last word, or since the Commune opened the portal."""
        day = on - datetime.timedelta(days=settings.STALE_AFTER_DAYS)
        silent, opened_on = self.filter(standing_promise()).silent_since(day), opened_by(on)
        if opened_on and opened_on < day:
            return silent
        return silent.filter(pk__in=self.model.objects.spoken_of(on).values("pk"))

    def led_or_supported_by(self, institution_slug):
        return self.filter(
            Exists(
                model("Responsibility").objects.filter(commitment=OuterRef("pk"), institution__slug=institution_slug)
            )
        )


class PromisedParts(PublicRows):
    """Of what is promised in a commitment: public with it, and withdrawn with it or alone."""

    def live(self):
        return self.standing().public()

    def public(self):
        return self.filter(public_promise("commitment"))

    def standing(self):
        return self.filter(standing_promise("commitment"), withdrawn_at=None)


class IndicatorQuerySet(PromisedParts):
    pass


class MilestoneQuerySet(PromisedParts):
    def done(self, on):
        return self.filter(done_on__lte=on)

    def with_state(self, on):
        """Adds `state`, as `lateness.milestone_in_time` says it: what is done was told by the municipality."""
        said = model("Statement").objects.released().filter(milestone=OuterRef("pk"), dated_on__lte=on)
        return self.annotate(
            state=state_case(
                due_on="due_on",
                done_on="done_on",
                is_bound=Q(done_on__lte=on) | Q(Exists(said)) | stood_by("milestone", "due_on", on),
                on=on,
            )
        )

    def late(self, on):
        return self.standing().filter(has_passed("due_on", on)).with_state(on).filter(state=State.OVERDUE)

    def unheard(self, on):
        """Past a date to which nobody is bound yet."""
        return self.standing().filter(has_passed("due_on", on)).with_state(on).filter(state=State.UNCONFIRMED)
