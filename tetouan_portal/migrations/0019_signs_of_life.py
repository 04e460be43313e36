"""When beat and each worker last took their turn, one row each."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("tetouan_portal", "0018_functions_by_their_whole_names"),
    ]

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(editable=False, max_length=20, unique=True, verbose_name="name")),
                ("at", models.DateTimeField(editable=False, verbose_name="last turn")),
                ("trouble", models.CharField(blank=True, editable=False, max_length=300, verbose_name="what was found wrong")),
            ],
            options={
                "verbose_name": "sign of life",
                "verbose_name_plural": "signs of life",
                "default_permissions": (),
            },
        ),
    ]
