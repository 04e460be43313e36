"""The mark of invented rows: words put in the mouth of a real municipality are dangerous."""

from django.db import models
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
