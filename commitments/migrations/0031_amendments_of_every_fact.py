"""An amendment says which fact of a commitment, milestone or indicator changed, and in which languages.

A wording that was amended before (only titles could be, and from a shell alone) keeps its text: the languages stood in
one text, each on a line, and nothing says any more which is which; it stands under "und" (undetermined). Backwards the
same text returns to its columns; amendments of what could not be amended then have no place there and stop the way.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

FIELDS = [
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
]
OF_COMMITMENTS = ("title", "problem", "status_quo", "action", "contribution", "starts_on", "ends_on", "institutions")
OF_MILESTONES = ("title", "expected_output", "due_on", "institutions")
OF_INDICATORS = (
    *("title", "unit", "definition", "data_source", "kind", "direction", "frequency"),
    *("baseline", "baseline_on", "target", "target_on"),
)
DATES = ("starts_on", "ends_on", "due_on", "baseline_on", "target_on")
FORMER = (
    *("commitment_id", "milestone_id", "field", "date_from", "date_to", "wording_from", "wording_to", "decided_on"),
    *("reason_ar", "reason_fr", "reason_es", "decision_ar", "decision_fr", "decision_es"),
)
GUARDED = (
    *("commitment_id", "milestone_id", "indicator_id", "field", "date_from", "date_to", "was", "becomes", "decided_on"),
    *("reason_ar", "reason_fr", "reason_es", "decision_ar", "decision_fr", "decision_es"),
)
LET_GO = "drop trigger amendment_append_only on commitments_amendment"
KEEP_WORDING = """
update commitments_amendment
set field = 'title', was = jsonb_build_object('und', wording_from), becomes = jsonb_build_object('und', wording_to)
where field = 'wording'
"""
GIVE_BACK = """
update commitments_amendment
set field = 'wording', was = null, becomes = null,
  wording_from = (select string_agg(coalesce(nullif(value, ''), '—'), E'\\n' order by key) from jsonb_each_text(was)),
  wording_to = (select string_agg(value, E'\\n' order by key) from jsonb_each_text(becomes))
where jsonb_typeof(becomes) = 'object' and field = 'title' and indicator_id is null
"""


def guard(columns):
    return (
        "create trigger amendment_append_only before update or delete on commitments_amendment"
        f" for each row execute function portal_append_only({', '.join(columns)})"
    )


class Migration(migrations.Migration):
    dependencies = [("commitments", "0030_report_final_since")]
    operations = [
        migrations.RunSQL(LET_GO, guard(FORMER)),
        migrations.RemoveConstraint("amendment", "amendment_about_exactly_one_thing"),
        migrations.RemoveConstraint("amendment", "amendment_says_from_and_to"),
        migrations.AddField(
            "amendment",
            "indicator",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="amendments",
                to="commitments.indicator",
                verbose_name="indicator",
            ),
        ),
        migrations.AddField(
            "amendment", "was", models.JSONField(blank=True, null=True, verbose_name="former value")
        ),
        migrations.AddField(
            "amendment", "becomes", models.JSONField(blank=True, null=True, verbose_name="new value")
        ),
        migrations.AlterField(
            "amendment",
            "field",
            models.CharField(choices=FIELDS, max_length=15, verbose_name="what changed"),
        ),
        migrations.RunSQL(KEEP_WORDING, GIVE_BACK),
        migrations.RemoveField("amendment", "wording_from"),
        migrations.RemoveField("amendment", "wording_to"),
        migrations.AddConstraint(
            "amendment",
            models.CheckConstraint(
                condition=Q(commitment__isnull=False, milestone=None, indicator=None, field__in=OF_COMMITMENTS)
                | Q(commitment=None, milestone__isnull=False, indicator=None, field__in=OF_MILESTONES)
                | Q(commitment=None, milestone=None, indicator__isnull=False, field__in=OF_INDICATORS),
                name="amendment_about_exactly_one_thing",
                violation_error_message="Name one commitment, milestone or indicator, and what of it changes.",
            ),
        ),
        migrations.AddConstraint(
            "amendment",
            models.CheckConstraint(
                condition=Q(field__in=DATES, date_to__isnull=False, was__isnull=True, becomes__isnull=True)
                | Q(date_from__isnull=True, date_to__isnull=True, becomes__isnull=False) & ~Q(field__in=DATES),
                name="amendment_says_from_and_to",
                violation_error_message="Say what it was and what it becomes.",
            ),
        ),
        migrations.RunSQL(guard(GUARDED), LET_GO),
    ]
