"""{% load first_steps %}: what is to be entered first, on the administrator's first page."""

from django import template

from tetouan_portal.lib.first_steps import Step, first_steps

register = template.Library()


@register.simple_tag
def first_steps_of(user: object) -> list[Step]:
    """The steps while one of them is not done; nothing for whoever is no administrator."""
    if not user.is_superuser:
        return []
    steps = first_steps()
    return [] if all(step.is_done for step in steps) else steps
