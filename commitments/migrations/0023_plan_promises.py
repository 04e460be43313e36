"""What a plan promises without a date is its own data, and not the program's."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from tetouan_portal.audit.tracking import track

QUESTIONS = [
    ("foreword", "Foreword"),
    ("vision", "The long-term vision for open government"),
    ("achievements", "Achievements in open government to date"),
    ("challenges", "Challenges and areas for improvement"),
    ("goals", "Medium-term open government goals"),
    ("vision_contribution", "How the plan contributes to the vision"),
    ("policy_contribution", "How the vision serves the council's policy goals"),
    ("institutions", "Lead institutions"),
    ("coordination", "Coordination between departments"),
    ("spaces", "Spaces for collaboration with civil society"),
    ("diversity", "Measures for diverse representation"),
    ("participants", "Who took part"),
    ("continuing_collaboration", "Continuing collaboration during implementation"),
    ("monitoring_body", "The independent monitoring body"),
    ("progress_activities", "Activities to discuss progress"),
    ("follow_up", "Regular checks with those who implement"),
    ("sharing_results", "How results are shared with the public"),
]


class Migration(migrations.Migration):
    dependencies = [("commitments", "0022_reading_of_a_statement"), ("tetouan_portal", "0005_audit")]
    operations = [
        migrations.CreateModel(
            "PlanPromise",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(verbose_name="permanent identifier")),
                ("question", models.CharField(choices=QUESTIONS, max_length=30, verbose_name="question")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("title_ar", models.CharField(max_length=300, null=True, verbose_name="title")),
                ("title_fr", models.CharField(max_length=300, null=True, verbose_name="title")),
                ("title_es", models.CharField(max_length=300, null=True, verbose_name="title")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="promises",
                        to="commitments.actionplan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="commitments.source",
                        verbose_name="source",
                    ),
                ),
            ],
            {
                "verbose_name": "promise of the plan",
                "verbose_name_plural": "promises of the plans",
                "ordering": ["plan", "slug"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "slug"),
                        name="promise_slug_once_in_plan",
                        violation_error_message="Another promise of the plan has this identifier.",
                    ),
                    models.CheckConstraint(
                        condition=Q(("title_ar__isnull", False), ~Q(("title_ar", "")))
                        | Q(("title_fr__isnull", False), ~Q(("title_fr", "")))
                        | Q(("title_es__isnull", False), ~Q(("title_es", ""))),
                        name="promise_has_a_title",
                        violation_error_message="Write the title in at least one language.",
                    ),
                    models.CheckConstraint(
                        condition=Q(("question__in", [question for question, _words in QUESTIONS])),
                        name="promise_question_is_known",
                    ),
                ],
            },
        ),
        track("commitments_planpromise", leave_out=["title"]),
    ]
