"""What was public is taken back with its reason, which readers find in its place; nobody withdraws in silence."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.languages import LANGUAGE_CODES, columns, in_no_language, in_some_language

WITHDRAWN = Q(withdrawn_at__isnull=False)
STANDING = Q(withdrawn_at__isnull=True)


class Explained(models.Model):
    """Its state, or `withdrawn_at`, says that it was withdrawn; the reason is translated (`translation.py`)."""

    withdrawal_reason = models.TextField(_("why it was withdrawn"), blank=True, editable=False)

    class Meta:
        abstract = True

    def explain_withdrawal(self, reasons: Mapping[str, str]) -> list[str]:
        """Write {"ar": …} down; the columns to save. Raises `unexplained` where no language says why."""
        given = {code: (reasons.get(code) or "").strip() for code in LANGUAGE_CODES}
        if not any(given.values()):
            raise ValidationError(_("Give the reason in at least one language."), code="unexplained")
        for code, reason in given.items():
            setattr(self, f"withdrawal_reason_{code}", reason)
        return columns("withdrawal_reason")


class Withdrawable(Explained):
    """As `Explained`, of a row without states of its own. What becomes of its files, the app's process says."""

    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def require_standing(self) -> None:
        """Raises `withdrawn`."""
        if self.withdrawn_at:
            raise ValidationError(_("This was withdrawn already."), code="withdrawn")

    def take_back(self, reasons: Mapping[str, str], *, now: datetime.datetime) -> None:
        """Of a locked row. Raises `withdrawn`, `unexplained`."""
        self.require_standing()
        self.withdrawn_at = now
        self.save(update_fields=["withdrawn_at", *self.explain_withdrawal(reasons)])


def withdrawn_iff_explained(
    name: str, message: Any, *, withdrawn: Q = WITHDRAWN, standing: Q = STANDING
) -> models.CheckConstraint:
    """Held by the database, under the name of its table: no withdrawal without a reason, no reason without one."""
    return models.CheckConstraint(
        name=name,
        condition=withdrawn & in_some_language("withdrawal_reason") | standing & in_no_language("withdrawal_reason"),
        violation_error_message=message,
    )
