"""Who answers for commitments, under every name by which the plan calls them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.languages import in_some_language


class InstitutionKind(models.TextChoices):
    DEPARTMENT = "department", _("municipal department")
    BODY = "body", _("body")
    COUNCIL = "council", _("communal council")
    MONITOR = "monitor", _("independent monitor")
    OPERATOR = "operator", _("delegated operator")
    ASSOCIATION = "association", _("association")


# Whose voice the municipality's administrators neither hold nor grant alone. The trigger of
# `commitments/migrations/0034_independent_people.py` names them too.
INDEPENDENT_KINDS = frozenset({InstitutionKind.MONITOR})
KEEPS_ITS_KIND = _("People speak for this institution: it cannot become independent, nor stop being so, with them.")


class Institution(models.Model):
    """Whoever answers for something: a department, a body, a delegated operator, the monitor."""

    slug = models.SlugField(_("permanent identifier"), unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=InstitutionKind)
    name = models.CharField(_("name"), max_length=200)
    source = models.ForeignKey("Source", models.PROTECT, null=True, blank=True, verbose_name=_("source"))

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        permissions = [
            ("view_dashboard", "Can see all institutions at a glance"),
            ("translate_texts", "Can add missing translations"),
        ]
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(name="institution_kind_is_known", condition=Q(kind__in=InstitutionKind.values)),
            models.CheckConstraint(
                name="institution_has_a_name",
                condition=in_some_language("name"),
                violation_error_message=_("Write the name in at least one language."),
            ),
        ]

    def __str__(self):
        return self.name or self.slug

    def clean(self):
        """An independent institution with people neither stops being one nor begins to: they would change sides."""
        former = Institution.objects.filter(pk=self.pk).values_list("kind", flat=True).first()
        if former in (None, self.kind) or INDEPENDENT_KINDS.isdisjoint((former, self.kind)):
            return
        if self.affiliations.exists():
            raise ValidationError({"kind": ValidationError(KEEPS_ITS_KIND, code="has_people")})


class InstitutionAlias(models.Model):
    """Another name under which a published text speaks of the same institution; never translated."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="aliases", verbose_name=_("institution"))
    name = models.CharField(_("name as found"), max_length=200)
    language = models.CharField(_("language"), max_length=2)
    source = models.ForeignKey("Source", models.PROTECT, null=True, blank=True, verbose_name=_("source"))

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["institution", "name"]
        constraints = [
            models.UniqueConstraint(
                name="institution_alias_once",
                fields=["institution", "name"],
                violation_error_message=_("This institution already has that name."),
            ),
        ]

    def __str__(self):
        return self.name
