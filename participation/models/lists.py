"""What the desk keeps to sort and to answer by: categories, districts, other bodies, answer templates."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.languages import in_some_language

NEEDS_NAME = _("Write the name in at least one language.")


class Listed(models.Model):
    """One entry of a list in the order the desk gives it; what is no longer offered stays on old cases."""

    slug = models.SlugField(_("permanent identifier"), unique=True, max_length=60)
    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_offered = models.BooleanField(_("offered in new forms"), default=True)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_has_a_name", condition=in_some_language("name"), violation_error_message=NEEDS_NAME
            )
        ]

    def __str__(self):
        return self.name or self.slug


class Category(Listed):
    class Meta(Listed.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")


class District(Listed):
    class Meta(Listed.Meta):
        verbose_name = _("district")
        verbose_name_plural = _("districts")


class OtherBody(Listed):
    """Who answers for what the Commune does not: authors are told its name and address."""

    url = models.URLField(_("website"), blank=True)

    class Meta(Listed.Meta):
        verbose_name = _("other body")
        verbose_name_plural = _("other bodies")


class TemplateUse(models.TextChoices):
    QUESTION = "question", _("question to the author")
    ANSWER = "answer", _("answer")
    CLOSING = "closing", _("closing")


class AnswerTemplate(models.Model):
    """A text of the desk in three languages, from which an officer begins."""

    slug = models.SlugField(_("permanent identifier"), unique=True, max_length=60)
    use = models.CharField(_("used for"), max_length=8, choices=TemplateUse)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=4000)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("answer template")
        verbose_name_plural = _("answer templates")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(name="answer_template_use_is_known", condition=Q(use__in=TemplateUse.values)),
            models.CheckConstraint(name="answer_template_has_a_text", condition=in_some_language("text")),
        ]

    def __str__(self):
        return self.title or self.slug
