"""What is asked back once before it becomes public: a slip of the pen is likelier than the fact."""

import datetime
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from commitments.models import ActionPlan, Commitment, Indicator, ProposedReading, Reading
from commitments.models.promised_fields import AMOUNTS, DATES
from commitments.models.promised_values import Promise
from tetouan_portal.lib.numbers import unpad

YEARS_AROUND = 3  # the plan: what began before it, and what comes late
FAR = 20  # times the series
TO_THE_PLAN = ("plan", "commitment", "milestone", "indicator", "statement", "update", "reading", "report")
FAR_DATE = _("%(date)s lies far from the time of the plan. Is it so?")
WRONG_SIGN = _("%(value)s is below zero, and no value of this indicator is. Is it so?")
FAR_VALUE = _("%(value)s is far from every other value of this indicator. Is it so?")


def doubts_about(subject: Promise, changes: Mapping[str, Any], *, decided_on: datetime.date) -> list[Any]:
    """Sentences about the new values that are hardly meant; nothing about what stays as it is."""
    new = {field: to for field, to in changes.items() if field in (*DATES, *AMOUNTS) and to != getattr(subject, field)}
    commitment = subject if isinstance(subject, Commitment) else subject.commitment
    dates = [decided_on, *(to for field, to in new.items() if field in DATES and to)]
    doubts = [FAR_DATE % {"date": date_format(date)} for date in dates if is_far(date, commitment.plan)]
    if isinstance(subject, Indicator):
        values = [to for field, to in new.items() if field in AMOUNTS and to is not None]
        doubts += doubts_about_values(values, series_of(subject))
    return doubts


def doubts_in(row: models.Model, changed: Collection[str]) -> dict[str, Any]:
    """{field: sentence} about what was typed: days beside the plan's time, a value beside its series."""
    days = [field.name for field in row._meta.concrete_fields if isinstance(field, models.DateField)]
    found, plan = {}, plan_of(row) if {*days} & {*changed} else None
    for name in days:
        day = getattr(row, name)
        if plan and name in changed and isinstance(day, datetime.date) and is_far(day, plan):
            found[name] = FAR_DATE % {"date": date_format(day)}
    if isinstance(row, Reading | ProposedReading) and "value" in changed and row.indicator_id:
        for said in doubts_about_values([row.value], series_of(row.indicator)):
            found["value"] = said
    return found


def plan_of(row: Any) -> ActionPlan | None:
    """By whatever leads from the row to a plan."""
    for name in TO_THE_PLAN:
        if (one := getattr(row, name, None)) is not None:
            return one if isinstance(one, ActionPlan) else plan_of(one)
    return None


def is_far(date: datetime.date, plan: Any) -> bool:
    first, last = plan.starts_on, plan.ends_on
    return bool((first and date.year < first.year - YEARS_AROUND) or (last and date.year > last.year + YEARS_AROUND))


def series_of(indicator: Indicator) -> list[Decimal]:
    """Everything that is known of its values, promised and measured."""
    known = [indicator.baseline, indicator.target, *indicator.readings.values_list("value", flat=True)]
    return [value for value in known if value is not None]


def doubts_about_values(values: list[Decimal], series: list[Decimal]) -> list[Any]:
    doubts = []
    for value in values:
        if value < 0 and not any(known < 0 for known in series):
            doubts.append(WRONG_SIGN % {"value": unpad(value)})
        elif value and is_apart(abs(value), [abs(known) for known in series if known]):
            doubts.append(FAR_VALUE % {"value": unpad(value)})
    return doubts


def is_apart(value: Decimal, series: list[Decimal]) -> bool:
    return bool(series) and (value > FAR * max(series) or value * FAR < min(series))
