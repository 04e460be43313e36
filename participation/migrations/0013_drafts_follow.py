"""A draft knows which one it goes on from: what was typed before the change is found by its secret as before."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("participation", "0012_desk_indexes")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="former",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="successors",
                to="participation.draft",
            ),
        ),
    ]
