"""A rule is confirmed on a day: it makes nobody late before it."""

from django.db import migrations, models
from django.db.models import Q
from django.utils import timezone


def date_them(apps, schema_editor):
    """Nobody wrote down when a rule was confirmed: it counts from today, so that no past year becomes late."""
    apps.get_model("budget_docs", "DocumentType").objects.filter(is_confirmed=True).update(
        confirmed_on=timezone.localdate()
    )


def tick_them(apps, schema_editor):
    apps.get_model("budget_docs", "DocumentType").objects.exclude(confirmed_on=None).update(is_confirmed=True)


class Migration(migrations.Migration):
    dependencies = [("budget_docs", "0009_how_files_are_read")]
    operations = [
        migrations.AddField(
            "documenttype",
            "confirmed_on",
            models.DateField(
                blank=True,
                null=True,
                verbose_name="rule confirmed by the Commune on",
                help_text="Until then every page says that the due date is to be confirmed. From this day on a date that passes is expected; those before it make nobody late.",
            ),
        ),
        migrations.RunPython(date_them, tick_them),
        migrations.RemoveField("documenttype", "is_confirmed"),
        migrations.AddField(
            "documenttype",
            "is_confirmed",
            models.GeneratedField(
                db_persist=True,
                expression=Q(confirmed_on__isnull=False),
                output_field=models.BooleanField(),
                verbose_name="rule confirmed by the Commune",
            ),
        ),
    ]
