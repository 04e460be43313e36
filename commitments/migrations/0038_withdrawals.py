"""What is promised is withdrawn with its day, its reason and its decision; rows that are there stand as they stood."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("commitments", "0037_news_is_kept"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="commitment",
            options={
                "ordering": ["plan", "number"],
                "permissions": [("publish_commitment", "Can publish and withdraw plans and what is promised in them")],
                "verbose_name": "commitment",
                "verbose_name_plural": "commitments",
            },
        ),
        migrations.AddField(
            model_name="actionplan",
            name="withdrawal_decided_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="withdrawal decided on"),
        ),
        migrations.AddField(
            model_name="actionplan",
            name="withdrawal_decision",
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name="decision to withdraw it"),
        ),
        migrations.AddField(
            model_name="actionplan",
            name="withdrawal_decision_ar",
            field=models.CharField(
                blank=True, editable=False, max_length=300, null=True, verbose_name="decision to withdraw it"
            ),
        ),
        migrations.AddField(
            model_name="actionplan",
            name="withdrawal_decision_es",
            field=models.CharField(
                blank=True, editable=False, max_length=300, null=True, verbose_name="decision to withdraw it"
            ),
        ),
        migrations.AddField(
            model_name="actionplan",
            name="withdrawal_decision_fr",
            field=models.CharField(
                blank=True, editable=False, max_length=300, null=True, verbose_name="decision to withdraw it"
            ),
        ),
        migrations.AddField(
            model_name="actionplan",
            name="withdrawal_reason",
            field=models.TextField(blank=True, editable=False, verbose_name="why it was withdrawn"),
        ),
        migrations.AddField(
            model_name="actionplan",
            name="withdrawal_reason_ar",
            field=models.TextField(blank=True, editable=False, null=True, verbose_name="why it was withdrawn"),
        ),
        migrations.AddField(
            model_name="actionplan",
            name="withdrawal_reason_es",
            field=models.TextField(blank=True, editable=False, null=True, verbose_name="why it was withdrawn"),
        ),
        migrations.AddField(
            model_name="actionplan",
            name="withdrawal_reason_fr",
            field=models.TextField(blank=True, editable=False, null=True, verbose_name="why it was withdrawn"),
        ),
        migrations.AddField(
            model_name="actionplan",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="withdrawn at"),
        ),
        migrations.AddField(
            model_name="commitment",
            name="withdrawal_decided_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="withdrawal decided on"),
        ),
        migrations.AddField(
            model_name="commitment",
            name="withdrawal_decision",
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name="decision to withdraw it"),
        ),
        migrations.AddField(
            model_name="commitment",
            name="withdrawal_decision_ar",
            field=models.CharField(
                blank=True, editable=False, max_length=300, null=True, verbose_name="decision to withdraw it"
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="withdrawal_decision_es",
            field=models.CharField(
                blank=True, editable=False, max_length=300, null=True, verbose_name="decision to withdraw it"
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="withdrawal_decision_fr",
            field=models.CharField(
                blank=True, editable=False, max_length=300, null=True, verbose_name="decision to withdraw it"
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="withdrawal_reason",
            field=models.TextField(blank=True, editable=False, verbose_name="why it was withdrawn"),
        ),
        migrations.AddField(
            model_name="commitment",
            name="withdrawal_reason_ar",
            field=models.TextField(blank=True, editable=False, null=True, verbose_name="why it was withdrawn"),
        ),
        migrations.AddField(
            model_name="commitment",
            name="withdrawal_reason_es",
            field=models.TextField(blank=True, editable=False, null=True, verbose_name="why it was withdrawn"),
        ),
        migrations.AddField(
            model_name="commitment",
            name="withdrawal_reason_fr",
            field=models.TextField(blank=True, editable=False, null=True, verbose_name="why it was withdrawn"),
        ),
        migrations.AddField(
            model_name="commitment",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="withdrawn at"),
        ),
        migrations.AddField(
            model_name="indicator",
            name="withdrawal_decided_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="withdrawal decided on"),
        ),
        migrations.AddField(
            model_name="indicator",
            name="withdrawal_decision",
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name="decision to withdraw it"),
        ),
        migrations.AddField(
            model_name="indicator",
            name="withdrawal_decision_ar",
            field=models.CharField(
                blank=True, editable=False, max_length=300, null=True, verbose_name="decision to withdraw it"
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="withdrawal_decision_es",
            field=models.CharField(
                blank=True, editable=False, max_length=300, null=True, verbose_name="decision to withdraw it"
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="withdrawal_decision_fr",
            field=models.CharField(
                blank=True, editable=False, max_length=300, null=True, verbose_name="decision to withdraw it"
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="withdrawal_reason",
            field=models.TextField(blank=True, editable=False, verbose_name="why it was withdrawn"),
        ),
        migrations.AddField(
            model_name="indicator",
            name="withdrawal_reason_ar",
            field=models.TextField(blank=True, editable=False, null=True, verbose_name="why it was withdrawn"),
        ),
        migrations.AddField(
            model_name="indicator",
            name="withdrawal_reason_es",
            field=models.TextField(blank=True, editable=False, null=True, verbose_name="why it was withdrawn"),
        ),
        migrations.AddField(
            model_name="indicator",
            name="withdrawal_reason_fr",
            field=models.TextField(blank=True, editable=False, null=True, verbose_name="why it was withdrawn"),
        ),
        migrations.AddField(
            model_name="indicator",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="withdrawn at"),
        ),
        migrations.AddField(
            model_name="milestone",
            name="withdrawal_decided_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="withdrawal decided on"),
        ),
        migrations.AddField(
            model_name="milestone",
            name="withdrawal_decision",
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name="decision to withdraw it"),
        ),
        migrations.AddField(
            model_name="milestone",
            name="withdrawal_decision_ar",
            field=models.CharField(
                blank=True, editable=False, max_length=300, null=True, verbose_name="decision to withdraw it"
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="withdrawal_decision_es",
            field=models.CharField(
                blank=True, editable=False, max_length=300, null=True, verbose_name="decision to withdraw it"
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="withdrawal_decision_fr",
            field=models.CharField(
                blank=True, editable=False, max_length=300, null=True, verbose_name="decision to withdraw it"
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="withdrawal_reason",
            field=models.TextField(blank=True, editable=False, verbose_name="why it was withdrawn"),
        ),
        migrations.AddField(
            model_name="milestone",
            name="withdrawal_reason_ar",
            field=models.TextField(blank=True, editable=False, null=True, verbose_name="why it was withdrawn"),
        ),
        migrations.AddField(
            model_name="milestone",
            name="withdrawal_reason_es",
            field=models.TextField(blank=True, editable=False, null=True, verbose_name="why it was withdrawn"),
        ),
        migrations.AddField(
            model_name="milestone",
            name="withdrawal_reason_fr",
            field=models.TextField(blank=True, editable=False, null=True, verbose_name="why it was withdrawn"),
        ),
        migrations.AddField(
            model_name="milestone",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="withdrawn at"),
        ),
        migrations.AlterField(
            model_name="actionplan",
            name="is_current",
            field=models.BooleanField(default=False, editable=False, verbose_name="current plan of its kind"),
        ),
        migrations.AlterField(
            model_name="actionplan",
            name="is_published",
            field=models.BooleanField(default=False, editable=False, verbose_name="published"),
        ),
        migrations.AlterField(
            model_name="commitment",
            name="is_published",
            field=models.BooleanField(default=False, editable=False, verbose_name="published"),
        ),
        migrations.AddConstraint(
            model_name="actionplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        models.Q(
                            models.Q(
                                ("withdrawal_reason_ar__isnull", False),
                                models.Q(("withdrawal_reason_ar", ""), _negated=True),
                            ),
                            models.Q(
                                ("withdrawal_reason_fr__isnull", False),
                                models.Q(("withdrawal_reason_fr", ""), _negated=True),
                            ),
                            models.Q(
                                ("withdrawal_reason_es__isnull", False),
                                models.Q(("withdrawal_reason_es", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        ("withdrawn_at__isnull", True),
                        models.Q(("withdrawal_reason_ar__isnull", True), ("withdrawal_reason_ar", ""), _connector="OR"),
                        models.Q(("withdrawal_reason_fr__isnull", True), ("withdrawal_reason_fr", ""), _connector="OR"),
                        models.Q(("withdrawal_reason_es__isnull", True), ("withdrawal_reason_es", ""), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="plan_withdrawn_iff_explained",
                violation_error_message="Give a reason when, and only when, a promise is withdrawn.",
            ),
        ),
        migrations.AddConstraint(
            model_name="actionplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        models.Q(
                            models.Q(
                                ("withdrawal_decision_ar__isnull", False),
                                models.Q(("withdrawal_decision_ar", ""), _negated=True),
                            ),
                            models.Q(
                                ("withdrawal_decision_fr__isnull", False),
                                models.Q(("withdrawal_decision_fr", ""), _negated=True),
                            ),
                            models.Q(
                                ("withdrawal_decision_es__isnull", False),
                                models.Q(("withdrawal_decision_es", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        ("withdrawal_decided_on__isnull", False),
                    ),
                    models.Q(
                        ("withdrawn_at__isnull", True),
                        models.Q(
                            ("withdrawal_decision_ar__isnull", True), ("withdrawal_decision_ar", ""), _connector="OR"
                        ),
                        models.Q(
                            ("withdrawal_decision_fr__isnull", True), ("withdrawal_decision_fr", ""), _connector="OR"
                        ),
                        models.Q(
                            ("withdrawal_decision_es__isnull", True), ("withdrawal_decision_es", ""), _connector="OR"
                        ),
                        ("withdrawal_decided_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="plan_withdrawn_iff_decided",
                violation_error_message="Name the decision and its day when, and only when, a promise is withdrawn.",
            ),
        ),
        migrations.AddConstraint(
            model_name="actionplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("withdrawn_at__isnull", True), ("is_published", True), _connector="OR"),
                name="plan_withdrawn_was_published",
                violation_error_message="Only what was public can be withdrawn.",
            ),
        ),
        migrations.AddConstraint(
            model_name="actionplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("withdrawn_at__isnull", True), ("is_current", False), _connector="OR"),
                name="withdrawn_plan_is_not_current",
                violation_error_message="A plan that was withdrawn is not the current one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        models.Q(
                            models.Q(
                                ("withdrawal_reason_ar__isnull", False),
                                models.Q(("withdrawal_reason_ar", ""), _negated=True),
                            ),
                            models.Q(
                                ("withdrawal_reason_fr__isnull", False),
                                models.Q(("withdrawal_reason_fr", ""), _negated=True),
                            ),
                            models.Q(
                                ("withdrawal_reason_es__isnull", False),
                                models.Q(("withdrawal_reason_es", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        ("withdrawn_at__isnull", True),
                        models.Q(("withdrawal_reason_ar__isnull", True), ("withdrawal_reason_ar", ""), _connector="OR"),
                        models.Q(("withdrawal_reason_fr__isnull", True), ("withdrawal_reason_fr", ""), _connector="OR"),
                        models.Q(("withdrawal_reason_es__isnull", True), ("withdrawal_reason_es", ""), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="commitment_withdrawn_iff_explained",
                violation_error_message="Give a reason when, and only when, a promise is withdrawn.",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        models.Q(
                            models.Q(
                                ("withdrawal_decision_ar__isnull", False),
                                models.Q(("withdrawal_decision_ar", ""), _negated=True),
                            ),
                            models.Q(
                                ("withdrawal_decision_fr__isnull", False),
                                models.Q(("withdrawal_decision_fr", ""), _negated=True),
                            ),
                            models.Q(
                                ("withdrawal_decision_es__isnull", False),
                                models.Q(("withdrawal_decision_es", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        ("withdrawal_decided_on__isnull", False),
                    ),
                    models.Q(
                        ("withdrawn_at__isnull", True),
                        models.Q(
                            ("withdrawal_decision_ar__isnull", True), ("withdrawal_decision_ar", ""), _connector="OR"
                        ),
                        models.Q(
                            ("withdrawal_decision_fr__isnull", True), ("withdrawal_decision_fr", ""), _connector="OR"
                        ),
                        models.Q(
                            ("withdrawal_decision_es__isnull", True), ("withdrawal_decision_es", ""), _connector="OR"
                        ),
                        ("withdrawal_decided_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="commitment_withdrawn_iff_decided",
                violation_error_message="Name the decision and its day when, and only when, a promise is withdrawn.",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(("withdrawn_at__isnull", True), ("is_published", True), _connector="OR"),
                name="commitment_withdrawn_was_published",
                violation_error_message="Only what was public can be withdrawn.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        models.Q(
                            models.Q(
                                ("withdrawal_reason_ar__isnull", False),
                                models.Q(("withdrawal_reason_ar", ""), _negated=True),
                            ),
                            models.Q(
                                ("withdrawal_reason_fr__isnull", False),
                                models.Q(("withdrawal_reason_fr", ""), _negated=True),
                            ),
                            models.Q(
                                ("withdrawal_reason_es__isnull", False),
                                models.Q(("withdrawal_reason_es", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        ("withdrawn_at__isnull", True),
                        models.Q(("withdrawal_reason_ar__isnull", True), ("withdrawal_reason_ar", ""), _connector="OR"),
                        models.Q(("withdrawal_reason_fr__isnull", True), ("withdrawal_reason_fr", ""), _connector="OR"),
                        models.Q(("withdrawal_reason_es__isnull", True), ("withdrawal_reason_es", ""), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="indicator_withdrawn_iff_explained",
                violation_error_message="Give a reason when, and only when, a promise is withdrawn.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        models.Q(
                            models.Q(
                                ("withdrawal_decision_ar__isnull", False),
                                models.Q(("withdrawal_decision_ar", ""), _negated=True),
                            ),
                            models.Q(
                                ("withdrawal_decision_fr__isnull", False),
                                models.Q(("withdrawal_decision_fr", ""), _negated=True),
                            ),
                            models.Q(
                                ("withdrawal_decision_es__isnull", False),
                                models.Q(("withdrawal_decision_es", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        ("withdrawal_decided_on__isnull", False),
                    ),
                    models.Q(
                        ("withdrawn_at__isnull", True),
                        models.Q(
                            ("withdrawal_decision_ar__isnull", True), ("withdrawal_decision_ar", ""), _connector="OR"
                        ),
                        models.Q(
                            ("withdrawal_decision_fr__isnull", True), ("withdrawal_decision_fr", ""), _connector="OR"
                        ),
                        models.Q(
                            ("withdrawal_decision_es__isnull", True), ("withdrawal_decision_es", ""), _connector="OR"
                        ),
                        ("withdrawal_decided_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="indicator_withdrawn_iff_decided",
                violation_error_message="Name the decision and its day when, and only when, a promise is withdrawn.",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        models.Q(
                            models.Q(
                                ("withdrawal_reason_ar__isnull", False),
                                models.Q(("withdrawal_reason_ar", ""), _negated=True),
                            ),
                            models.Q(
                                ("withdrawal_reason_fr__isnull", False),
                                models.Q(("withdrawal_reason_fr", ""), _negated=True),
                            ),
                            models.Q(
                                ("withdrawal_reason_es__isnull", False),
                                models.Q(("withdrawal_reason_es", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        ("withdrawn_at__isnull", True),
                        models.Q(("withdrawal_reason_ar__isnull", True), ("withdrawal_reason_ar", ""), _connector="OR"),
                        models.Q(("withdrawal_reason_fr__isnull", True), ("withdrawal_reason_fr", ""), _connector="OR"),
                        models.Q(("withdrawal_reason_es__isnull", True), ("withdrawal_reason_es", ""), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="milestone_withdrawn_iff_explained",
                violation_error_message="Give a reason when, and only when, a promise is withdrawn.",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        models.Q(
                            models.Q(
                                ("withdrawal_decision_ar__isnull", False),
                                models.Q(("withdrawal_decision_ar", ""), _negated=True),
                            ),
                            models.Q(
                                ("withdrawal_decision_fr__isnull", False),
                                models.Q(("withdrawal_decision_fr", ""), _negated=True),
                            ),
                            models.Q(
                                ("withdrawal_decision_es__isnull", False),
                                models.Q(("withdrawal_decision_es", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        ("withdrawal_decided_on__isnull", False),
                    ),
                    models.Q(
                        ("withdrawn_at__isnull", True),
                        models.Q(
                            ("withdrawal_decision_ar__isnull", True), ("withdrawal_decision_ar", ""), _connector="OR"
                        ),
                        models.Q(
                            ("withdrawal_decision_fr__isnull", True), ("withdrawal_decision_fr", ""), _connector="OR"
                        ),
                        models.Q(
                            ("withdrawal_decision_es__isnull", True), ("withdrawal_decision_es", ""), _connector="OR"
                        ),
                        ("withdrawal_decided_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="milestone_withdrawn_iff_decided",
                violation_error_message="Name the decision and its day when, and only when, a promise is withdrawn.",
            ),
        ),
    ]
