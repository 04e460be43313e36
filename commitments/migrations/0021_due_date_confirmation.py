"""The Commune can stand by a milestone's due date too, each for itself."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


OF_COMMITMENT = ["commitment_id", "ends_on", "confirmed_on", "confirmed_by_ar", "confirmed_by_fr", "confirmed_by_es"]
OF_BOTH = [*OF_COMMITMENT, "milestone_id", "due_on"]


def guard(guarded):
    return (
        "create or replace trigger dateconfirmation_append_only before update or delete"
        " on commitments_dateconfirmation"
        f" for each row execute function portal_append_only({', '.join(guarded)})"
    )


class Migration(migrations.Migration):
    dependencies = [("commitments", "0020_small_pictures_of_photos")]
    operations = [
        migrations.AlterField(
            "dateconfirmation",
            "commitment",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="confirmations",
                to="commitments.commitment",
                verbose_name="commitment",
            ),
        ),
        migrations.AlterField(
            "dateconfirmation", "ends_on", models.DateField(blank=True, null=True, verbose_name="end date")
        ),
        migrations.AddField(
            "dateconfirmation",
            "milestone",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="confirmations",
                to="commitments.milestone",
                verbose_name="milestone",
            ),
        ),
        migrations.AddField(
            "dateconfirmation", "due_on", models.DateField(blank=True, null=True, verbose_name="due date")
        ),
        migrations.AddConstraint(
            "dateconfirmation",
            models.UniqueConstraint(
                fields=("milestone", "due_on"),
                name="due_date_confirmed_once",
                violation_error_message="This date is confirmed already.",
            ),
        ),
        migrations.AddConstraint(
            "dateconfirmation",
            models.CheckConstraint(
                condition=Q(commitment__isnull=False, ends_on__isnull=False, milestone=None, due_on=None)
                | Q(commitment=None, ends_on=None, milestone__isnull=False, due_on__isnull=False),
                name="date_confirmation_of_exactly_one_date",
                violation_error_message="Name one commitment and its end, or one milestone and its due date.",
            ),
        ),
        migrations.RunSQL(guard(OF_BOTH), guard(OF_COMMITMENT)),
    ]
