"""From the page of a record to the proposal of its removal by law."""

from typing import Any

from django import template
from django.urls import reverse

from tetouan_portal.removal.proposing import may_remove
from tetouan_portal.removal.removable import is_public, parts_of, removables

register = template.Library()


@register.simple_tag(takes_context=True)
def removal_address(context: Any, row: Any) -> str:
    """Nothing for whoever may not, and of what is not public."""
    if type(row) not in removables() or not may_remove(context["request"].user):
        return ""
    if not row.pk or not is_public(row) or not parts_of(row):
        return ""
    return reverse("admin:tetouan_portal_removal_propose", args=[row._meta.label_lower, row.pk])
