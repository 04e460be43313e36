"""A due day without its month, which the rule of before let pass."""

from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from budget_docs.models import DocumentType
from tests.budget_docs import rows
from tetouan_portal.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
MIGRATION = import_module("budget_docs.migrations.0021_due_day_with_its_month")


@pytest.mark.parametrize("half", [{"due_day": 5}, {"due_month": 12}])
def test_a_day_and_its_month_are_both_given_or_neither(half):
    kind = rows.kind()
    with pytest.raises(IntegrityError, match="document_type_due_whole_or_not"), transaction.atomic():
        DocumentType.objects.filter(pk=kind.pk).update(**half)


def test_a_half_of_before_is_emptied_and_stays_in_the_record_of_changes():
    whole = rows.kind("whole", due_month=12, due_day=5)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; set constraints all deferred")
        cursor.execute("alter table budget_docs_documenttype drop constraint document_type_due_whole_or_not")
        half = rows.kind("half", due_day=5)
        cursor.execute(MIGRATION.WHOLE)
    half.refresh_from_db()
    whole.refresh_from_db()
    assert (half.due_month, half.due_day) == (None, None)
    assert (whole.due_month, whole.due_day) == (12, 5)
    entry = AuditEntry.objects.get(table_name="budget_docs_documenttype", operation="update", row_pk=str(half.pk))
    assert entry.old == {"due_day": 5}
