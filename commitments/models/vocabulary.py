"""Lists of words that staff keep."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.languages import in_some_language

NEEDS_NAME = _("Write the name in at least one language.")


class NamedTerm(models.Model):
    """A word of a list that staff keep: a theme, an OGP value, an area of policy."""

    slug = models.SlugField(_("permanent identifier"), unique=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        abstract = True
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_has_a_name", condition=in_some_language("name"), violation_error_message=NEEDS_NAME
            ),
        ]

    def __str__(self):
        return self.name or self.slug


class Theme(NamedTerm):
    class Meta(NamedTerm.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class OgpValue(NamedTerm):
    class Meta(NamedTerm.Meta):
        verbose_name = _("OGP value")
        verbose_name_plural = _("OGP values")


class PolicyArea(NamedTerm):
    """OGP's own tag: its staff revise the list every year, so it is a table."""

    class Meta(NamedTerm.Meta):
        verbose_name = _("OGP policy area")
        verbose_name_plural = _("OGP policy areas")


class Sector(NamedTerm):
    class Meta(NamedTerm.Meta):
        verbose_name = _("OGP sector")
        verbose_name_plural = _("OGP sectors")
