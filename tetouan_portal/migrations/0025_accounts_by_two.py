"""What two people do with an account: one asks, another confirms. And names that show no address.

Whoever belongs to an independent institution had the e-mail address for a user name, which lists and records show to
administrators: another name takes its place. They sign in with their address, as before.
"""

import secrets

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F

from tetouan_portal.audit.tracking import track

LETTERS = [
    ("invitation", "invitation"),
    ("password_reset", "link to a new password"),
    ("password_changed", "password changed"),
    ("factor_added", "second factor added"),
    ("factor_removed", "second factor removed"),
    ("factors_cleared", "second factor removed by an administrator"),
    ("recovery_codes", "new recovery codes"),
    ("due_dates", "documents that are due"),
    ("attack", "attempts beyond the usual"),
    ("notice", "what was done with accounts"),
]
EVENTS = [
    ("sign_in", "signed in"),
    ("sign_in_failed", "wrong password or unknown name"),
    ("sign_in_locked", "attempt during a pause after failures"),
    ("code_failed", "wrong code of a second factor"),
    ("passkey_failed", "passkey refused"),
    ("recovery_used", "recovery code used"),
    ("recovery_renewed", "recovery codes made"),
    ("factor_added", "second factor added"),
    ("factor_removed", "second factor removed"),
    ("password_changed", "password changed"),
    ("reset_asked", "new password asked for"),
    ("session_ended", "session ended"),
    ("role_changed", "roles changed"),
    ("address_changed", "e-mail address of an account changed"),
    ("account_closed", "account closed"),
    ("account_opened", "account opened again"),
    ("file_refused", "file refused"),
    ("flood", "limit of a flood reached"),
    ("request_refused", "malformed request refused"),
]
KINDS = [
    ("admission", "Admit somebody to an independent institution that has nobody"),
    ("address", "Change the e-mail address"),
    ("second_factor", "Remove the lost second factor"),
    ("invitation", "Send the invitation again"),
    ("opening", "Open the account again"),
]
STATES = [
    ("waiting", "waiting for a second person"),
    ("confirmed", "confirmed"),
    ("refused", "refused or taken back"),
    ("expired", "expired"),
]


def known(kinds):
    return models.Q(("kind__in", [kind for kind, _label in kinds]))


def hide_addresses(apps, schema_editor):
    ties = apps.get_model("commitments", "Affiliation").objects.filter(institution__kind="monitor")
    for tie in ties.filter(user__username__iexact=F("user__email")).select_related("user", "institution"):
        tie.user.username = f"{tie.institution.slug[:60]}-{secrets.token_hex(4)}"
        tie.user.save(update_fields=["username"])


def person(**options):
    return models.ForeignKey(to=settings.AUTH_USER_MODEL, null=True, **options)


class Migration(migrations.Migration):
    dependencies = [
        ("tetouan_portal", "0024_journal"),
        ("commitments", "0034_independent_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RemoveConstraint(model_name="letter", name="letter_kind_is_known"),
        migrations.AlterField(
            model_name="letter",
            name="kind",
            field=models.CharField(choices=LETTERS, max_length=20, verbose_name="kind"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(condition=known(LETTERS), name="letter_kind_is_known"),
        ),
        migrations.RemoveConstraint(model_name="securityevent", name="security_event_kind_is_known"),
        migrations.AlterField(
            model_name="securityevent",
            name="kind",
            field=models.CharField(choices=EVENTS, max_length=20, verbose_name="what happened"),
        ),
        migrations.AddConstraint(
            model_name="securityevent",
            constraint=models.CheckConstraint(condition=known(EVENTS), name="security_event_kind_is_known"),
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=KINDS, max_length=13, verbose_name="what is asked for")),
                ("details", models.JSONField(default=dict, editable=False)),
                ("proposed_at", models.DateTimeField(auto_now_add=True, verbose_name="asked on")),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                ("state", models.CharField(choices=STATES, default="waiting", max_length=9, verbose_name="state")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided on")),
                (
                    "decided_by",
                    person(
                        on_delete=django.db.models.deletion.SET_NULL, related_name="+", verbose_name="decided by"
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="commitments.institution",
                        verbose_name="institution",
                    ),
                ),
                (
                    "proposed_by",
                    person(on_delete=django.db.models.deletion.SET_NULL, related_name="+", verbose_name="asked by"),
                ),
                (
                    "user",
                    person(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        verbose_name="whose account",
                    ),
                ),
            ],
            options={
                "verbose_name": "what is asked for of an account",
                "verbose_name_plural": "what is asked for of accounts",
                "ordering": ["-proposed_at", "-pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(condition=known(KINDS), name="proposal_kind_is_known"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", [state for state, _label in STATES])),
                        name="proposal_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="proposal_is_confirmed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("institution__isnull", False), ("kind", "admission")),
                            models.Q(models.Q(("kind", "admission"), _negated=True), ("user__isnull", False)),
                            _connector="OR",
                        ),
                        name="proposal_is_about_an_account",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "waiting"), ("details", {}), _connector="OR"),
                        name="proposal_keeps_nothing_once_decided",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("kind", "user", "institution"),
                        name="proposal_waits_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        track("tetouan_portal_proposal", mask=["details"]),
        migrations.RunPython(hide_addresses, migrations.RunPython.noop),
    ]
