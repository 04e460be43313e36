"""When a public link among the evidence was last asked, and what its server answered."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commitments.models.evidence import Evidence
from tetouan_portal.lib.outside.outcomes import Outcome
from tetouan_portal.lib.queue import Work


class LinkCheckQuerySet(models.QuerySet):
    def of_its_link(self):
        """About the address that the evidence has now."""
        return self.filter(url=F("evidence__url"), evidence__withdrawn_at__isnull=True)

    def failing(self):
        """Those that did not answer twice in a row, a day apart at least: once may be a night's work on a server."""
        return self.of_its_link().filter(failing_since__lt=F("tried_at"))


class LinkCheck(Work):
    """What a worker got when it asked the link of a piece of evidence. Told to staff; no judgement on the proof.

    Nobody types here, so that the history does not record it.
    """

    AGAIN = timedelta(days=7)
    AGAIN_WHEN_FAILING = timedelta(days=1)

    evidence = models.OneToOneField(Evidence, models.CASCADE, primary_key=True, related_name="link_check")
    url = models.URLField(max_length=500)
    host = models.CharField(max_length=300)
    tried_at = models.DateTimeField(_("asked at"), null=True)
    answered_at = models.DateTimeField(_("last answered at"), null=True)
    failing_since = models.DateTimeField(_("has not answered since"), null=True)
    outcome = models.CharField(_("answer"), max_length=14, choices=Outcome, blank=True)
    status = models.PositiveSmallIntegerField(_("status of HTTP"), null=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer of a link")
        verbose_name_plural = _("answers of links")
        default_permissions = ()
        indexes = Work.Meta.indexes
        constraints = [
            *Work.Meta.constraints,
            models.CheckConstraint(name="link_check_outcome_is_known", condition=Q(outcome__in=["", *Outcome.values])),
            models.CheckConstraint(
                name="link_check_is_of_one_try",
                condition=Q(outcome="", tried_at__isnull=True, answered_at__isnull=True, failing_since__isnull=True)
                | Q(outcome=Outcome.ANSWERED, failing_since__isnull=True, answered_at__isnull=False)
                & Q(tried_at__isnull=False, answered_at=F("tried_at"))
                | ~Q(outcome__in=["", Outcome.ANSWERED])
                & Q(tried_at__isnull=False, failing_since__isnull=False, failing_since__lte=F("tried_at")),
            ),
        ]

    def __str__(self):
        return self.url
