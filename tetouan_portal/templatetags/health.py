"""{% load health %}: what is wrong with the portal itself, on the administrator's first page."""

from django import template
from django.utils.functional import Promise

from tetouan_portal.health.findings import LABELS
from tetouan_portal.health.hearts import in_trouble

register = template.Library()


@register.simple_tag
def trouble_for(user: object) -> list[str | Promise]:
    """As the workers last told, and who of them tells nothing; none for whoever is no administrator."""
    return [LABELS[name] for name in in_trouble() if name in LABELS] if user.is_superuser else []
