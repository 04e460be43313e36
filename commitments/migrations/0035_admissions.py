"""Admissions to an independent institution that had nobody: public, with the letter, and never rewritten."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from tetouan_portal.audit.tracking import track

GUARD = """
create trigger admission_is_kept before update or delete on commitments_admission for each row
  execute function portal_append_only(institution_id, admitted_on, letter_reference, letter_on);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("commitments", "0034_independent_people"),
        ("tetouan_portal", "0005_audit"),
    ]
    operations = [
        migrations.CreateModel(
            name="Admission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("admitted_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="admitted on")),
                ("letter_reference", models.CharField(max_length=120, verbose_name="reference of the letter")),
                ("letter_on", models.DateField(verbose_name="date of the letter")),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="admissions",
                        to="commitments.institution",
                        verbose_name="institution",
                    ),
                ),
            ],
            options={
                "verbose_name": "admission to an independent institution",
                "verbose_name_plural": "admissions to independent institutions",
                "ordering": ["-admitted_on", "-pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("letter_reference", ""), _negated=True),
                        name="admission_names_its_letter",
                        violation_error_message="Give the reference of the institution’s letter.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("admitted_on__gte", models.F("letter_on"))),
                        name="admission_follows_its_letter",
                        violation_error_message="The letter comes before the admission: look at its date.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARD, "drop trigger admission_is_kept on commitments_admission"),
        track("commitments_admission"),
    ]
