"""The kinds of things that are told, and the rows that count them."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tetouan_portal.lib.personal_data import PersonalData

KEPT_FOR = timedelta(days=90)  # the trigger lets go no earlier


class Kind(models.TextChoices):
    SIGN_IN = "sign_in", _("signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("wrong password or unknown name")
    SIGN_IN_LOCKED = "sign_in_locked", _("attempt during a pause after failures")
    CODE_FAILED = "code_failed", _("wrong code of a second factor")
    PASSKEY_FAILED = "passkey_failed", _("passkey refused")
    RECOVERY_USED = "recovery_used", _("recovery code used")
    RECOVERY_RENEWED = "recovery_renewed", _("recovery codes made")
    FACTOR_ADDED = "factor_added", _("second factor added")
    FACTOR_REMOVED = "factor_removed", _("second factor removed")
    PASSWORD_CHANGED = "password_changed", _("password changed")
    RESET_ASKED = "reset_asked", _("new password asked for")
    SESSION_ENDED = "session_ended", _("session ended")
    ROLE_CHANGED = "role_changed", _("roles changed")
    ADDRESS_CHANGED = "address_changed", _("e-mail address of an account changed")
    ACCOUNT_CLOSED = "account_closed", _("account closed")
    ACCOUNT_OPENED = "account_opened", _("account opened again")
    FILE_REFUSED = "file_refused", _("file refused")
    FLOOD = "flood", _("limit of a flood reached")
    REQUEST_REFUSED = "request_refused", _("malformed request refused")


# True with the transaction that did them, and undone with it; the others happened, whatever became of a transaction.
ACTS = frozenset(
    {
        *(Kind.RECOVERY_RENEWED, Kind.FACTOR_ADDED, Kind.FACTOR_REMOVED, Kind.PASSWORD_CHANGED, Kind.SESSION_ENDED),
        *(Kind.ROLE_CHANGED, Kind.ADDRESS_CHANGED, Kind.ACCOUNT_CLOSED, Kind.ACCOUNT_OPENED),
    }
)
FLOODS = frozenset({Kind.FLOOD, Kind.REQUEST_REFUSED})


class SecurityEvent(models.Model):
    """`count` times in the hour that begins at `hour`. Accounts are numbers: one may be deleted, the trace stays.

    A row only counts further (`tetouan_portal/migrations/0021_security_events.py`).
    """

    kind = models.CharField(_("what happened"), max_length=20, choices=Kind)
    hour = models.DateTimeField(editable=False)
    account = models.BigIntegerField(_("account"), null=True)
    by = models.BigIntegerField(_("done by"), null=True)  # where it is somebody else
    address = models.CharField(_("pseudonym of the network address"), max_length=16, blank=True)
    detail = models.CharField(_("more exactly"), max_length=60, blank=True)  # a code of ours, never what was typed
    first_at = models.DateTimeField(pgettext_lazy("security event", "first"))
    last_at = models.DateTimeField(pgettext_lazy("security event", "last"))
    count = models.PositiveBigIntegerField(_("number of times"))

    personal_data = PersonalData(
        fields=("account", "by", "address", "first_at"),
        whose=_("members of staff, and whoever tries doors or floods the portal"),
        purpose=_("To notice attacks, and to follow them afterwards."),
        seen_by=_("administrators of accounts"),
        kept="%(keep_security)s",
    )

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("security event")
        verbose_name_plural = _("security events")
        ordering = ["-last_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="security_event_counts",
                fields=["kind", "hour", "account", "by", "address", "detail"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="security_event_kind_is_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="security_event_detail_is_a_code", condition=Q(detail__regex=r"^[a-z0-9_.:-]*$")
            ),
            models.CheckConstraint(name="security_event_address_is_a_hash", condition=Q(address__regex="^[0-9a-f]*$")),
            models.CheckConstraint(name="security_event_happened", condition=Q(count__gt=0)),
        ]
        indexes = [models.Index(name="security_event_last_at", fields=["last_at"])]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.count}"


class Alarm(models.Model):
    """When administrators were told last of one kind."""

    kind = models.CharField(max_length=20, unique=True)
    told_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.kind
