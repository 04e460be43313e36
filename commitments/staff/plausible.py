"""What is typed and can hardly be meant: a day far from the plan's time, a value far from its series.

It is asked back once; sent again as it stands, it is taken.
"""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commitments.models import ActionPlan, Indicator

AFTER_ITS_END = datetime.timedelta(days=365)  # what came of a plan is told for a while longer
FAR = 10  # times the largest value that is known


def doubts(plan: ActionPlan, days: Mapping[str, Any], values: Sequence[tuple[Indicator, Decimal]]) -> dict[str, str]:
    """{name of a form's field: why it is asked about}. `days`: by field, None where none was given."""
    found = {name: said for name, day in days.items() if day and (said := doubt_of_day(plan, day))}
    return found | {f"value_{one.pk}": said for one, value in values if (said := doubt_of_value(one, value))}


def doubt_of_day(plan: ActionPlan, day: datetime.date) -> str:
    if plan.starts_on and day < plan.starts_on:
        return _("This day lies before the plan began: %(day)s.") % {"day": date_format(plan.starts_on)}
    end = plan.reporting_ends_on or plan.ends_on
    if end and day > end + AFTER_ITS_END:
        return _("This day lies long after the plan ended: %(day)s.") % {"day": date_format(end)}
    return ""


def doubt_of_value(indicator: Indicator, value: Decimal) -> str:
    readings = (reading.value for reading in indicator.readings.all())
    known = [one for one in (indicator.baseline, indicator.target, *readings) if one is not None]
    if not known:
        return ""
    if value < 0 <= min(known):
        return _("This value is below zero; none of the series is.")
    largest = max(abs(one) for one in known)
    if largest and abs(value) > FAR * largest:
        return _("This value is more than ten times the largest of its series.")
    return ""
