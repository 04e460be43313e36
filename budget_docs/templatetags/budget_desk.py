"""{% load budget_desk %}: what waits for the budget officer who is signed in."""

from django import template
from django.utils import timezone

from budget_docs.calendar import standing_words, work_waiting

register = template.Library()


@register.filter
def in_words(kept):
    return standing_words.in_words(kept.slot, kept.standing, kept.look)


@register.simple_tag
def budget_desk_of(user):
    return work_waiting.desk_of(user, now=timezone.now())
