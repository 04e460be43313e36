"""How an author is reached: encrypted, apart from the case, erased first."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.models.cases import Case
from tetouan_portal.lib.encryption import EncryptedTextField, readable
from tetouan_portal.lib.personal_data import PersonalData


class Contact(models.Model):
    """How an author can be reached: only the desk reads it, encrypted at rest, and it goes before the case does."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="contact")
    name = EncryptedTextField(_("name"), blank=True)
    email = EncryptedTextField(_("e-mail"), blank=True)
    phone = EncryptedTextField(_("telephone"), blank=True)
    postal_address = EncryptedTextField(_("postal address"), blank=True)
    # By whoever reads its mails; until then nothing but the request to confirm goes there (`case/mail_address.py`).
    confirmed_at = models.DateTimeField(_("e-mail address confirmed on"), null=True, blank=True, editable=False)

    personal_data = PersonalData(
        fields=(
            "name",
            "email",
            "phone",
            "postal_address",
        ),
        whose=_("authors who gave them"),
        purpose=_("To reach the author about the case."),
        seen_by=_("the desk’s officers for this kind of case; encrypted in the database"),
        kept=_("%(keep_contact)s after closing; at once when the author erases it"),
    )

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        default_permissions = ("view", "change", "delete")
        constraints = [
            models.CheckConstraint(
                name="contact_confirmed_has_an_address",
                condition=Q(confirmed_at__isnull=True) | ~Q(email=""),
                violation_error_message=_("Only an e-mail address that is there can be confirmed."),
            )
        ]

    def __str__(self):
        return str(self.case)  # never a name: this text ends up in histories

    @property
    def gets_mail(self):
        """Also where no key opens the address now: the mail waits, in sight of those who can find the key."""
        return self.confirmed_at is not None

    @property
    def waits_for_confirmation(self):
        return self.confirmed_at is None and readable(self).get("email", "unreadable") != ""
