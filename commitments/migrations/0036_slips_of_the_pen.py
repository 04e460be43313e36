"""A slip of spelling or translation in a public promise is put right by two people, and its difference is public.

Amendments of before were made by a decision: none of them is a correction.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tetouan_portal.audit.tracking import track

FORMER = (
    *("commitment_id", "milestone_id", "indicator_id", "field", "date_from", "date_to", "was", "becomes", "decided_on"),
    *("reason_ar", "reason_fr", "reason_es", "decision_ar", "decision_fr", "decision_es"),
)


def guard(columns):
    return (
        "create or replace trigger amendment_append_only before update or delete on commitments_amendment"
        f" for each row execute function portal_append_only({', '.join(columns)})"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("commitments", "0035_admissions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Slip",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("title", "title"),
                            ("problem", "problem"),
                            ("status_quo", "status quo"),
                            ("action", "action"),
                            ("contribution", "contribution to solving the problem"),
                            ("starts_on", "start date"),
                            ("ends_on", "end date"),
                            ("institutions", "responsible institutions"),
                            ("expected_output", "expected output"),
                            ("due_on", "due date"),
                            ("unit", "unit"),
                            ("definition", "definition and method"),
                            ("data_source", "data source"),
                            ("kind", "kind"),
                            ("direction", "direction"),
                            ("frequency", "how often"),
                            ("baseline", "baseline"),
                            ("baseline_on", "date of the baseline"),
                            ("target", "target"),
                            ("target_on", "date of the target"),
                        ],
                        max_length=15,
                        verbose_name="what changed",
                    ),
                ),
                ("was", models.JSONField(verbose_name="former value")),
                ("becomes", models.JSONField(verbose_name="new value")),
                ("reason", models.JSONField(verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits for a second person"),
                            ("accepted", "accepted"),
                            ("refused", "not accepted"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("proposed_at", models.DateTimeField(auto_now_add=True, verbose_name="proposed at")),
            ],
            options={
                "verbose_name": "slip of the pen",
                "verbose_name_plural": "slips of the pen",
                "ordering": ["-proposed_at", "-pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.RemoveConstraint(
            model_name="amendment",
            name="amendment_names_a_decision",
        ),
        migrations.AddField(
            model_name="amendment",
            name="is_correction",
            field=models.BooleanField(default=False, editable=False, verbose_name="slip put right"),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision_ar__isnull", False), models.Q(("decision_ar", ""), _negated=True)),
                    models.Q(("decision_fr__isnull", False), models.Q(("decision_fr", ""), _negated=True)),
                    models.Q(("decision_es__isnull", False), models.Q(("decision_es", ""), _negated=True)),
                    ("is_correction", True),
                    _connector="OR",
                ),
                name="amendment_names_a_decision",
                violation_error_message="Name the decision in at least one language.",
            ),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_correction", False),
                    (
                        "field__in",
                        (
                            "title",
                            "problem",
                            "status_quo",
                            "action",
                            "contribution",
                            "expected_output",
                            "unit",
                            "definition",
                            "data_source",
                        ),
                    ),
                    _connector="OR",
                ),
                name="amendment_corrects_words_alone",
                violation_error_message="Only words are put right without a decision.",
            ),
        ),
        migrations.AddField(
            model_name="slip",
            name="amendment",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="commitments.amendment",
                verbose_name="amendment",
            ),
        ),
        migrations.AddField(
            model_name="slip",
            name="commitment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="commitments.commitment",
                verbose_name="commitment",
            ),
        ),
        migrations.AddField(
            model_name="slip",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="seen by",
            ),
        ),
        migrations.AddField(
            model_name="slip",
            name="indicator",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="commitments.indicator",
                verbose_name="indicator",
            ),
        ),
        migrations.AddField(
            model_name="slip",
            name="milestone",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="commitments.milestone",
                verbose_name="milestone",
            ),
        ),
        migrations.AddField(
            model_name="slip",
            name="proposed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="proposed by",
            ),
        ),
        migrations.AddConstraint(
            model_name="slip",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("commitment__isnull", False), ("indicator", None), ("milestone", None)),
                    models.Q(("commitment", None), ("indicator", None), ("milestone__isnull", False)),
                    models.Q(("commitment", None), ("indicator__isnull", False), ("milestone", None)),
                    _connector="OR",
                ),
                name="slip_about_exactly_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="slip",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "field__in",
                        (
                            "title",
                            "problem",
                            "status_quo",
                            "action",
                            "contribution",
                            "expected_output",
                            "unit",
                            "definition",
                            "data_source",
                        ),
                    )
                ),
                name="slip_of_words_alone",
            ),
        ),
        migrations.AddConstraint(
            model_name="slip",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "accepted", "refused"])), name="slip_state_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="slip",
            constraint=models.CheckConstraint(
                condition=models.Q(("decided_by", models.F("proposed_by")), ("state", "accepted"), _negated=True),
                name="slip_accepted_by_a_second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="slip",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("commitment",), name="one_open_slip_of_commitment"
            ),
        ),
        migrations.AddConstraint(
            model_name="slip",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("milestone",), name="one_open_slip_of_milestone"
            ),
        ),
        migrations.AddConstraint(
            model_name="slip",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("indicator",), name="one_open_slip_of_indicator"
            ),
        ),
        migrations.RunSQL(guard((*FORMER, "is_correction")), guard(FORMER)),
        track("commitments_slip"),
    ]
