import datetime

import pytest
from django.core.management import call_command

from commitments.models import Statement
from tests.factories.commitments import (
    CommitmentFactory,
    EvidenceFactory,
    IndicatorFactory,
    ReadingFactory,
    StatementFactory,
)
from tetouan_portal.journal.becoming import enter_all_public, enter_public
from tetouan_portal.journal.chain import first_break
from tetouan_portal.journal.models import JournalLine, Kind

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
