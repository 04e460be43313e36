"""Where something stands that was not made here, and how far it is to be trusted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.languages import in_some_language


class Trust(models.TextChoices):
    PUBLISHED = "published", _("official publication")
    LAW = "law", _("legal text")
    PRESS = "press", _("press, unaudited")
    PORTAL = "portal", _("wording of this portal, to be confirmed by the Commune")


class Source(models.Model):
    """Where a text or a figure was found: every figure can be asked “says who?”."""

    code = models.SlugField(_("code"), unique=True)
    title = models.CharField(_("title"), max_length=300)
    url = models.URLField(_("address"), blank=True, max_length=500)
    trust = models.CharField(_("trust"), max_length=10, choices=Trust, default=Trust.PUBLISHED)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="source_has_a_title",
                condition=in_some_language("title"),
                violation_error_message=_("Write the title in at least one language."),
            ),
            models.CheckConstraint(name="source_trust_is_known", condition=models.Q(trust__in=Trust.values)),
        ]

    def __str__(self):
        return self.title or self.code
