"""Where else a document was looked for: never rewritten."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from tetouan_portal.audit.tracking import track


class Migration(migrations.Migration):
    dependencies = [("budget_docs", "0010_dated_rules"), ("tetouan_portal", "0005_audit")]
    operations = [
        migrations.CreateModel(
            "Look",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("was_found", models.BooleanField(verbose_name="found")),
                (
                    "address",
                    models.URLField(
                        max_length=500,
                        validators=[django.core.validators.URLValidator(schemes=["http", "https"])],
                        verbose_name="address",
                    ),
                ),
                ("looked_on", models.DateField(verbose_name="looked on")),
                ("looked_by", models.CharField(max_length=120, verbose_name="who looked")),
                (
                    "date",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks",
                        to="budget_docs.publicationdate",
                    ),
                ),
            ],
            {
                "verbose_name": "look elsewhere",
                "verbose_name_plural": "looks elsewhere",
                "ordering": ["-looked_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(address__regex="^https?://"),
                        name="look_at_a_web_address",
                        violation_error_message="Write the whole address, for example https://www.example.org/page.",
                    ),
                    models.CheckConstraint(
                        condition=Q(looked_by="", _negated=True),
                        name="look_says_by_whom",
                        violation_error_message="Say who looked.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "create trigger history before update or delete on budget_docs_look"
            " for each row execute function budget_history()",
            "drop trigger history on budget_docs_look",
        ),
        track("budget_docs_look"),
    ]
