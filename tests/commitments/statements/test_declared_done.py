"""A milestone is declared done on the day that the municipality's published statement says, and on no other."""

from contextlib import contextmanager
from datetime import date
from importlib import import_module

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from commitments.models import Commitment, Milestone, Statement
from commitments.standing.dossier import dossiers_of
from commitments.statements import publication
from tests.factories.commitments import MilestoneFactory, StatementFactory, declare_done

pytestmark = pytest.mark.django_db
DAY, LATER, MIGRATED = date(2025, 3, 1), date(2025, 4, 2), date(2026, 11, 30)
BY_HAND = {
    "ar": "أُدخل يدويا قبل",
    "fr": "saisi à la main avant le",
    "es": "introducido a mano antes del",
}


def done(milestone):
    return Milestone.objects.values_list("done_on", "done_entered_before").get(pk=milestone.pk)


def publish(milestone, **values):
    return publication.publish(StatementFactory(draft=True, commitment=None, milestone=milestone, **values))


def entered_by_hand(milestone, day=DAY, before=MIGRATED):
    """As the migration left what had been typed; no door makes one any more."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set local session_replication_role = replica")
        Milestone.objects.filter(pk=milestone.pk).update(done_on=day, done_entered_before=before)
        cursor.execute("set local session_replication_role = origin")
    milestone.refresh_from_db()
    return milestone


@contextmanager
def whole_transaction():
    """With what is looked at when it ends."""
    with transaction.atomic():
        yield
        connection.check_constraints()


# --- a statement says it ---------------------------------------------------------------------


def test_the_newest_statement_that_says_a_day_is_believed_in_whatever_order_they_come():
    milestone = MilestoneFactory()
    publish(milestone, dated_on=date(2025, 6, 1), done_on=LATER)
    publish(milestone, dated_on=date(2025, 5, 1), done_on=DAY)
    publish(milestone, dated_on=date(2025, 7, 1))
    assert done(milestone) == (LATER, None)


def test_a_correction_moves_the_day_and_one_without_a_day_takes_it_back():
    milestone = MilestoneFactory()
    first = publish(milestone, done_on=DAY)
    second = publish(milestone, done_on=LATER, supersedes=first)
    assert done(milestone) == (LATER, None)
    publish(milestone, done_on=None, supersedes=second)
    assert done(milestone) == (None, None)
    connection.check_constraints()


def test_a_correction_that_is_not_published_moves_nothing():
    milestone = declare_done(MilestoneFactory(), DAY)
    correction = {"supersedes": Statement.objects.get(), "done_on": LATER}
    StatementFactory(submitted=True, commitment=None, milestone=milestone, **correction)
    publish(MilestoneFactory(), done_on=LATER)
    assert done(milestone) == (DAY, None)
    connection.check_constraints()


def test_the_monitor_does_not_move_it():
    milestone = declare_done(MilestoneFactory(), DAY)
    publish(milestone, by_monitor=True)
    assert done(milestone) == (DAY, None)


# --- nobody types it -------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["add", "change"])
def test_no_form_has_it_not_even_an_administrators(admin_client, page):
    milestone = MilestoneFactory()
    args = [milestone.pk] if page == "change" else []
    address = reverse(f"admin:commitments_milestone_{page}", args=args)
    form = admin_client.get(address).context["adminform"].form
    assert not {name for name in form.fields if name.startswith("done_")}
    given = {name: form[name].value() or "" for name in form.fields}
    admin_client.post(address, given | {"done_on": "2025-03-01", "done_entered_before": "2025-03-02"})
    assert done(milestone) == (None, None)


@pytest.mark.parametrize("change", ["done_on = '2025-03-01'", "done_on = '2025-03-01', title_fr = 'Autre'"])
def test_the_database_refuses_a_day_that_no_statement_says(change):
    StatementFactory(commitment=None, milestone=MilestoneFactory(), done_on=DAY)
    StatementFactory(commitment=None, milestone=MilestoneFactory(), done_on=DAY, draft=True)
    for milestone in [MilestoneFactory(), *Milestone.objects.filter(statements__state="draft")]:
        with pytest.raises(DatabaseError, match="the day that a published statement says"), whole_transaction():
            connection.cursor().execute(f"update commitments_milestone set {change} where id = %s", [milestone.pk])


def test_the_database_refuses_a_milestone_that_is_done_from_its_beginning():
    with pytest.raises(DatabaseError, match="the day that a published statement says"), whole_transaction():
        Milestone.objects.create(commitment=MilestoneFactory().commitment, number=99, title_fr="Fait", done_on=DAY)


def test_the_database_refuses_to_take_away_or_to_move_what_a_statement_says():
    milestone = declare_done(MilestoneFactory(), DAY)
    for value in (None, LATER):
        with pytest.raises(DatabaseError, match="the day that a published statement says"), whole_transaction():
            Milestone.objects.filter(pk=milestone.pk).update(done_on=value)
    assert done(milestone) == (DAY, None)


# --- what was typed before ---------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_what_was_entered_by_hand_is_shown_so(client, language):
    milestone = entered_by_hand(MilestoneFactory())
    declared = declare_done(MilestoneFactory(commitment=milestone.commitment), DAY)
    page = client.get(f"/{language}{milestone.commitment.get_absolute_url()[3:]}").text
    assert page.count(BY_HAND[language]) == 1
    (dossier,) = dossiers_of(Commitment.objects.all(), on=date(2026, 12, 1))
    told = {one["number"]: one["done_entered_before"] for one in dossier["milestones"]}
    assert told == {milestone.number: MIGRATED, declared.number: None}


def test_nobody_enters_a_day_by_hand_any_more_and_nobody_changes_one_that_was():
    old, fresh = entered_by_hand(MilestoneFactory()), MilestoneFactory()
    by_hand = {"done_on": LATER, "done_entered_before": MIGRATED}
    for milestone, values in ((fresh, by_hand), (old, by_hand), (old, {"done_entered_before": LATER})):
        with pytest.raises(DatabaseError, match="no day is entered by hand"), transaction.atomic():
            Milestone.objects.filter(pk=milestone.pk).update(**values)
    with pytest.raises(DatabaseError, match="goes when a statement says a day"), whole_transaction():
        Milestone.objects.filter(pk=old.pk).update(done_on=None, done_entered_before=None)
    assert done(old) == (DAY, MIGRATED)


def test_a_statement_takes_the_place_of_what_was_entered_by_hand_once_it_says_a_day():
    milestone = entered_by_hand(MilestoneFactory())
    publish(milestone, dated_on=date(2025, 5, 1))
    assert done(milestone) == (DAY, MIGRATED)
    publish(milestone, dated_on=date(2025, 5, 2), done_on=LATER)
    assert done(milestone) == (LATER, None)
    connection.check_constraints()


def test_a_milestone_with_such_a_day_is_saved_as_any_other(admin_client):
    milestone = entered_by_hand(MilestoneFactory())
    milestone.title_fr = "Rédiger le guide"
    milestone.save()
    connection.check_constraints()
    assert done(milestone) == (DAY, MIGRATED)


def test_marked_days_are_days():
    milestone = MilestoneFactory()
    with pytest.raises(IntegrityError, match="milestone_entered_by_hand_is_done"), transaction.atomic():
        entered_by_hand(milestone, day=None)


def test_the_migration_keeps_and_marks_what_no_statement_says_and_believes_the_statements():
    typed, moved, emptied = MilestoneFactory(), MilestoneFactory(), MilestoneFactory()
    said, silent = declare_done(MilestoneFactory(), DAY), MilestoneFactory()
    for milestone in (moved, emptied):
        StatementFactory(commitment=None, milestone=milestone, done_on=DAY)
    entered_by_hand(typed, before=None)
    entered_by_hand(moved, day=LATER, before=None)
    migration = import_module("commitments.migrations.0033_declared_done")
    with connection.cursor() as cursor:
        cursor.execute(migration.UNGUARD)
        with connection.schema_editor() as editor:
            migration.follow_statements(None, editor)
        cursor.execute(migration.GUARD)
    assert [done(one)[0] for one in (typed, moved, emptied, said, silent)] == [DAY, DAY, DAY, DAY, None]
    assert [bool(done(one)[1]) for one in (typed, moved, emptied, said, silent)] == [True, False, False, False, False]
