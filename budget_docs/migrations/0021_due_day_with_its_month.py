"""The rule that a due day and its month are both given or neither, which a missing half slipped through.

A half alone never made a due date. It is emptied; the record of changes keeps what stood there.
"""

from django.db import migrations, models
from django.db.models import Q

WHOLE = """
update budget_docs_documenttype set due_month = null, due_day = null
where (due_month is null) <> (due_day is null);
set constraints all immediate; set constraints all deferred;
"""


class Migration(migrations.Migration):
    dependencies = [("budget_docs", "0020_rule_changes")]
    operations = [
        migrations.RunSQL(WHOLE, migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="documenttype", name="document_type_due_whole_or_not"),
        migrations.AddConstraint(
            model_name="documenttype",
            constraint=models.CheckConstraint(
                name="document_type_due_whole_or_not",
                condition=Q(due_month__isnull=True, due_day__isnull=True)
                | Q(
                    due_month__isnull=False,
                    due_day__isnull=False,
                    due_month__gte=1,
                    due_month__lte=12,
                    due_day__gte=1,
                    due_day__lte=31,
                ),
                violation_error_message="Give both day and month, or neither.",
            ),
        ),
    ]
