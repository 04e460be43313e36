"""The mark of invented rows: words put in the mouth of a real municipality are dangerous."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _


class Demonstrable(models.Model):
    """A row that `load_demo` may invent; `remove_demo` takes the marked ones away."""

    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False, db_index=True)

    class Meta:
        abstract = True


def shows_demo(*rows):
    """Whether any of the rows (or lists of rows) about to be shown is invented."""
    for row in rows:
        if isinstance(row, (list, tuple)):
            if shows_demo(*row):
                return True
        elif row is not None and row.is_demo:
            return True
    return False


class DemonstrationError(Exception):
    """The demonstration cannot be loaded; the message says what to do."""


def mark_what_hangs_on(hangs_on: Mapping[type[models.Model], Sequence[str]]) -> None:
    """A row that somebody entered on an invented row while trying the portal is invented too."""
    found = True
    while found:
        found = False
        for model, relations in hangs_on.items():
            condition = Q()
            for relation in relations:
                condition |= Q(**{f"{relation}__is_demo": True})
            ids = list(model._default_manager.filter(condition, is_demo=False).values_list("pk", flat=True))
            found |= bool(model._default_manager.filter(pk__in=ids).update(is_demo=True))


def delete_marked(rows: QuerySet) -> Counter:
    """Delete `rows` again and again until the filter finds none: what points at others, then these."""
    removed: Counter = Counter()
    while deleted := rows.all().delete()[1]:
        removed.update({label.partition(".")[2]: count for label, count in deleted.items() if count})
    return removed
