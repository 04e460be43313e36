import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from commitments.models import Edition
from tests.factories.commitments import MilestoneFactory

SENTENCE = "Demonstration data is in the database: run remove_demo."

pytestmark = pytest.mark.django_db


def complaints():
    return [error.msg for error in run_checks(databases=["default"]) if error.id == "commitments.E001"]


def test_production_complains_of_demonstration_data(settings):
    MilestoneFactory(is_demo=True)
    settings.PRODUCTION = True

    assert complaints() == [SENTENCE]
    with pytest.raises(SystemCheckError, match=SENTENCE):
        call_command("check", databases=["default"])


def test_production_is_content_with_real_rows(settings):
    MilestoneFactory()
    settings.PRODUCTION = True

    assert complaints() == []


def test_development_may_hold_demonstration_data(settings):
    MilestoneFactory(is_demo=True)
    settings.PRODUCTION = False

    assert complaints() == []


def test_the_check_asks_no_database_it_was_not_given(settings, django_assert_num_queries):
    MilestoneFactory(is_demo=True)
    settings.PRODUCTION = True

    with django_assert_num_queries(0):
        assert not [error for error in run_checks() if error.id == "commitments.E001"]


def test_a_database_without_tables_yet_passes(settings):
    settings.PRODUCTION = True
    with connection.cursor() as cursor:
        cursor.execute(f"alter table {Edition._meta.db_table} rename to not_yet_made")

    assert complaints() == []
