"""A figure of the demonstration stands in no official document."""

from django.db import migrations, models
from django.db.models import Q


def mark(apps, schema_editor):
    apps.get_model("budget_docs", "StatedFigure").objects.filter(is_demo=True).update(trust="invented")


def unmark(apps, schema_editor):
    apps.get_model("budget_docs", "StatedFigure").objects.filter(is_demo=True).update(trust="document")


KINDS = [
    ("document", "official document"),
    ("press", "press, unaudited"),
    ("invented", "demonstration, invented"),
]


class Migration(migrations.Migration):
    dependencies = [("budget_docs", "0011_looks")]
    operations = [
        migrations.AlterField(
            "statedfigure",
            "trust",
            models.CharField(choices=KINDS, default="press", max_length=8, verbose_name="trust"),
        ),
        migrations.RemoveConstraint("statedfigure", "stated_figure_trust_is_known"),
        migrations.RunPython(migrations.RunPython.noop, unmark),
        migrations.AddConstraint(
            "statedfigure",
            models.CheckConstraint(
                condition=Q(("trust__in", ["document", "press", "invented"])), name="stated_figure_trust_is_known"
            ),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
        migrations.AddConstraint(
            "statedfigure",
            models.CheckConstraint(
                condition=Q(is_demo=True, trust="invented") | Q(is_demo=False) & ~Q(trust="invented"),
                name="stated_figure_invented_iff_demonstration",
                violation_error_message="Only figures of the demonstration are invented, and all of them are.",
            ),
        ),
    ]
