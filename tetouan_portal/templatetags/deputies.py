"""{% load deputies %}: on a first page, who stands in for whom."""

from django import template

from tetouan_portal.deputies.models import Absence
from tetouan_portal.deputies.standing_in import deputyships

register = template.Library()


@register.simple_tag
def deputyships_of(user: object) -> list[Absence]:
    return deputyships(user)
