"""What an institution declares about a commitment or a milestone, as one act: statement, values, evidence."""

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from commitments.evidence import proof_files, thumbnails
from commitments.models import (
    Commitment,
    Evidence,
    Indicator,
    Institution,
    KeptFile,
    Milestone,
    ProposedReading,
    Side,
    Statement,
    Thumbnail,
)
from tetouan_portal.stored_files.destroying import doom
from tetouan_portal.stored_files.models import Reason

Subject = Commitment | Milestone


def about(subject: Subject) -> dict[str, Subject]:
    return {str(subject._meta.model_name): subject}


def open_statement(subject: Subject, institution: Institution) -> Statement | None:
    """The institution's statement on the subject that is not public yet; there is one at most."""
    statements = Statement.objects.unpublished().by(Side.MUNICIPALITY)
    return statements.filter(institution=institution, **about(subject)).order_by("pk").last()


def lock(subject: Subject) -> None:
    """Until the transaction ends, nobody else begins a statement on the subject."""
    type(subject).objects.select_for_update(no_key=True).only("pk").get(pk=subject.pk)


@transaction.atomic
def declare(
    subject: Subject,
    institution: Institution,
    *,
    level: str,
    dated_on: datetime.date,
    texts: Mapping[str, str],
    done_on: datetime.date | None = None,
    values: Iterable[tuple[Indicator, Decimal]] = (),
    evidence: Iterable[Mapping[str, Any]] = (),
    removed: Iterable[int] = (),
) -> Statement:
    """Save the draft, the one that is open or a new one. What was submitted stays so.

    `texts`: {"summary_fr": …}, other languages keep theirs; `evidence`: the fields of new rows, a `kept` file
    among them; `removed`: ids of the draft's evidence to take away.
    """
    lock(subject)
    statement = open_statement(subject, institution) or Statement(
        side=Side.MUNICIPALITY, institution=institution, **about(subject)
    )
    statement.level, statement.dated_on, statement.done_on = level, dated_on, done_on
    for column, text in texts.items():
        setattr(statement, column, text)
    statement.full_clean()
    statement.save()
    take_out(statement, removed)
    statement.proposed_readings.all().delete()
    for indicator, value in values:
        ProposedReading.objects.create(statement=statement, indicator=indicator, value=value)
    attached = [attach(statement, **fields) for fields in evidence]
    if any(row.is_picture for row in attached):
        thumbnails.THUMBNAILS.wake_after_commit()
    return statement


def take_out(statement: Statement, removed: Iterable[int]) -> None:
    taken = statement.evidence.filter(pk__in=list(removed))
    thumbnails.forget(Thumbnail.objects.filter(evidence__in=taken))
    doom((row.file for row in taken), Reason.TAKEN_OUT)
    taken.delete()


def attach(statement: Statement, *, kept: KeptFile | None = None, **fields: Any) -> Evidence:
    """A new piece of evidence; a kept file becomes it and is kept no longer."""
    evidence = Evidence(statement=statement, **fields, **(proof_files.evidence_of(kept) if kept else {}))
    evidence.full_clean(exclude=["title"])
    evidence.save()
    if kept:
        kept.delete()
    return evidence
