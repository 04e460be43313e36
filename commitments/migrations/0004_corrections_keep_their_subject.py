"""A correction is about what it corrects: one side cannot put another's statement aside."""

from django.db import migrations


def same(model, column):
    """A composite foreign key: the row that is superseded has the same `column` (null is not compared)."""
    name = f"{model}_correction_keeps_{column.removesuffix('_id')}"
    table = f"commitments_{model}"
    return migrations.RunSQL(
        f"alter table {table} add constraint {model}_{column}_key unique (id, {column});"
        f"alter table {table} add constraint {name}"
        f" foreign key (supersedes_id, {column}) references {table} (id, {column}) deferrable initially immediate",
        f"alter table {table} drop constraint {name}; alter table {table} drop constraint {model}_{column}_key",
    )


class Migration(migrations.Migration):
    dependencies = [("commitments", "0003_report_pdf_history")]
    operations = [
        same("statement", "side"),
        same("statement", "commitment_id"),
        same("statement", "milestone_id"),
        same("reading", "indicator_id"),
    ]
