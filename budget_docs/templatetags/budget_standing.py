"""{% load budget_standing %}: how a slot stands, for those who keep the calendar."""

from django import template

from budget_docs import standing_words

register = template.Library()
register.filter("in_words", standing_words.in_words)
