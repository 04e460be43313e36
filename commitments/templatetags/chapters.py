"""{% load chapters %}: the commitments of a report outside their chapters."""

from django import template

register = template.Library()


@register.filter
def by_number(axes):
    """The chapters stand under the names of their axes; a table without those names follows the numbers alone."""
    return sorted((dossier for axis in axes for dossier in axis["commitments"]), key=lambda one: one["number"])
