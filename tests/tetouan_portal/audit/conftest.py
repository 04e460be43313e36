import pytest
from django.db import connection

from tetouan_portal.audit.models import AuditEntry
from tetouan_portal.audit.tracking import track


@pytest.fixture
def shelf(entries):
    """A table of the test's own, as a migration attaches it."""
    with connection.cursor() as cursor:
        cursor.execute("""
            create table shelf (
              id serial primary key, title_ar text, title_fr text, email text, seen_at timestamptz,
              double text generated always as (title_fr || title_fr) stored)
        """)
        cursor.execute(track("shelf", leave_out=["seen_at"], mask=["email"]).sql)
    return run


def run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def entries(db):
    """A function that lists what was recorded of a table during the test, oldest first."""
    before = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def recorded(table="shelf"):
        return list(AuditEntry.objects.filter(table_name=table, pk__gt=before).order_by("pk"))

    return recorded
