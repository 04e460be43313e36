"""What an author typed and has not sent yet: kept for two days under the hash of the browser's newest secret."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.encryption import EncryptedTextField
from tetouan_portal.lib.personal_data import PersonalData


class Draft(models.Model):
    """What an author has typed and not yet sent: encrypted, found by a secret that only their browser has."""

    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    # What it goes on from, and what the browser finds while it has not shown this one's secret.
    former = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="successors")
    content = EncryptedTextField(_("what was typed"))  # JSON: the cleaned answers of the steps so far
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    personal_data = PersonalData(
        fields=("content",),
        whose=_("authors who have not sent yet"),
        purpose=_("To lose nothing that was typed."),
        seen_by=_("the author’s browser alone; encrypted in the database"),
        kept=_("%(keep_draft)s after the last change"),
    )

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        default_permissions = ()

    def __str__(self):
        return str(self.pk)
