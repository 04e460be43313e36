"""What a CheckConstraint cannot say: a commitment's axis belongs to its plan; history is not rewritten."""

from django.db import migrations

SAME_PLAN = """
alter table commitments_axis add constraint axis_in_plan unique (id, plan_id);
alter table commitments_commitment add constraint commitment_axis_of_its_plan
  foreign key (axis_id, plan_id) references commitments_axis (id, plan_id) deferrable initially deferred;
"""
ANY_PLAN = """
alter table commitments_commitment drop constraint commitment_axis_of_its_plan;
alter table commitments_axis drop constraint axis_in_plan;
"""


def texts(*fields):
    return [f"{field}_{language}" for field in fields for language in ("ar", "fr", "es")]


GUARDED = {
    "statement": [
        *("commitment_id", "milestone_id", "side", "institution_id", "dated_on", "level", "supersedes_id"),
        *("is_published", "recorded_at"),
        *texts("summary", "obstacles", "next_steps"),
    ],
    "reading": ["indicator_id", "dated_on", "value", "supersedes_id", "recorded_at", *texts("note")],
    "amendment": [
        *("commitment_id", "milestone_id", "field", "date_from", "date_to", "wording_from", "wording_to"),
        *("decided_on", *texts("reason", "decision")),
    ],
    "edition": ["report_id", "number", "published_at", "snapshot", "sha256"],
}


def append_only(model, columns):
    return migrations.RunSQL(
        f"create trigger {model}_append_only before update or delete on commitments_{model}"
        f" for each row execute function portal_append_only({', '.join(columns)})",
        f"drop trigger {model}_append_only on commitments_{model}",
    )


class Migration(migrations.Migration):
    dependencies = [("commitments", "0001_initial")]
    operations = [
        migrations.RunSQL(SAME_PLAN, ANY_PLAN),
        *(append_only(model, columns) for model, columns in GUARDED.items()),
    ]
