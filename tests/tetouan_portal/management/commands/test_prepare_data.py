from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from budget_docs.models import DocumentType
from commitments.models import Commitment
from participation.models import Category, Holiday
from tetouan_portal.audit.models import AuditEntry
from tetouan_portal.lib.demonstration import Demonstrable

pytestmark = pytest.mark.django_db


def prepared():
    out = StringIO()
    call_command("prepare_data", stdout=out)
    return out.getvalue()


def test_an_empty_portal_gets_what_it_begins_with_and_no_invented_row():
    prepared()
    assert all(model.objects.exists() for model in (Commitment, DocumentType, Category, Holiday))
    marked = [model for model in apps.get_models() if issubclass(model, Demonstrable)]
    assert not [model for model in marked if model.objects.filter(is_demo=True).exists()]


def test_a_second_time_changes_nothing():
    prepared()
    before = AuditEntry.objects.count()
    assert "there was none" in prepared()
    assert AuditEntry.objects.count() == before


def test_each_load_is_recorded_under_its_own_name():
    prepared()
    said = dict(AuditEntry.objects.filter(operation="insert").values_list("table_name", "detail"))
    assert said["commitments_commitment"] == "load_plan"
    assert said["participation_holiday"] == "load_holidays"
