"""Missing translations: what waits, in which language, and filling it in.

Only what is missing is written: an existing text is never touched, so that published words stay as they are.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, Q
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator

from commitments import access
from commitments.models import (
    AnnualReport,
    Evidence,
    Finding,
    InceptionAssessment,
    ProgressUpdate,
    ProposedReading,
    PublicationState,
    Publishable,
    Recommendation,
    ReportStatus,
    Side,
    Statement,
)
from tetouan_portal.journal.record_forms import public_values, tell
from tetouan_portal.lib.languages import LANGUAGE_CODES, columns

SHOWN = 100  # of each kind of text
MONITORS = (AnnualReport, Finding, InceptionAssessment)
LEFT_OUT = (ProposedReading,)  # become readings, and are translated as such
OURS = "commitments"  # of another app's texts `access` could not say which are drafts
HIDDEN_DRAFTS = [PublicationState.DRAFT, PublicationState.RETURNED]


class Waiting(NamedTuple):
    model: type[models.Model]
    rows: list
    count: int


def translated_models() -> list[type[models.Model]]:
    every = translator.get_registered_models(abstract=False)
    ours = (model for model in every if model._meta.app_label == OURS and model not in LEFT_OUT)
    return sorted(ours, key=lambda model: model._meta.model_name)


def fields_of(model: type[models.Model]) -> list[str]:
    """Its translated fields, in the order of the model."""
    names = set(translator.get_options_for_model(model).get_field_names())
    return [field.name for field in model._meta.fields if field.name in names]


def is_empty(column: str) -> Q:
    return Q(**{f"{column}__isnull": True}) | Q(**{column: ""})


def lacks(field: str, language: str) -> Q:
    """Rows where `field` says nothing in `language` and something in another."""
    written = Q()
    for code in LANGUAGE_CODES:
        if code != language:
            written |= ~is_empty(f"{field}_{code}")
    return is_empty(f"{field}_{language}") & written


def missing(model: type[models.Model], language: str, fields: list[str] | None = None) -> Q:
    condition = Q(pk__in=[])
    for field in fields or fields_of(model):
        condition |= lacks(field, language)
    return condition


def translatable(user, model: type[models.Model]) -> models.QuerySet:
    """Rows whose texts the person may translate: the monitor's words are translated by its own people alone."""
    voice, rows = access.voice_of(user), model._default_manager.all()
    if voice.is_torn:
        return rows.none()
    if model is Evidence:
        return rows.filter(proves_what(user, is_of_monitor=voice.is_of_monitor))
    if voice.is_of_monitor:
        return rows.filter(of_monitor(model, voice.institutions))
    if model in MONITORS:
        return rows.none()
    if model is Recommendation:
        return rows.exclude(report__status=ReportStatus.DRAFTING)
    if model is Statement:
        rows = rows.filter(side=Side.MUNICIPALITY)
    return rows.exclude(state__in=HIDDEN_DRAFTS) if issubclass(model, Publishable) else rows


def of_monitor(model: type[models.Model], institutions: set[int]) -> Q:
    """What the people of one monitor wrote."""
    if model is Statement:
        by_us = Q(institution__in=institutions) | Q(institution__isnull=True)
        return Q(side=Side.MONITOR) & by_us & ~Q(state__in=HIDDEN_DRAFTS)
    written = AnnualReport.objects.being_written().filter(author__in=institutions)
    if model is AnnualReport:
        return Q(pk__in=written)
    if model in (Finding, Recommendation):
        return Q(report__in=written)
    return Q() if model is InceptionAssessment else Q(pk__in=[])


def proves_what(user, *, is_of_monitor: bool) -> Q:
    """Evidence is translated with what it proves."""
    of_statement = Q(statement__in=translatable(user, Statement).values("pk"))
    if is_of_monitor:
        return of_statement
    of_update = Q(update__in=translatable(user, ProgressUpdate).values("pk"))
    return of_statement | of_update | Q(reading__isnull=False) | Q(milestone__isnull=False)


def fields_for(user, model: type[models.Model]) -> list[str]:
    """Of a recommendation each side translates its own part."""
    fields = fields_of(model)
    if model is Recommendation:
        own = "text" if access.voice_of(user).is_of_monitor else "answer_reason"
        return [own]
    return fields


def counts(user) -> dict[str, int]:
    """How many rows wait, by language."""
    total = dict.fromkeys(LANGUAGE_CODES, 0)
    for model in translated_models():
        rows, fields = translatable(user, model), fields_for(user, model)
        if rows.query.is_empty():
            continue
        wanted = {code: Count("pk", filter=missing(model, code, fields)) for code in LANGUAGE_CODES}
        # As one expression: Django compares several with each other, which takes longer than all the queries.
        for code, number in rows.aggregate(found=JSONObject(**wanted))["found"].items():
            total[code] += number
    return total


def queue(user, language: str) -> Iterator[Waiting]:
    """What lacks `language`, one `Waiting` a kind of text that has any; the newest rows first."""
    for model in translated_models():
        rows = translatable(user, model).filter(missing(model, language, fields_for(user, model)))
        if count := rows.count():
            yield Waiting(model, list(rows.order_by("-pk")[:SHOWN]), count)


def to_fill(user, row: models.Model, language: str) -> list[str]:
    """The columns of `row` that lack `language` while another language has the text."""
    fields = fields_for(user, type(row))
    lacking = [field for field in fields if not getattr(row, f"{field}_{language}")]
    return [f"{field}_{language}" for field in lacking if any(getattr(row, column) for column in columns(field))]


@transaction.atomic
def fill(user, row: models.Model, language: str, texts: Mapping[str, str]) -> list[str]:
    """Write the given texts ({column: text}) where nothing stands yet; the columns written.

    Raises `translated_meanwhile` ({column: the other's text} in `params`), and writes nothing then.
    """
    now = translatable(user, type(row)).select_for_update(of=["self"]).get(pk=row.pk)
    free = set(to_fill(user, now, language))
    given = {column: text.strip() for column, text in texts.items() if text.strip()}
    taken = {column: getattr(now, column) for column in given if column not in free and getattr(now, column)}
    if differing := {column: text for column, text in taken.items() if text != given[column]}:
        raise ValidationError(
            _("Somebody translated this meanwhile. Their text stands beside yours."),
            code="translated_meanwhile",
            params=differing,
        )
    written, was = [column for column in given if column in free], public_values(now)
    for column in written:
        setattr(now, column, given[column])
    now.save(update_fields=written)
    tell(now, was, {})
    return written
