"""{% load charts %}: drawings whose words stand around them, in HTML."""

from django import template
from django.utils.translation import get_language_bidi

from commitments.standing import charts

register = template.Library()


@register.simple_tag
def indicator_chart(indicator):
    """The geometry of an indicator's chart in the reader's direction, or None when there is nothing to draw."""
    return charts.indicator_chart(indicator, mirrored=get_language_bidi())


@register.simple_tag
def milestone_tracks(dossier):
    """[(milestone, its track or None)] in the reader's direction."""
    return charts.milestone_tracks(dossier, mirrored=get_language_bidi())


@register.inclusion_tag("commitments/standing/charts/squares.html")
def squares(count, total):
    """`count` of `total` things as a row of squares: filled ones first."""
    size, gap = 10, 3
    right_to_left = get_language_bidi()
    width = max(total, 1) * (size + gap) - gap
    places = [n * (size + gap) for n in range(total)]
    if right_to_left:
        places.reverse()
    drawn = {"filled": places[:count], "empty": places[count:], "width": width, "size": size}
    return {**drawn, "count": count, "total": total}
