"""{% load budget_desk %}: what waits for the budget officer who is signed in."""

from django import template
from django.utils import timezone

from budget_docs import desk, standing_words

register = template.Library()
register.filter("in_words", standing_words.in_words)


@register.simple_tag
def budget_desk_of(user):
    return desk.desk_of(user, now=timezone.now())
