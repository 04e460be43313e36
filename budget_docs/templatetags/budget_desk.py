"""{% load budget_desk %}: what waits for the budget officer who is signed in."""

from django import template
from django.utils import timezone

from budget_docs.calendar import standing_words, work_waiting

register = template.Library()
register.filter("in_words", standing_words.in_words)


@register.simple_tag
def budget_desk_of(user):
    return work_waiting.desk_of(user, now=timezone.now())
