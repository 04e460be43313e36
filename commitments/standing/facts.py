"""What a dossier is made of: rows about some commitments, fetched together."""

from collections import defaultdict
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from commitments.models import (
    Amendment,
    DateConfirmation,
    Evidence,
    Indicator,
    Institution,
    Milestone,
    ProgressUpdate,
    Reading,
    Statement,
)
from commitments.models.promised_fields import AMOUNTS, DATES, WORDS
from tetouan_portal.lib.languages import LANGUAGE_CODES

ABOUT = ("commitment", "milestone", "indicator")


class Facts:
    """Everything said and measured about some commitments up to a date, in eight queries."""

    gone: frozenset[int] = frozenset()  # those that were withdrawn by then, alone or with their plan

    def __init__(self, commitments, on):
        ids = [commitment.pk for commitment in commitments]
        self.on = on
        self.gone = frozenset(c.pk for c in commitments if withdrawal_of(c, on))
        self.milestones = group_by(
            Milestone.objects.filter(commitment__in=ids).select_related("institution").defer("search"), "commitment_id"
        )
        statements = list(
            Statement.objects.released()
            .filter(Q(commitment__in=ids) | Q(milestone__commitment__in=ids), dated_on__lte=on)
            .select_related("institution")
            .defer("search")
            .newest_first()
        )
        self.corrected = {s.supersedes_id: s for s in statements if s.supersedes_id}
        self.said = {s.pk: s for s in statements}
        self.statements = group_by(statements, "commitment_id")
        self.milestone_statements = group_by(statements, "milestone_id")
        self.indicators = group_by(Indicator.objects.filter(commitment__in=ids).defer("search"), "commitment_id")
        readings = list(
            Reading.objects.filter(indicator__commitment__in=ids, dated_on__lte=on)
            .defer("search")
            .order_by("dated_on", "pk")
        )
        self.corrected_readings = {r.supersedes_id: r for r in readings if r.supersedes_id}
        self.readings = group_by(readings, "indicator_id")
        amendments = list(
            Amendment.objects.filter(
                Q(commitment__in=ids) | Q(milestone__commitment__in=ids) | Q(indicator__commitment__in=ids)
            ).defer("search")
        )
        self.restore(commitments, amendments)
        amendments = [amendment for amendment in amendments if amendment.decided_on <= on]
        self.amendments = group_by(amendments, "commitment_id")
        self.milestone_amendments = group_by(amendments, "milestone_id")
        self.indicator_amendments = group_by(amendments, "indicator_id")
        confirmations = list(
            DateConfirmation.objects.filter(
                Q(commitment__in=ids) | Q(milestone__commitment__in=ids), confirmed_on__lte=on
            )
        )
        self.confirmations = group_by(confirmations, "commitment_id")
        self.milestone_confirmations = group_by(confirmations, "milestone_id")
        self.updates = group_by(
            ProgressUpdate.objects.filter(commitment__in=ids, is_published=True, dated_on__lte=on).defer("search"),
            "commitment_id",
        )
        evidence = (
            Evidence.objects.cleared()
            .filter(
                Q(statement__in=[s.pk for s in statements])
                | Q(reading__in=[r.pk for r in readings])
                | Q(milestone__commitment__in=ids)
                | Q(update__commitment__in=ids, update__is_published=True),
                dated_on__lte=on,
            )
            .defer("search")
        )
        self.evidence = {
            subject: group_by(evidence, f"{subject}_id") for subject in ("statement", "reading", "milestone", "update")
        }

    def declared_with(self, reading):
        """The statement that brought the value, or what corrects it now; None of a value that came alone."""
        statement = self.said.get(reading.statement_id)
        while statement and statement.pk in self.corrected:
            statement = self.corrected[statement.pk]
        return statement

    def confirmation_of(self, commitment):
        """The Commune's confirmation of the end date as it was on the day, or None."""
        return next((one for one in self.confirmations[commitment.pk] if one.ends_on == commitment.ends_on), None)

    def confirmation_of_milestone(self, milestone):
        return next((one for one in self.milestone_confirmations[milestone.pk] if one.due_on == milestone.due_on), None)

    def is_bound(self, commitment):
        """As `CommitmentQuerySet.bound`: whether the commitment can be late."""
        return (
            was_set_anew(commitment.ends_on, self.amendments[commitment.pk], "ends_on")
            or self.confirmation_of(commitment) is not None
            or bool(self.statements[commitment.pk])
            or any(self.milestone_statements[milestone.pk] for milestone in self.milestones[commitment.pk])
        )

    def is_milestone_bound(self, milestone):
        """As `MilestoneQuerySet.bound`: what is said of its commitment binds nobody to a milestone's date."""
        return (
            was_set_anew(milestone.due_on, self.milestone_amendments[milestone.pk], "due_on")
            or self.confirmation_of_milestone(milestone) is not None
            or bool(self.milestone_statements[milestone.pk])
        )

    def restore(self, commitments, amendments):
        """Take back, in these rows alone, what was changed after the date `on`, the last change first.

        A slip that was put right was a slip then too.
        """
        promised = {("commitment", c.pk): c for c in commitments}
        promised |= {("milestone", m.pk): m for milestones in self.milestones.values() for m in milestones}
        promised |= {("indicator", i.pk): i for indicators in self.indicators.values() for i in indicators}
        for amendment in reversed(amendments):
            if amendment.decided_on > self.on and not amendment.is_correction:
                about = next(name for name in ABOUT if getattr(amendment, f"{name}_id"))
                take_back(promised[about, getattr(amendment, f"{about}_id")], amendment)


def take_back(row, amendment):
    """Give the row, unsaved, what it said before."""
    field, was = amendment.field, amendment.was
    if field in DATES:
        setattr(row, field, amendment.date_from)
    elif field in AMOUNTS:
        setattr(row, field, was and Decimal(was))
    elif field in WORDS:
        for code in was.keys() & set(LANGUAGE_CODES):
            setattr(row, f"{field}_{code}", was[code])
    elif field != "institutions":
        setattr(row, field, was)
    elif amendment.milestone_id:
        row.institution = next((institution(one) for one in was), None)
    else:
        row.institution_names = [{**one, **in_columns("name", one["name"])} for one in was]


def institution(data):
    """As it was called then: an unsaved row."""
    return Institution(slug=data["slug"], **in_columns("name", data["name"]))


def in_columns(field, by_language):
    return {f"{field}_{code}": text for code, text in by_language.items()}


def withdrawal_of(commitment, on):
    """The row that says why it left the public eye: its own, or its plan's; None of what stood on the day."""
    for row in (commitment, commitment.plan):
        if row.withdrawn_at and timezone.localdate(row.withdrawn_at) <= on:
            return row
    return None


def was_set_anew(day, amendments, field):
    return any(one.field == field and one.date_to == day for one in amendments)


def group_by(rows, key):
    groups = defaultdict(list)
    for row in rows:
        groups[getattr(row, key)].append(row)
    groups.pop(None, None)
    return groups
