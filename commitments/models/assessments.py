"""What the independent monitor said of a commitment before it began: OGP's inception assessment."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commitments.models.plan import Commitment
from tetouan_portal.lib.demonstration import Demonstrable


class InceptionKind(models.TextChoices):
    """Wording of OGP Local's inception form."""

    NEW = "new", _("a new regulation, policy, practice or requirement")
    CONTINUATION = "continuation", _("the continuation of a practice already under way")
    UNCLEAR = "unclear", _("unclear")


class InceptionDepth(models.TextChoices):
    """Wording of OGP Local's inception form."""

    BINDING = "binding", _("a binding or institutionalised change of rules, practices or policies")
    POSITIVE = "positive", _("a positive change that is neither binding nor institutionalised")
    NONE = "none", _("no indication of added value")


class InceptionAssessment(Demonstrable):
    """The monitor's four judgements on a commitment's design, made as the plan begins."""

    commitment = models.OneToOneField(
        Commitment, models.CASCADE, related_name="inception_assessment", verbose_name=_("commitment")
    )
    verifiable = models.BooleanField(_("verifiable"))
    relevant = models.BooleanField(_("relevant to OGP values"))
    kind = models.CharField(_("kind of change"), max_length=14, choices=InceptionKind)
    depth = models.CharField(_("depth of change"), max_length=10, choices=InceptionDepth)
    explanation = models.TextField(_("explanation"), blank=True)
    assessed_on = models.DateField(_("assessed on"), null=True, blank=True)
    source = models.ForeignKey("Source", models.PROTECT, null=True, blank=True, verbose_name=_("source"))

    class Meta:
        verbose_name = _("inception assessment")
        verbose_name_plural = _("inception assessments")
        constraints = [
            models.CheckConstraint(name="inception_kind_is_known", condition=Q(kind__in=InceptionKind.values)),
            models.CheckConstraint(name="inception_depth_is_known", condition=Q(depth__in=InceptionDepth.values)),
        ]

    def __str__(self):
        return str(self.commitment)
