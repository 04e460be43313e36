"""Never rewritten, which holds in SQL too: `tetouan_portal/migrations/0002_append_only.py`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tetouan_portal.audit.tables import field_label, language_of, models_by_table, table_label
from tetouan_portal.lib.languages import direction


class Correction(models.Model):
    """A published value that the portal took over from its corrected file: what it was, what it became, why.

    Written by `tetouan_portal.known.keeping` alone, together with the change itself.
    """

    corrected_at = models.DateTimeField(_("corrected on"), auto_now_add=True)
    file = models.SlugField(_("file"))
    subject = models.CharField(_("permanent identifier"), max_length=200)  # commitment/citizen-budget
    table = models.CharField(_("kind of record"), max_length=63)
    row_pk = models.CharField(_("number of the record"), max_length=20)
    column = models.CharField(_("field"), max_length=63)
    was = models.TextField(_("former value"), blank=True)
    becomes = models.TextField(_("new value"), blank=True)
    reason = models.JSONField(_("reason"))  # {"ar": …, "fr": …, "es": …}
    by_person = models.BooleanField(_("by a member of staff"), default=False)

    class Meta:
        app_label = "tetouan_portal"
        default_permissions = ("view",)
        verbose_name = _("correction of what is known")
        verbose_name_plural = _("corrections of what is known")
        ordering = ["-corrected_at", "-pk"]

    def __str__(self):
        return f"{self.subject}: {self.label}"

    @property
    def label(self):
        """What was corrected, in the reader's words: “Institution: name (French)”."""
        kind, field = table_label(self.table), self.field
        if field is None:
            return kind
        name = field.verbose_name if field.many_to_many else field_label(self.table, field.column)
        return f"{kind}: {name}"

    @property
    def field(self):
        """None for a row that went as a whole, and for a field that the model has no longer."""
        model = models_by_table().get(self.table)
        if model is None or not self.column:
            return None
        return next((field for field in model._meta.get_fields() if field.name == self.column), None)

    @property
    def was_shown(self):
        return self.shown(self.was)

    @property
    def becomes_shown(self):
        return self.shown(self.becomes)

    def shown(self, value):
        """A code (lead, people) in the reader's words."""
        choices = dict(getattr(self.field, "flatchoices", None) or ())
        return str(choices.get(value, value))

    @property
    def language(self):
        return language_of(self.field)

    @property
    def direction(self):
        return direction(self.language) if self.language else ""
