"""How what staff write becomes public: submitted, returned with a reason, published.

The same three verbs for a statement and a progress update; what was published is corrected by another statement, and
news is withdrawn. Each locks the row, refuses with a
ValidationError (code and sentence), saves what it changed. Who may do it, `commitments.access` says.
"""

from collections.abc import Mapping
from datetime import date

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.models import (
    INDEPENDENT_KINDS,
    Indicator,
    Milestone,
    ProgressUpdate,
    PublicationState,
    Publishable,
    Reading,
    Side,
    Statement,
)
from tetouan_portal.journal.becoming import enter_change, enter_public
from tetouan_portal.journal.models import By, Kind
from tetouan_portal.lib.hidden_contents import require_nothing_hidden
from tetouan_portal.lib.languages import columns
from tetouan_portal.own_words.writers import holding, require_another

WORDS = {"statement": "summary", "progressupdate": "title"}


@transaction.atomic
def submit[Row: Publishable](row: Row) -> Row:
    """Hand a draft, or one that came back, to whoever publishes. Raises `already_published`, `says_nothing`."""
    row = lock_row(row)
    if row.state == PublicationState.SUBMITTED:
        return row
    require_words(row)
    row.state, row.return_reason, row.submitted_at = PublicationState.SUBMITTED, "", timezone.now()
    row.save(update_fields=["state", "return_reason", "submitted_at"])
    return row


@transaction.atomic
def send_back[Row: Publishable](row: Row, reason: str) -> Row:
    """Return what was submitted to whoever wrote it. Raises `already_published`, `not_submitted`, `unexplained`."""
    row = lock_row(row)
    if row.state != PublicationState.SUBMITTED:
        raise ValidationError(_("Only what was submitted can be returned."), code="not_submitted")
    if not reason.strip():
        raise ValidationError(_("Say what is to be changed."), code="unexplained")
    row.state, row.return_reason = PublicationState.RETURNED, reason.strip()
    row.save(update_fields=["state", "return_reason"])
    return row


@transaction.atomic
def publish[Row: (Statement, ProgressUpdate)](row: Row) -> Row:
    """Make it public, once and for all; a statement brings its values and its milestone's date along.

    Raises `already_published`, `says_nothing`, `own_words`, `unexamined`, `hides`, or what the constraints say.
    """
    row = lock_row(row)
    require_words(row)
    require_another_publisher(row)
    require_nothing_hidden(row.evidence.exclude(file="").filter(withdrawn_at__isnull=True))
    row.state, row.return_reason = PublicationState.PUBLISHED, ""
    row.validate_constraints()
    row.save(update_fields=["state", "return_reason"])
    readings: list[Reading] = []
    if isinstance(row, Statement):
        readings = record_readings(row)
        record_milestone(row)
    enter_public(row, *row.evidence.order_by("pk"), *readings)
    return row


@transaction.atomic
def withdraw(update: ProgressUpdate, reasons: Mapping[str, str]) -> ProgressUpdate:
    """Take published news back, saying why: {"ar": …} in one language or more. Its words stay, beside the reason.

    Raises `not_published`, `withdrawn`, `unexplained`.
    """
    row = ProgressUpdate.objects.select_for_update().get(pk=update.pk)
    if row.state != PublicationState.PUBLISHED:
        raise ValidationError(_("Only what is published can be withdrawn: delete the draft."), code="not_published")
    row.take_back(reasons, now=timezone.now())
    enter_change(Kind.WITHDRAWN, row, reason=reasons)
    return row


def lock_row[Row: Publishable](row: Row) -> Row:
    found = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if found.state == PublicationState.PUBLISHED:
        raise ValidationError(_("This has been published already."), code="already_published")
    return found


def require_words(row: Publishable) -> None:
    if not any(getattr(row, column) for column in columns(WORDS[str(row._meta.model_name)])):
        raise ValidationError(
            _("Say what was done or found in at least one language before publishing."), code="says_nothing"
        )


def require_another_publisher(row: Statement | ProgressUpdate) -> None:
    """Than whoever wrote it, its values or its evidence. Raises `own_words`."""
    values = row.proposed_readings.all() if isinstance(row, Statement) else []
    if isinstance(row, Statement) and row.side == Side.MONITOR:
        side, among = By.MONITOR, holding("commitments.assess_statement").filter(is_superuser=False)
        if row.institution_id:
            among = among.filter(affiliations__institution=row.institution_id)
    else:
        side, among = By.MUNICIPALITY, publishers()
    require_another(side, row, *row.evidence.all(), *values, among=among)


def publishers() -> QuerySet[User]:
    """Of what the municipality says."""
    found = holding("commitments.publish_statement")
    return found.exclude(affiliations__institution__kind__in=INDEPENDENT_KINDS)


def record_readings(statement: Statement) -> list[Reading]:
    """Each proposed value becomes a reading of the statement's date, a correction where the day had another."""
    indicators = Indicator.objects.filter(proposals__statement=statement).order_by("pk")
    list(indicators.select_for_update(of=["self"], no_key=True))  # others publish values of the same day
    recorded = []
    for proposal in statement.proposed_readings.select_related("indicator"):
        same_day = Reading.objects.filter(indicator=proposal.indicator, dated_on=statement.dated_on)
        standing = same_day.filter(superseded_by__isnull=True).first()
        if standing is None or standing.value != proposal.value:
            reading = Reading.objects.create(
                indicator=proposal.indicator,
                dated_on=statement.dated_on,
                value=proposal.value,
                supersedes=standing,
                statement=statement,
                is_demo=statement.is_demo,
                **{column: getattr(proposal, column) for column in columns("note")},
            )
            recorded.append(reading)
        proposal.delete()
    return recorded


def record_milestone(statement: Statement) -> tuple[date | None, date | None]:
    """Its milestone is declared done on the day that the newest statement says; a correction moves or takes it back.

    From which day to which. One that was entered by hand before statements were asked for stays until a statement
    says a day.
    """
    if not statement.milestone_id or statement.side != Side.MUNICIPALITY:
        return None, None
    # Locked, so that of two published at once the second sees the first.
    milestone = Milestone.objects.select_for_update(of=["self"], no_key=True).get(pk=statement.milestone_id)
    told = Statement.objects.telling_done().filter(milestone=milestone).newest_first().first()
    before = milestone.done_on
    if told or milestone.done_entered_before is None:
        milestone.done_on, milestone.done_entered_before = told.done_on if told else None, None
        milestone.save(update_fields=["done_on", "done_entered_before"])
    return before, milestone.done_on
