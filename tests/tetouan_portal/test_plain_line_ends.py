"""Rows from before line ends were made plain: mended where no rule holds them, and left to the byte where one does."""

from importlib import import_module

import pytest
from django.db import connection

from commitments.models import Event, Statement
from participation.case import desk_acts
from participation.models import Case, CaseEvent
from tests.factories import participation as case
from tests.factories.commitments import CommitmentFactory, EventFactory, StatementFactory
from tests.factories.people import superuser
from tetouan_portal.audit.history import history_of
from tetouan_portal.audit.models import AuditEntry
from tetouan_portal.journal.models import JournalLine

pytestmark = pytest.mark.django_db
TYPED, PLAIN = "Première\r\n\r\nDernière", "Première\n\nDernière"
MEND = import_module("tetouan_portal.migrations.0026_plain_line_ends").MEND


def mend():
    with connection.cursor() as cursor:
        cursor.execute(MEND)


def told(request, row):
    return [one.entry.operation for occasion in history_of(request, row).occasions for one in occasion.told]


def test_what_nothing_holds_gets_plain_line_ends():
    event, draft = EventFactory(text_fr=TYPED, text_es="a\rb"), StatementFactory(draft=True, summary_fr=TYPED)
    hidden = CommitmentFactory(draft=True, problem_ar=TYPED)
    mend()
    for row in (event, draft, hidden):
        row.refresh_from_db()
    assert (event.text_fr, event.text_es) == (PLAIN, "a\nb")
    assert (draft.summary_fr, hidden.problem_ar) == (PLAIN, PLAIN)


def test_what_is_frozen_keeps_its_bytes_and_stops_nobody_else_s_mending():
    frozen = StatementFactory(summary_fr=TYPED)
    filed = case.CaseFactory(text=TYPED)
    desk_acts.close(filed, "solved", text=TYPED, by=None, now=case.RECEIVED_AT)
    said = list(CaseEvent.objects.values())
    event = EventFactory(text_fr=TYPED)
    mend()
    assert Statement.objects.get(pk=frozen.pk).summary_fr == TYPED
    assert list(CaseEvent.objects.values()) == said
    assert Event.objects.get(pk=event.pk).text_fr == PLAIN
    assert Case.objects.get(pk=filed.pk).text == PLAIN


@pytest.mark.django_db(transaction=True)
def test_what_is_promised_in_public_keeps_its_bytes():
    promised, event = CommitmentFactory(problem_fr=TYPED), EventFactory(text_fr=TYPED)
    mend()
    promised.refresh_from_db()
    event.refresh_from_db()
    assert (promised.problem_fr, event.text_fr) == (TYPED, PLAIN)


def test_no_line_of_the_journal_and_no_word_of_a_history_tells_of_it(rf):
    event = EventFactory(text_fr=TYPED)
    mend()
    request = rf.get("/")
    request.user = superuser()
    assert AuditEntry.objects.filter(table_name="commitments_event", operation="update").count() == 1
    assert told(request, event) == ["insert"]
    assert not JournalLine.objects.exists()


def test_a_change_of_words_beside_one_of_line_ends_is_told(rf):
    event = EventFactory(text_fr=TYPED)
    Event.objects.filter(pk=event.pk).update(text_fr=PLAIN + ".")
    request = rf.get("/")
    request.user = superuser()
    assert told(request, event) == ["insert", "update"]
