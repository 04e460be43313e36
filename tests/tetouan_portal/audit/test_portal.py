"""Whatever way a change takes into the portal, it leaves its trace."""

import datetime
import os
import subprocess
import sys
import threading

import pytest
from celery import shared_task
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.color import no_style
from django.db import IntegrityError, connection, transaction
from psycopg.conninfo import make_conninfo

from commitments.models import Commitment, Milestone, Reading, Theme
from tests.commitments.admin.pages import address, sent
from tests.factories.commitments import CommitmentFactory, IndicatorFactory, MilestoneFactory, ThemeFactory
from tests.tetouan_portal.audit.conftest import run
from tetouan_portal.audit.context import acting
from tetouan_portal.audit.models import AuditEntry
from tetouan_portal.journal.models import JournalLine
from tetouan_portal.security.models import SecurityEvent

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 5, 4)


@pytest.fixture
def chief(db):
    return User.objects.create_superuser("chief", "chief@example.org", "a long enough password", last_name="Benali")


@pytest.fixture
def staff(client, chief):
    client.force_login(chief)
    return client


def test_a_form_is_recorded_with_who_and_on_which_page(staff, chief, entries):
    milestone = MilestoneFactory(title_es="")
    added = entries("commitments_milestone")[-1]
    page = address("milestone", "change", milestone.pk)
    assert sent(staff, page, "milestone_form", title_es="Nuevo título").status_code == 302
    entry = entries("commitments_milestone")[-1]
    assert (added.actor, entry.actor, entry.row_pk) == (None, chief.pk, str(milestone.pk))
    assert (entry.origin, entry.detail) == ("form", "admin:commitments_milestone_change")
    assert (entry.old, entry.new) == ({"title_es": milestone.title_es}, {"title_es": "Nuevo título"})


def test_a_form_that_changes_nothing_leaves_no_trace(staff, entries):
    milestone = MilestoneFactory()
    before = len(entries("commitments_milestone"))
    assert sent(staff, address("milestone", "change", milestone.pk), "milestone_form").status_code == 302
    assert len(entries("commitments_milestone")) == before


def test_an_update_without_the_model_is_recorded(entries):
    MilestoneFactory.create_batch(2)
    Milestone.objects.update(due_on=DAY)
    assert [entry.new for entry in entries("commitments_milestone")[-2:]] == [{"due_on": "2026-05-04"}] * 2


def test_rows_created_together_are_recorded_each(entries):
    indicator = IndicatorFactory()
    days = ["2026-05-04", "2026-05-05", "2026-05-06"]
    Reading.objects.bulk_create(Reading(indicator=indicator, dated_on=day, value=1) for day in days)
    assert [entry.new["dated_on"] for entry in entries("commitments_reading")] == days


def test_an_exact_number_stays_exact(entries):
    Reading.objects.create(indicator=IndicatorFactory(), dated_on=DAY, value="1234567890.1")
    assert str(entries("commitments_reading")[-1].new["value"]).rstrip("0") == "1234567890.1"


def test_sql_is_recorded_without_the_portals_help(entries):
    CommitmentFactory()
    run("update commitments_commitment set number = 40")
    assert (entries("commitments_commitment")[-1].new, entries("commitments_commitment")[-1].origin) == (
        {"number": 40},
        "",
    )


def test_what_joins_two_rows_is_recorded_with_its_owner(entries):
    commitment, theme = CommitmentFactory(), ThemeFactory()
    commitment.themes.add(theme)
    commitment.themes.clear()
    added, removed = entries("commitments_commitment_themes")
    assert (added.operation, removed.operation) == ("insert", "delete")
    assert added.row_pk == removed.row_pk == str(commitment.pk)
    assert removed.old["theme_id"] == theme.pk


def test_a_deletion_records_everything_that_goes_with_it(entries):
    milestone = MilestoneFactory(commitment__draft=True)
    theme = ThemeFactory()
    milestone.commitment.themes.add(theme)
    Commitment.objects.filter(pk=milestone.commitment_id).delete()
    for table in ("commitments_commitment", "commitments_milestone", "commitments_commitment_themes"):
        assert entries(table)[-1].operation == "delete", table
    assert entries("commitments_milestone")[-1].old["title_fr"] == milestone.title_fr


def test_what_is_rolled_back_leaves_no_trace(entries):
    with transaction.atomic():
        ThemeFactory()
        transaction.set_rollback(True)
    assert (entries("commitments_theme"), Theme.objects.count()) == ([], 0)


def test_one_save_is_one_act(entries):
    with transaction.atomic():
        MilestoneFactory()
        ThemeFactory()
    acts = {entry.transaction_id for table in ("milestone", "theme") for entry in entries(f"commitments_{table}")}
    assert len(acts) == 1


@shared_task
def name_a_theme(pk):
    Theme.objects.filter(pk=pk).update(name_fr="Eau")


@pytest.mark.parametrize("by_a_worker", [False, True])
def test_a_task_is_recorded_by_its_name(entries, by_a_worker):
    theme = ThemeFactory()
    name_a_theme.apply([theme.pk]) if by_a_worker else name_a_theme(theme.pk)
    entry = entries("commitments_theme")[-1]
    assert (entry.actor, entry.origin, entry.detail) == (None, "task", name_a_theme.name)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("command", [["load_plan"], ["shell", "-v0", "-c", "exec(open('THEME').read())"]])
def test_a_command_is_recorded_by_its_name_and_so_is_the_shell(tmp_path, entries, command):
    script = tmp_path / "theme.py"
    script.write_text("from commitments.models import Theme\nTheme.objects.create(slug='water', name_fr='Eau')\n")
    database = make_conninfo(settings.DATABASE_URL, dbname=connection.settings_dict["NAME"])
    arguments = [argument.replace("THEME", str(script)) for argument in command]
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env={**os.environ, "DATABASE_URL": database},
        cwd=settings.BASE_DIR,
        check=True,
        capture_output=True,
    )
    entry = entries("commitments_theme")[-1]
    assert (entry.actor, entry.origin, entry.detail) == (None, "command", command[0])


def test_of_a_person_nothing_is_recorded_but_that_it_changed(entries, client):
    person = User.objects.create_user("amina", "amina@example.org", "a long enough password", first_name="Amina")
    person.last_name = "Idrissi"
    person.save()
    client.force_login(person)
    person.delete()
    added, changed, deleted = entries("auth_user")
    assert added.masked == ["email", "first_name", "password", "username"]
    assert (changed.old, changed.new, changed.masked) == ({}, {}, ["last_name"])
    assert deleted.masked == ["email", "first_name", "last_name", "password", "username"]
    with connection.cursor() as cursor:
        cursor.execute("select string_agg(to_jsonb(a)::text, '') from tetouan_portal_auditentry a")
        everything = cursor.fetchone()[0].lower()
    assert [word for word in ("amina", "idrissi", "pbkdf2", "argon2", "md5$") if word in everything] == []


def test_what_a_person_may_do_is_recorded(entries):
    person, group = User.objects.create_user("amina"), Group.objects.get(name="monitor")
    person.groups.add(group)
    person.is_staff = True
    person.save()
    assert (entries("auth_user_groups")[-1].row_pk, entries("auth_user")[-1].new) == (
        str(person.pk),
        {"is_staff": True},
    )


def test_an_act_outlives_the_account(staff, chief, entries):
    milestone = MilestoneFactory(title_es="")
    sent(staff, address("milestone", "change", milestone.pk), "milestone_form", title_es="Nuevo título")
    pk = chief.pk
    chief.delete()
    assert entries("commitments_milestone")[-1].actor == pk


def empty(tables):
    """As `manage.py flush` does."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), tables, allow_cascade=True):
            cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_emptying_the_portal_keeps_its_record():
    ThemeFactory()
    before = AuditEntry.objects.count()
    tables = set(connection.introspection.django_table_names(only_existing=True))
    with pytest.raises(IntegrityError, match=r"securityevent|the journal says"), transaction.atomic():
        empty(tables)
    empty(tables - {SecurityEvent._meta.db_table, JournalLine._meta.db_table})
    assert not Theme.objects.exists()
    assert AuditEntry.objects.count() > before


@pytest.mark.django_db(transaction=True)
def test_writers_do_not_wait_for_each_other(entries):
    def write():
        try:
            with acting(user=User(pk=8), origin="form"):
                ThemeFactory(name_fr="Voirie")
        finally:
            connection.close()

    with transaction.atomic(), acting(user=User(pk=7), origin="form"):
        ThemeFactory(name_fr="Eau")
        other = threading.Thread(target=write)
        other.start()
        other.join(timeout=10)
        assert not other.is_alive()
    recorded = {entry.new["name_fr"]: entry.actor for entry in entries("commitments_theme")}
    assert recorded == {"Eau": 7, "Voirie": 8}
