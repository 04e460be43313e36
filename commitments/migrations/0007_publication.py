"""Drafted, submitted, returned, published: a state in place of one tick; `is_published` is derived from it."""

from importlib import import_module

from django.db import migrations, models
from django.db.models import Q

GUARDED = import_module("commitments.migrations.0002_guards").GUARDED["statement"]
STATES = [("draft", "draft"), ("submitted", "submitted"), ("returned", "returned"), ("published", "published")]


def guard(columns):
    return (
        "create trigger statement_append_only before update or delete on commitments_statement"
        f" for each row execute function portal_append_only({', '.join(columns)})"
    )


UNGUARD = "drop trigger statement_append_only on commitments_statement"
FORMER = guard(GUARDED)
# A generated column is not yet computed when the trigger looks: the state is guarded in its place.
CURRENT = guard(["state", "done_on", *(column for column in GUARDED if column != "is_published")])


def state_of(model):
    return [
        migrations.AddField(
            model,
            "state",
            models.CharField(
                "state", choices=STATES, default="draft", editable=False, max_length=10
            ),
        ),
        migrations.AddField(model, "return_reason", models.TextField("why it was returned", blank=True, editable=False, default=""), preserve_default=False),
        migrations.AddField(
            model, "submitted_at", models.DateTimeField("submitted at", blank=True, editable=False, null=True)
        ),
        migrations.RunSQL(
            f"update commitments_{model} set state = 'published' where is_published",
            f"update commitments_{model} set is_published = true where state = 'published'",
        ),
        # Statements with pending trigger events cannot change their table in the same transaction.
        migrations.RunSQL("set constraints all immediate", "set constraints all immediate"),
    ]


def derived(model):
    return [
        migrations.RemoveField(model, "is_published"),
        migrations.AddField(
            model,
            "is_published",
            models.GeneratedField(
                db_persist=True,
                expression=Q(("state", "published")),
                output_field=models.BooleanField(),
                verbose_name="published",
            ),
        ),
        migrations.AddConstraint(
            model,
            models.CheckConstraint(
                condition=Q(("state__in", ["draft", "submitted", "returned", "published"])),
                name=f"{model}_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model,
            models.CheckConstraint(
                condition=Q(("state", "returned"), Q(("return_reason", ""), _negated=True))
                | Q(Q(("state", "returned"), _negated=True), ("return_reason", "")),
                name=f"{model}_returned_iff_explained",
                violation_error_message="Say why, when and only when you return it.",
            ),
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("commitments", "0006_texts_in_some_language")]
    operations = [
        migrations.RunSQL(UNGUARD, FORMER),
        migrations.RemoveConstraint("statement", "published_statement_says_something"),
        *state_of("statement"),
        *state_of("progressupdate"),
        *derived("statement"),
        *derived("progressupdate"),
        migrations.AddField(
            "statement", "done_on", models.DateField("done on", null=True, blank=True)
        ),
        migrations.RunSQL(CURRENT, UNGUARD),
    ]
