"""A report is concluded with the gaps that its monitor saw and explained, and with a statement of independence."""

from importlib import import_module

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import Q

from tetouan_portal.audit.tracking import track

FORMER_WORDS = import_module("commitments.migrations.0013_next_edition").WORDS
GAPS = ["gaps_seen", *(f"gaps_reason_{language}" for language in ("ar", "fr", "es")), "lacks_independence"]
LEGIBLE = r"[^\s\u00a0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
TEXTS = "title summary context method independence conclusion".split()
# Of what was declared final before, nobody can be asked any more: it stands as it is, and says so to the portal alone.
OLD = f"""
update commitments_annualreport set lacks_independence = true
  where status in ('final', 'published') and next_edition <> 'drafting'
    and not coalesce(independence_ar ~ '{LEGIBLE}', false)
    and not coalesce(independence_fr ~ '{LEGIBLE}', false)
    and not coalesce(independence_es ~ '{LEGIBLE}', false)
"""


def written_in_time(columns):
    return (
        "create or replace trigger annualreport_written_in_time before update on commitments_annualreport"
        f" for each row execute function commitments_report_words({', '.join(columns)})"
    )


def legible(field):
    condition = Q()
    for language in ("ar", "fr", "es"):
        condition |= Q((f"{field}_{language}__isnull", False), (f"{field}_{language}__regex", LEGIBLE))
    return condition


def empty(field):
    condition = Q()
    for language in ("ar", "fr", "es"):
        condition &= Q((f"{field}_{language}__isnull", True), (f"{field}_{language}", ""), _connector="OR")
    return condition


def reason(language=""):
    column = f"gaps_reason_{language}" if language else "gaps_reason"
    return migrations.AddField(
        "annualreport",
        column,
        models.TextField("reason for the gaps", blank=True, editable=False, null=bool(language)),
    )


class Migration(migrations.Migration):
    dependencies = [("commitments", "0016_searched_parts")]
    operations = [
        reason(),
        *(reason(language) for language in ("ar", "es", "fr")),
        migrations.AddField(
            "annualreport",
            "gaps_seen",
            ArrayField(
                models.CharField(max_length=200), verbose_name="known gaps", default=list, blank=True, editable=False
            ),
        ),
        migrations.AddField(
            "annualreport", "lacks_independence", models.BooleanField(default=False, editable=False)
        ),
        migrations.RunSQL(OLD, ""),
        migrations.RunSQL("set constraints all immediate", "set constraints all immediate"),
        migrations.AddConstraint(
            "annualreport",
            models.CheckConstraint(
                name="report_says_its_independence",
                condition=Q(
                    ("status__in", ["drafting", "withdrawn"]),
                    ("next_edition", "drafting"),
                    ("lacks_independence", True),
                    _connector="OR",
                )
                | legible("independence"),
                violation_error_message="Write the statement of independence, in at least one language, "
                "before the text is final.",
            ),
        ),
        migrations.AddConstraint(
            "annualreport",
            models.CheckConstraint(
                name="report_gaps_iff_explained",
                condition=~Q(("gaps_seen", [])) & legible("gaps_reason")
                | Q(("gaps_seen", [])) & empty("gaps_reason"),
                violation_error_message="Give a reason when, and only when, the report has gaps.",
            ),
        ),
        migrations.RunSQL(written_in_time([*FORMER_WORDS, *GAPS]), written_in_time(FORMER_WORDS)),
        migrations.RunSQL(
            track("commitments_annualreport", leave_out=[*TEXTS, "gaps_reason", "withdrawal_reason"]).sql,
            track("commitments_annualreport", leave_out=[*TEXTS, "withdrawal_reason"]).sql,
        ),
    ]
