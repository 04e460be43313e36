"""{% load published_cases %}: what citizens say, on pages about something else."""

from django import template

from participation import public_cases

register = template.Library()
NEWEST = 5


@register.inclusion_tag("participation/public/about_commitment.html")
def cases_about(slug):
    """The newest published cases about a commitment."""
    return {"cases": public_cases.listed(public_cases.visible().filter(case__commitment__slug=slug), length=NEWEST)}
