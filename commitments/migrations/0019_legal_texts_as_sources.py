"""A law is no press: it is a kind of source of its own."""

from django.db import migrations, models
from django.db.models import Q

KINDS = [
    ("published", "official publication"),
    ("law", "legal text"),
    ("press", "press, unaudited"),
    ("portal", "wording of this portal, to be confirmed by the Commune"),
]


def as_press(apps, schema_editor):
    apps.get_model("commitments", "Source").objects.filter(trust="law").update(trust="press")


def constraint(kinds):
    return models.CheckConstraint(condition=Q(("trust__in", kinds)), name="source_trust_is_known")


class Migration(migrations.Migration):
    dependencies = [("commitments", "0018_events_and_bodies")]
    operations = [
        migrations.AlterField(
            "source",
            "trust",
            models.CharField(choices=KINDS, default="published", max_length=10, verbose_name="trust"),
        ),
        migrations.RemoveConstraint("source", "source_trust_is_known"),
        migrations.RunPython(migrations.RunPython.noop, as_press),
        migrations.AddConstraint("source", constraint([kind for kind, _words in KINDS])),
    ]
