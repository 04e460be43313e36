import datetime

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from commitments.models import Statement
from tests.at_once import together
from tests.budget_docs import rows as budget
from tests.factories.commitments import (
    CommitmentFactory,
    EvidenceFactory,
    IndicatorFactory,
    MilestoneFactory,
    ReadingFactory,
    StatementFactory,
)
from tests.factories.participation import PublishedCaseFactory
from tetouan_portal.journal.becoming import enter_all_public, enter_change, enter_public
from tetouan_portal.journal.chain import first_break
from tetouan_portal.journal.models import JournalLine, Kind
from tetouan_portal.journal.subjects import values_of
from tetouan_portal.journal.writing import LOCK

pytestmark = pytest.mark.django_db


def subjects(**wanted):
    return set(JournalLine.objects.filter(**wanted).values_list("subject", flat=True))


def test_what_was_public_before_the_journal_is_its_opening_with_the_day_where_one_is_known():
    reading = ReadingFactory(indicator=IndicatorFactory(), dated_on=datetime.date(2026, 5, 1))
    statement = StatementFactory(commitment=reading.indicator.commitment)

    enter_all_public()

    lines = {line.subject: line.told for line in JournalLine.objects.all()}
    assert lines[f"commitments.statement:{statement.pk}"]["opening"]
    assert lines[f"commitments.statement:{statement.pk}"]["public_since"] is None
    assert lines[f"commitments.reading:{reading.pk}"]["public_since"] == reading.recorded_at.date().isoformat()
    assert first_break() is None


def test_what_nobody_outside_can_see_is_not_told():
    draft = StatementFactory(state="draft")
    hidden = StatementFactory(commitment=CommitmentFactory(draft=True))
    StatementFactory()

    enter_all_public()

    told = subjects(subject__startswith="commitments.statement:")
    assert len(told) == 1
    assert not told & {f"commitments.statement:{row.pk}" for row in (draft, hidden)}


def test_each_row_is_told_once_however_often_it_is_asked():
    EvidenceFactory(statement=StatementFactory())

    assert enter_all_public() > 3
    assert enter_all_public() == 0
    assert enter_public(Statement.objects.get()) == []


def test_what_comes_after_the_beginning_is_no_opening():
    enter_all_public()
    statement = StatementFactory()

    enter_all_public()

    assert not JournalLine.objects.get(subject=f"commitments.statement:{statement.pk}").told["opening"]
    assert JournalLine.objects.filter(kind=Kind.BEGUN).count() == 1


def test_the_command_tells_how_many_lines_it_wrote(capsys):
    StatementFactory()

    call_command("enter_public")

    assert f"{JournalLine.objects.count()} lines written" in capsys.readouterr().out


def test_a_change_of_what_no_line_tells_of_follows_on_what_it_was():
    """An act can come before the opening, or a withdrawal before the clock: neither hides that it was public."""
    milestone = MilestoneFactory(due_on=datetime.date(2026, 3, 31))
    was = values_of(milestone)
    milestone.due_on = datetime.date(2026, 9, 30)
    milestone.save()

    enter_change(Kind.AMENDED, milestone, was=was)

    opening, amended = JournalLine.objects.order_by("number")
    assert opening.told["opening"]
    assert {"field": "due_on", "from": None, "to": "2026-03-31"} in opening.told["changes"]
    assert amended.told["changes"] == [{"field": "due_on", "from": "2026-03-31", "to": "2026-09-30"}]
    enter_all_public()
    assert subjects(subject=f"commitments.milestone:{milestone.pk}", kind=Kind.PUBLISHED)
    assert JournalLine.objects.filter(subject=f"commitments.milestone:{milestone.pk}").count() == 2


def test_a_change_of_what_nobody_may_see_is_not_told():
    milestone = MilestoneFactory(commitment__draft=True)

    assert enter_change(Kind.AMENDED, milestone, was={}) is None
    assert not JournalLine.objects.exists()


def test_what_hangs_on_an_invented_row_is_marked_as_invented():
    document = budget.document(is_demo=True)
    file = budget.file(document)
    published = PublishedCaseFactory(case__is_demo=True)

    enter_public(document, file, published)

    assert [line.told["demonstration"] for line in JournalLine.objects.all()] == [True, True, True]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_tell_of_one_row_at_once_one_does():
    statement = StatementFactory()

    def tell():
        with transaction.atomic():
            return len(enter_public(statement))

    assert sorted(together(tell, tell, tell)) == [0, 0, 1]
    assert JournalLine.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_finds_nothing_to_tell_waits_for_nobody():
    enter_all_public()
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set local lock_timeout = '2s'")
            assert enter_all_public() == 0
    finally:
        other.rollback()
        other.close()
