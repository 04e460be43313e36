"""{% load desk %}: what waits for the person who is signed in."""

from django import template
from django.utils import timezone

from commitments import desk

register = template.Library()


@register.simple_tag
def desk_of(user):
    return desk.desk_of(user, timezone.localdate())
