"""{% load published_cases %}: what citizens say, on pages about something else, and the door to say more."""

from django import template

from participation.published import public_cases

register = template.Library()
NEWEST = 5


@register.inclusion_tag("participation/published/about_it.html")
def cases_about(name, code):
    """The newest published cases about a commitment, a document or a report."""
    cases = public_cases.list_cases(public_cases.about(name, code), length=NEWEST)
    return {"cases": cases, "name": name, "code": code}
