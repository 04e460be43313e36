"""{% load case_desk %}: what waits for the officer who is signed in, and how pressing a case is, in words."""

from django import template
from django.conf import settings
from django.utils import timezone

from participation.admin.inbox import MARKS, PRESSING, in_days, marks_of
from participation.desk import waiting

register = template.Library()


@register.simple_tag
def cases_for(user):
    return waiting.waiting_for(user, on=timezone.localdate())


@register.simple_tag
def form_is_open():
    return settings.CITIZEN_FORM_IS_OPEN


@register.filter
def flags(case):
    """[(label, is it pressing)] of a case with the columns of `waiting.with_last_word`."""
    return [(MARKS[code], code in PRESSING) for code in marks_of(case)]


@register.filter
def pressing(case):
    return waiting.how_pressing(case, on=timezone.localdate())


@register.filter
def how_far(case):
    return in_days(case, timezone.localdate())
