"""Mails to authors that wait to be sent: the row is the queue, and holds no address."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.models.events import CaseEvent
from tetouan_portal.lib.queue import Work


class CaseLetterState(models.TextChoices):
    QUEUED = "queued", _("waiting to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    BOUNCED = "bounced", _("came back")
    FAILED = "failed", _("could not be sent")


class CaseLetter(Work):
    """One mail at most for one event; its text is made, and its address read, when it is sent."""

    event = models.OneToOneField(CaseEvent, models.CASCADE, related_name="letter", verbose_name=_("event"))
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # in Message-ID: finds what came back
    state = models.CharField(_("state"), max_length=10, choices=CaseLetterState, default=CaseLetterState.QUEUED)
    created_at = models.DateTimeField(_("written on"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent on"), null=True)
    bounced_at = models.DateTimeField(_("came back on"), null=True)

    class Meta:
        verbose_name = _("mail to an author")
        verbose_name_plural = _("mails to authors")
        default_permissions = ("view",)
        indexes = Work.Meta.indexes
        constraints = [
            *Work.Meta.constraints,
            models.CheckConstraint(name="case_letter_state_is_known", condition=Q(state__in=CaseLetterState.values)),
            models.CheckConstraint(
                name="case_letter_bounced_iff_dated",
                condition=Q(state=CaseLetterState.BOUNCED, bounced_at__isnull=False)
                | Q(~Q(state=CaseLetterState.BOUNCED), bounced_at__isnull=True),
            ),
            models.CheckConstraint(
                name="case_letter_is_due_while_it_waits",
                condition=Q(state__in=[CaseLetterState.QUEUED, CaseLetterState.SENDING], due_at__isnull=False)
                | ~Q(state__in=[CaseLetterState.QUEUED, CaseLetterState.SENDING]) & Q(due_at__isnull=True),
            ),
        ]

    def __str__(self):
        # Isolated: beside Arabic letters the two numbers of a reference would change places.
        return f"{self.event.get_kind_display()}: \u2068{self.event.case}\u2069"
