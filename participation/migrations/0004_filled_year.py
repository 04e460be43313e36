from django.db import migrations, models

from tetouan_portal.audit.tracking import track


class Migration(migrations.Migration):
    dependencies = [("participation", "0003_retention")]
    operations = [
        migrations.CreateModel(
            name="FilledYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="year")),
            ],
            options={
                "verbose_name": "year whose fixed holidays were entered",
                "verbose_name_plural": "years whose fixed holidays were entered",
                "ordering": ["year"],
                "default_permissions": (),
            },
        ),
        track("participation_filledyear"),
    ]
