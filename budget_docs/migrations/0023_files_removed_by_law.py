"""What readers find in place of a file that was removed by law; reasons that are never rewritten may go so too.

No file was removed so before.
"""

from django.db import migrations, models

from tetouan_portal.removal.guarding import let_pass


class Migration(migrations.Migration):
    dependencies = [("budget_docs", "0022_published_by_another"), ("tetouan_portal", "0030_removal")]

    operations = [
        migrations.AddField("documentfile", "removed", models.JSONField(editable=False, null=True)),
        *let_pass(["budget_history"]),
    ]
