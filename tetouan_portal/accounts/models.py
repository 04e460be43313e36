"""Who is invited, the mails that wait to be sent, guesses and browsers. No secret is stored: only what proves one.

That no administrator is of an independent institution: `commitments/migrations/0034_independent_people.py`.
"""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.personal_data import PersonalData
from tetouan_portal.lib.queue import Work


class InvitationQuerySet(models.QuerySet):
    def pending(self, at):
        return self.filter(accepted_at__isnull=True, expires_at__gt=at)

    def expired(self, at):
        return self.filter(accepted_at__isnull=True, expires_at__lte=at)

    def with_secret(self, secret):
        return self.filter(secret_hash=hash_of(secret))


class Invitation(models.Model):
    """The way into one account. Its link is made when its letter is sent; a newer letter's link replaces it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitation", verbose_name=_("member of staff")
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    language = models.CharField(_("language of the mails"), max_length=2)
    created_at = models.DateTimeField(_("invited on"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted on"), null=True)
    secret_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    personal_data = PersonalData(
        fields=(
            "user",
            "invited_by",
            "language",
        ),
        whose=_("members of staff"),
        purpose=_("To open an account."),
        seen_by=_("administrators of accounts"),
        kept=_("as long as the account; unused ones, %(keep_invitation)s"),
    )

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(
                name="invitation_accepted_has_no_link_left",
                condition=Q(accepted_at__isnull=True) | Q(secret_hash__isnull=True),
            )
        ]

    def __str__(self):
        return str(self.user)


class LetterKind(models.TextChoices):
    """Each has its subject and body in templates/emails/."""

    INVITATION = "invitation", _("invitation")
    PASSWORD_RESET = "password_reset", _("link to a new password")
    PASSWORD_CHANGED = "password_changed", _("password changed")
    FACTOR_ADDED = "factor_added", _("second factor added")
    FACTOR_REMOVED = "factor_removed", _("second factor removed")
    FACTORS_CLEARED = "factors_cleared", _("second factor removed by an administrator")
    RECOVERY_CODES = "recovery_codes", _("new recovery codes")
    DUE_DATES = "due_dates", _("documents that are due")
    ATTACK = "attack", _("attempts beyond the usual")
    NOTICE = "notice", _("what was done with accounts")


class LetterState(models.TextChoices):
    QUEUED = "queued", _("waiting to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("could not be sent")


class Letter(Work):
    """A mail to a member of staff: the row is the queue entry; its text is made when it is sent."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="letters", verbose_name=_("member of staff")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=LetterKind.choices)
    language = models.CharField(_("language"), max_length=2)
    details = models.JSONField(default=dict, editable=False)  # what happened from where, in words and addresses
    state = models.CharField(_("state"), max_length=10, choices=LetterState.choices, default=LetterState.QUEUED)
    created_at = models.DateTimeField(_("written on"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent on"), null=True)

    personal_data = PersonalData(
        fields=(
            "user",
            "kind",
        ),
        whose=_("members of staff"),
        purpose=_("To send mails about the account."),
        seen_by=_("administrators of accounts"),
        kept="%(keep_letter)s",
    )

    class Meta:
        verbose_name = _("mail to staff")
        verbose_name_plural = _("mails to staff")
        permissions = [("view_work", "Can see how the work outside the pages stands")]
        indexes = Work.Meta.indexes
        constraints = [
            *Work.Meta.constraints,
            models.CheckConstraint(name="letter_kind_is_known", condition=Q(kind__in=LetterKind.values)),
            models.CheckConstraint(name="letter_state_is_known", condition=Q(state__in=LetterState.values)),
            models.CheckConstraint(
                name="letter_sent_iff_dated",
                condition=Q(state=LetterState.SENT, sent_at__isnull=False)
                | Q(~Q(state=LetterState.SENT), sent_at__isnull=True),
            ),
            models.CheckConstraint(
                name="letter_is_due_while_it_waits",
                condition=Q(state__in=[LetterState.QUEUED, LetterState.SENDING], due_at__isnull=False)
                | Q(state__in=[LetterState.SENT, LetterState.FAILED], due_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.user}"


class ProposalKind(models.TextChoices):
    ADMISSION = "admission", _("Admit somebody to an independent institution that has nobody")
    ADDRESS = "address", _("Change the e-mail address")
    SECOND_FACTOR = "second_factor", _("Remove the lost second factor")
    INVITATION = "invitation", _("Send the invitation again")
    OPENING = "opening", _("Open the account again")


class ProposalState(models.TextChoices):
    WAITING = "waiting", _("waiting for a second person")
    CONFIRMED = "confirmed", _("confirmed")
    REFUSED = "refused", _("refused or taken back")
    EXPIRED = "expired", _("expired")


class ProposalQuerySet(models.QuerySet):
    def waiting(self, at):
        return self.filter(state=ProposalState.WAITING, expires_at__gt=at)

    def run_out(self, at):
        return self.filter(state=ProposalState.WAITING, expires_at__lte=at)


class Proposal(models.Model):
    """What nobody does alone: one asks for it, and nothing happens until another confirms (`proposals`)."""

    kind = models.CharField(_("what is asked for"), max_length=13, choices=ProposalKind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="proposals", verbose_name=_("whose account")
    )
    institution = models.ForeignKey(
        "commitments.Institution", models.CASCADE, related_name="+", null=True, verbose_name=_("institution")
    )
    details = models.JSONField(default=dict, editable=False)  # who is to be admitted, the new address; then emptied
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    proposed_at = models.DateTimeField(_("asked on"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    state = models.CharField(_("state"), max_length=9, choices=ProposalState, default=ProposalState.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided on"), null=True)

    objects = ProposalQuerySet.as_manager()

    personal_data = PersonalData(
        fields=("user", "details", "proposed_by", "decided_by"),
        whose=_("members of staff"),
        purpose=_("To have two people do what nobody may do alone with an account."),
        seen_by=_("administrators of accounts, and the people of the same independent institution"),
        kept=_("as long as the account; names and addresses, until it is decided"),
    )

    class Meta:
        default_permissions = ()
        verbose_name = _("what is asked for of an account")
        verbose_name_plural = _("what is asked for of accounts")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="proposal_kind_is_known", condition=Q(kind__in=ProposalKind.values)),
            models.CheckConstraint(name="proposal_state_is_known", condition=Q(state__in=ProposalState.values)),
            models.CheckConstraint(
                name="proposal_is_confirmed_by_another",
                condition=~Q(state="confirmed") | ~Q(decided_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="proposal_is_about_an_account",
                condition=Q(kind="admission", institution__isnull=False) | ~Q(kind="admission") & Q(user__isnull=False),
            ),
            models.CheckConstraint(
                name="proposal_keeps_nothing_once_decided", condition=Q(state="waiting") | Q(details={})
            ),
            models.UniqueConstraint(
                name="proposal_waits_once",
                fields=["kind", "user", "institution"],
                condition=Q(state="waiting"),
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.get_state_display()}"


class Guesses(models.Model):
    """How often a secret was got wrong lately (`guesses`). The key is a hash: it tells neither name nor address."""

    key = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    counted = models.PositiveIntegerField(default=0)
    pause_until = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(name="guesses_forgotten_at", fields=["forgotten_at"])]

    def __str__(self):
        return self.key


class KnownBrowserQuerySet(models.QuerySet):
    def used_lately(self):
        return self.filter(last_used_at__gt=timezone.now() - settings.BROWSER_KNOWN_FOR)

    def unused(self):
        return self.filter(last_used_at__lte=timezone.now() - settings.BROWSER_KNOWN_FOR)


class KnownBrowser(models.Model):
    """A browser in which somebody signed in, or chose a new password by a mail's link (`browsers`).

    It goes with a new password and with the account's closing, and so do all sessions then, by a trigger on the
    account's row (`tetouan_portal/migrations/0020_guesses_and_browsers.py`).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="known_browsers", verbose_name=_("member of staff")
    )
    secret_hash = models.CharField(max_length=64, editable=False)
    has_signed_in = models.BooleanField()
    last_used_at = models.DateTimeField(_("last used"), default=timezone.now)

    objects = KnownBrowserQuerySet.as_manager()

    personal_data = PersonalData(
        fields=("user", "last_used_at"),
        whose=_("members of staff"),
        purpose=_("Not to shut out a member of staff when strangers try their password."),
        seen_by=_("nobody: the portal alone compares them"),
        kept=_("until the password changes, the account is closed, or %(keep_browser)s after the last use"),
    )

    class Meta:
        default_permissions = ()
        verbose_name = _("known browser")
        verbose_name_plural = _("known browsers")
        constraints = [models.UniqueConstraint(name="known_browser_once", fields=["user", "secret_hash"])]
        indexes = [models.Index(name="known_browser_secret", fields=["secret_hash"])]

    def __str__(self):
        return str(self.user)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
