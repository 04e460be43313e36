"""{% load desk %}: what waits for the person who is signed in."""

from django import template
from django.conf import settings
from django.utils import timezone

from commitments.staff import missing_translations, work_waiting

register = template.Library()


@register.simple_tag
def desk_of(user):
    return work_waiting.desk_of(user, timezone.localdate())


@register.simple_tag
def translations_of(user):
    """[(code, name of the language, how many entries lack it)] where any does, the most first."""
    counts = missing_translations.counts(user)
    waiting = [(code, name, counts[code]) for code, name in settings.LANGUAGES if counts[code]]
    return sorted(waiting, key=lambda row: -row[2])
