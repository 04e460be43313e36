"""Who decides, advises and watches, as far as public sources tell."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commitments.models.institutions import InstitutionKind
from tetouan_portal.lib.languages import in_some_language, texts
from tetouan_portal.lib.personal_data import PersonalData


class Body(models.Model):
    """A council, a committee, a network: what it is for, who sits in it, to whom it is tied."""

    slug = models.SlugField(_("permanent identifier"), unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    institution = models.OneToOneField(
        "Institution", models.SET_NULL, null=True, blank=True, related_name="body", verbose_name=_("institution")
    )
    name = models.CharField(_("name"), max_length=200)
    mandate = models.TextField(_("what it is for"), blank=True)
    composition = models.TextField(_("who sits in it"), blank=True)
    ties = models.TextField(_("ties to declare"), blank=True)
    source = models.ForeignKey("Source", models.PROTECT, related_name="bodies", verbose_name=_("source"))
    ties_source = models.ForeignKey(
        "Source", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source of the ties")
    )

    personal_data = PersonalData(
        fields=("composition",),
        whose=_("elected officials, by their public function"),
        purpose=_("To show who sits in a public body, as public sources do."),
        seen_by=_("everybody"),
        kept=_("as long as the function lasts"),
    )

    class Meta:
        verbose_name = _("public body")
        verbose_name_plural = _("public bodies")
        ordering = ["position", "slug"]
        constraints = [
            models.CheckConstraint(
                name="body_has_a_name",
                condition=in_some_language("name"),
                violation_error_message=_("Write the name in at least one language."),
            ),
        ]

    def __str__(self):
        return self.name or self.slug

    @property
    def is_monitor(self):
        return self.institution is not None and self.institution.kind == InstitutionKind.MONITOR

    @property
    def has_ties(self):
        return any(texts(self, "ties").values())
