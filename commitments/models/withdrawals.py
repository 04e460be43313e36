"""What was promised is taken back in the open: its page keeps what it said, beside the day, the reason, the decision.

Written by `commitments.plan.publishing` alone. In SQL: nothing that is public goes, or becomes a draft again, and what
is said of a withdrawal stays (`commitments/migrations/0039_the_public_is_kept.py`).
"""

import datetime
from collections.abc import Mapping
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.languages import LANGUAGE_CODES, columns, in_no_language, in_some_language
from tetouan_portal.lib.withdrawal import STANDING, WITHDRAWN, Withdrawable, withdrawn_iff_explained

STAYS = _("This is public: it keeps its address and its place.")


class WithdrawnByDecision(Withdrawable):
    """As `Withdrawable`, of a promise: nobody takes one back without a decision, whose text is translated."""

    withdrawal_decision = models.CharField(_("decision to withdraw it"), max_length=300, blank=True, editable=False)
    withdrawal_decided_on = models.DateField(_("withdrawal decided on"), null=True, blank=True, editable=False)

    keeps: ClassVar[tuple[str, ...]] = ()  # where readers find it: unchanged once it is public

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        known = type(self)._default_manager.public().filter(pk=self.pk).values(*self.keeps).first()
        if known and any(known[name] != getattr(self, name) for name in self.keeps):
            raise ValidationError(STAYS, code="public")

    def withdraw(
        self,
        reasons: Mapping[str, str],
        decision: Mapping[str, str],
        decided_on: datetime.date | None,
        *,
        now: datetime.datetime,
    ) -> list[str]:
        """Of a locked row, {"ar": …} each; saves nothing. The columns to save.

        Raises `withdrawn`, `unexplained`, `undecided`, `future`.
        """
        self.require_standing()
        explained = self.explain_withdrawal(reasons)
        given = {code: (decision.get(code) or "").strip() for code in LANGUAGE_CODES}
        if not any(given.values()) or decided_on is None:
            raise ValidationError(_("Name the decision in at least one language, and its day."), code="undecided")
        if decided_on > timezone.localdate(now):
            raise ValidationError(_("The decision cannot lie in the future."), code="future")
        for code, text in given.items():
            setattr(self, f"withdrawal_decision_{code}", text)
        self.withdrawal_decided_on, self.withdrawn_at = decided_on, now
        return ["withdrawn_at", "withdrawal_decided_on", *explained, *columns("withdrawal_decision")]


def withdrawn_in_the_open(name: str) -> list[models.CheckConstraint]:
    """Held by the database: no withdrawal without a reason and a decision, and neither without a withdrawal."""
    decided = in_some_language("withdrawal_decision") & Q(withdrawal_decided_on__isnull=False)
    undecided = in_no_language("withdrawal_decision") & Q(withdrawal_decided_on__isnull=True)
    return [
        withdrawn_iff_explained(
            f"{name}_withdrawn_iff_explained", _("Give a reason when, and only when, a promise is withdrawn.")
        ),
        models.CheckConstraint(
            name=f"{name}_withdrawn_iff_decided",
            condition=WITHDRAWN & decided | STANDING & undecided,
            violation_error_message=_("Name the decision and its day when, and only when, a promise is withdrawn."),
        ),
    ]


def withdrawn_was_published(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"{name}_withdrawn_was_published",
        condition=STANDING | Q(is_published=True),
        violation_error_message=_("Only what was public can be withdrawn."),
    )
