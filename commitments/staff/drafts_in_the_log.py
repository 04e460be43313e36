"""What the record of changes keeps of the monitor's unfinished words: for the monitor alone, deleted ones too."""

from django.db.models import Q, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import HttpRequest

from commitments import access
from commitments.models import AnnualReport, Evidence, Finding, InceptionAssessment, Recommendation, Side, Statement
from tetouan_portal.audit.models import AuditEntry, Operation
from tetouan_portal.lib.languages import columns

WHOLE = (AnnualReport, Finding, InceptionAssessment)


def of_the_monitor(request: HttpRequest) -> Q:
    if access.voice_of(request.user).monitor:
        return Q(pk__in=[])
    statements = Q(row_pk__in=live_statements()) | Q(row_pk__in=told_of())
    return (
        Q(table_name__in=[model._meta.db_table for model in WHOLE])
        | (of(Recommendation) & (~Q(operation=Operation.UPDATE) | Q(new__has_any_keys=columns("text"))))
        | (of(Statement) & statements)
        | (of(Evidence) & Q(row_pk__in=evidence_of_statements()))
    )


def of(model) -> Q:
    return Q(table_name=model._meta.db_table)


def live_statements() -> QuerySet:
    return (
        Statement.objects.filter(side=Side.MONITOR)
        .order_by()
        .annotate(as_text=Cast("pk", TextField()))
        .values("as_text")
    )


def told_of() -> QuerySet:
    """The numbers of statements, deleted ones too, that were the monitor's when they were added or taken away."""
    named = Q(old__side=Side.MONITOR) | Q(new__side=Side.MONITOR)
    return AuditEntry.objects.filter(of(Statement) & named).order_by().values("row_pk")


def evidence_of_statements() -> QuerySet:
    """The numbers of what proves one of these, or did."""
    told = AuditEntry.objects.filter(of(Evidence)).order_by()
    told = told.annotate(was=KeyTextTransform("statement_id", "old"), becomes=KeyTextTransform("statement_id", "new"))
    live = Evidence.objects.filter(statement__side=Side.MONITOR).order_by().annotate(as_text=Cast("pk", TextField()))
    proves = Q(row_pk__in=live.values("as_text"))
    for column in ("was", "becomes"):
        proves |= Q(**{f"{column}__in": live_statements()}) | Q(**{f"{column}__in": told_of()})
    return told.filter(proves).values("row_pk")
