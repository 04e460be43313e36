"""Hidden sheets, comments and deleted words were searchable: what was read before is forgotten and read anew."""

from django.db import migrations

READ = ("application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument.", "application/pdf")


def read_anew(apps, schema_editor):
    files = apps.get_model("budget_docs", "DocumentFile").objects.filter(document__withdrawn_at__isnull=True)
    for kind in READ:
        files.filter(content_type__startswith=kind).update(text_state="waiting", text_search=None)


class Migration(migrations.Migration):
    dependencies = [("budget_docs", "0005_rows_expected_go")]
    operations = [migrations.RunPython(read_anew, migrations.RunPython.noop)]
