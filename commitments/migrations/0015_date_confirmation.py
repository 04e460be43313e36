"""The Commune can stand by an end date that others published; what it said is not rewritten."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from tetouan_portal.audit.tracking import track

GUARDED = ["commitment_id", "ends_on", "confirmed_on", "confirmed_by_ar", "confirmed_by_fr", "confirmed_by_es"]


class Migration(migrations.Migration):
    dependencies = [("commitments", "0014_hidden_contents"), ("tetouan_portal", "0005_audit")]
    operations = [
        migrations.CreateModel(
            "DateConfirmation",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ends_on", models.DateField(verbose_name="end date")),
                ("confirmed_on", models.DateField(verbose_name="confirmed on")),
                ("confirmed_by", models.CharField(max_length=300, verbose_name="confirmed by")),
                ("confirmed_by_ar", models.CharField(max_length=300, null=True, verbose_name="confirmed by")),
                ("confirmed_by_fr", models.CharField(max_length=300, null=True, verbose_name="confirmed by")),
                ("confirmed_by_es", models.CharField(max_length=300, null=True, verbose_name="confirmed by")),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="confirmations",
                        to="commitments.commitment",
                        verbose_name="commitment",
                    ),
                ),
            ],
            {
                "verbose_name": "confirmation of a date",
                "verbose_name_plural": "confirmations of dates",
                "ordering": ["confirmed_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commitment", "ends_on"),
                        name="date_confirmed_once",
                        violation_error_message="This date is confirmed already.",
                    ),
                    models.CheckConstraint(
                        condition=Q(("confirmed_by_ar__isnull", False), ~Q(("confirmed_by_ar", "")))
                        | Q(("confirmed_by_fr__isnull", False), ~Q(("confirmed_by_fr", "")))
                        | Q(("confirmed_by_es__isnull", False), ~Q(("confirmed_by_es", ""))),
                        name="date_confirmation_says_by_whom",
                        violation_error_message="Say who confirmed the date, in at least one language.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "create trigger dateconfirmation_append_only before update or delete on commitments_dateconfirmation"
            f" for each row execute function portal_append_only({', '.join(GUARDED)})",
            "drop trigger dateconfirmation_append_only on commitments_dateconfirmation",
        ),
        track("commitments_dateconfirmation", leave_out=["confirmed_by"]),
    ]
