"""What staff write is drafted, submitted, perhaps returned with a reason, and published."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.public_rows import PublicRows


class PublicationState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    PUBLISHED = "published", _("published")


class PublishableQuerySet(PublicRows):
    def released(self):
        """By those who say it; a reader sees it where what it is about is shown, too: `live()`."""
        return self.filter(state=PublicationState.PUBLISHED)

    def submitted(self):
        return self.filter(state=PublicationState.SUBMITTED)

    def unpublished(self):
        return self.exclude(state=PublicationState.PUBLISHED)


class Publishable(models.Model):
    """The state changes in `commitments.statements.publication` alone; `is_published` is what SQL and pages ask for."""

    state = models.CharField(
        _("state"), max_length=10, choices=PublicationState, default=PublicationState.DRAFT, editable=False
    )
    is_published = models.GeneratedField(
        verbose_name=_("published"),
        expression=Q(state="published"),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    return_reason = models.TextField(_("why it was returned"), blank=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(name="%(class)s_state_is_known", condition=Q(state__in=PublicationState.values)),
            models.CheckConstraint(
                name="%(class)s_returned_iff_explained",
                condition=Q(state="returned") & ~Q(return_reason="") | ~Q(state="returned") & Q(return_reason=""),
                violation_error_message=_("Say why, when and only when you return it."),
            ),
        ]
