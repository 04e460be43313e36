from django.db import migrations

from tetouan_portal.audit.tracking import track


class Migration(migrations.Migration):
    """Nothing ever said how many rows a file would have."""

    dependencies = [("budget_docs", "0004_applying_files_of_lines")]
    operations = [
        track("budget_docs_lineimport", leave_out=["report", "preview", "rows_read", "attempts", "claimed_at"]),
        migrations.RemoveField(model_name="lineimport", name="rows_expected"),
    ]
