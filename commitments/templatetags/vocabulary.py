"""Words for stored codes (a builtin library): {{ statement.level|label:"level" }}."""

from django import template

from commitments import models
from commitments.plan import goals

register = template.Library()

VOCABULARIES = {
    "level": models.CompletionLevel,
    "side": models.Side,
    "role": models.Role,
    "plan": models.PlanKind,
    "indicator": models.IndicatorKind,
    "direction": models.Direction,
    "frequency": models.Frequency,
    "inception_kind": models.InceptionKind,
    "inception_depth": models.InceptionDepth,
    "trust": models.Trust,
    "answer": models.Answer,
    "pdf": models.PdfState,
    "report_text": models.ReportText,
}


@register.filter
def goal_name(number):
    """{"ar": …} of a Sustainable Development Goal."""
    return goals.goal(number)["name"]


@register.filter
def label(code, vocabulary):
    """The word of the reader's language for a code; "" for no code."""
    return VOCABULARIES[vocabulary](code).label if code else ""
