"""What a file of evidence hides, and whether it is held back until somebody has taken that up."""

from django.db import migrations, models

HIDES = models.GeneratedField(
    db_persist=True,
    expression=models.Func(
        models.F("hidden"),
        output_field=models.BooleanField(null=True),
        template="jsonb_path_exists(%(expressions)s, '$[*] ? (!exists(@.reason))')",
    ),
    output_field=models.BooleanField(null=True),
    verbose_name="hides something that nobody has taken up",
)


class Migration(migrations.Migration):
    dependencies = [("commitments", "0013_next_edition")]
    operations = [
        migrations.AddField(
            model_name="evidence",
            name="hidden",
            field=models.JSONField(editable=False, null=True, verbose_name="what it hides"),
        ),
        migrations.AddField(model_name="evidence", name="hides", field=HIDES),
        migrations.AddField(
            model_name="evidence",
            name="held_back",
            field=models.BooleanField(default=False, editable=False, verbose_name="held back"),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("held_back", False), models.Q(("hides", True), ("hides__isnull", False)), _connector="OR"),
                name="evidence_held_back_while_it_hides",
            ),
        ),
        migrations.AddField(
            model_name="keptfile",
            name="hidden",
            field=models.JSONField(editable=False, null=True, verbose_name="what it hides"),
        ),
        migrations.AddField(model_name="keptfile", name="hides", field=HIDES),
        migrations.AddField(
            model_name="keptfile",
            name="held_back",
            field=models.BooleanField(default=False, editable=False, verbose_name="held back"),
        ),
        migrations.AddConstraint(
            model_name="keptfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("held_back", False), models.Q(("hides", True), ("hides__isnull", False)), _connector="OR"),
                name="keptfile_held_back_while_it_hides",
            ),
        ),
    ]
