"""What a line tells of changes with another line, or not at all, whoever tries: the database holds it."""

import pytest
from django.db import IntegrityError, connection, models, transaction

from commitments.models import ActionPlan, Event
from tests.factories.commitments import EventFactory, StatementFactory
from tetouan_portal.journal.becoming import enter_all_public, enter_change
from tetouan_portal.journal.models import JournalLine, Kind
from tetouan_portal.journal.subjects import places_of, subjects, values_of

# Asked at the end of a real transaction.
pytestmark = pytest.mark.django_db(transaction=True)
SENTENCE = "changes with a line of the journal"


def columns_told_of(model):
    subject = subjects()[model]
    facts = [model._meta.get_field(name).column for name in subject.facts]
    words = [column for name in subject.texts for _place, column in places_of(model(), name)]
    withdrawn = {"withdrawn_at"} & {field.column for field in model._meta.fields}
    return {*facts, *words, *withdrawn}


def columns_guarded_in(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "select encode(tgargs, 'escape') from pg_trigger"
            " where tgrelid = %s::regclass and tgname = 'journal_is_told'",
            [table],
        )
        found = cursor.fetchone()
    return found[0].split("\\000")[:-1] if found else []


@pytest.mark.parametrize("model", list(subjects()), ids=lambda model: model._meta.label_lower)
def test_the_database_guards_every_column_of_which_the_journal_tells(model):
    label, *columns = columns_guarded_in(model._meta.db_table) or [""]
    assert label == model._meta.label_lower
    # A withdrawn statement's state is guarded by its own triggers.
    assert set(columns) | {"withdrawn_at"} == columns_told_of(model) | {"withdrawn_at"}


def in_sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_nothing_that_was_told_is_rewritten_or_goes_in_silence():
    event = EventFactory(title_fr="Assemblée")
    enter_all_public()
    with pytest.raises(IntegrityError, match=SENTENCE):
        in_sql("update commitments_event set title_fr = 'Autre chose' where id = %s", event.pk)
    with pytest.raises(IntegrityError, match=r"goes with a line of the journal"):
        in_sql("delete from commitments_event where id = %s", event.pk)
    event.refresh_from_db()
    assert event.title_fr == "Assemblée"


def test_with_its_line_it_changes():
    event = EventFactory(title_fr="Assemblée")
    enter_all_public()
    with transaction.atomic():
        was, event.title_fr = values_of(event), "Assemblée publique"
        event.save()
        enter_change(Kind.CORRECTED, event, was=was, reason={"fr": "Le titre exact"})
    assert JournalLine.objects.filter(kind="corrected").count() == 1


def test_a_line_of_before_excuses_no_change_of_today():
    event = EventFactory()
    enter_all_public()
    with transaction.atomic():
        enter_change(Kind.CORRECTED, event, reason={"fr": "Rien"})
    with pytest.raises(IntegrityError, match=SENTENCE):
        Event.objects.filter(pk=event.pk).update(title_fr="Autre chose")


def test_a_line_of_another_row_excuses_nothing():
    event, other = EventFactory(), EventFactory(slug="other")
    enter_all_public()

    @transaction.atomic
    def with_the_line_of_another():
        Event.objects.filter(pk=event.pk).update(title_fr="Autre chose")
        enter_change(Kind.CORRECTED, other, reason={"fr": "Rien"})

    with pytest.raises(IntegrityError, match=SENTENCE):
        with_the_line_of_another()


def test_what_the_journal_has_not_told_yet_changes_freely():
    event = EventFactory(plan__draft=True)
    enter_all_public()
    Event.objects.filter(pk=event.pk).update(title_fr="Autre chose")
    Event.objects.filter(pk=event.pk).delete()


def test_columns_of_which_the_journal_does_not_tell_change_freely():
    event = EventFactory(title_fr="Assemblée")
    enter_all_public()
    in_sql("update commitments_event set title = 'Autre chose' where id = %s", event.pk)


def test_invented_rows_go_freely():
    statement = StatementFactory(is_demo=True)
    enter_all_public()
    type(statement).objects.filter(pk=statement.pk).delete()


def test_a_plan_is_not_made_current_in_silence():
    StatementFactory()
    enter_all_public()
    with pytest.raises(IntegrityError, match=SENTENCE):
        ActionPlan.objects.update(is_current=models.Q(is_current=False))
