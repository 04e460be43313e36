"""{% load stored_files %}: files that do not go, and files that are missed, on the administrator's first page."""

from typing import NamedTuple

from django import template
from django.utils import timezone

from tetouan_portal.stored_files.telling import Told, missing, overdue

register = template.Library()


class StoredFiles(NamedTuple):
    overdue: Told
    missing: Told


@register.simple_tag
def stored_files_of(user: object) -> StoredFiles | None:
    """Nothing while all is well, nor for whoever is no administrator."""
    if not user.is_superuser:
        return None
    found = StoredFiles(overdue(timezone.now()), missing())
    return found if found.overdue.number or found.missing.number else None
