import datetime
import hashlib
import json
import threading

import pytest
from django.db import connection, transaction

from commitments.models import Commitment
from tests.factories.commitments import CommitmentFactory, MilestoneFactory, StatementFactory
from tetouan_portal.journal.chain import first_break, head
from tetouan_portal.journal.models import BEFORE_THE_FIRST, By, JournalLine, Kind
from tetouan_portal.journal.subjects import Place, values_of
from tetouan_portal.journal.writing import enter

pytestmark = pytest.mark.django_db


def test_a_line_says_what_happened_about_what_and_by_which_side():
    statement = StatementFactory(side="monitor", level="limited", dated_on=datetime.date(2026, 5, 2))

    told = enter(Kind.STATED, statement).told

    assert told["kind"] == "stated"
    assert told["by"] == By.MONITOR
    assert told["about"] == f"/commitments/{statement.commitment.slug}/"
    assert told["subject"] == f"commitments.statement:{statement.pk}"
    assert {"field": "level", "from": None, "to": "limited"} in told["changes"]
    assert {"field": "dated_on", "from": None, "to": "2026-05-02"} in told["changes"]


def test_the_first_line_follows_from_nothing_and_each_other_from_the_one_before():
    commitment = CommitmentFactory()

    first, second = enter(Kind.PUBLISHED, commitment), enter(Kind.AMENDED, commitment)

    assert (first.number, first.told["prior"]) == (1, BEFORE_THE_FIRST)
    assert (second.number, second.told["prior"]) == (2, hashlib.sha256(first.entry.encode()).hexdigest())
    assert head() == (2, second.sha256)
    assert first_break() is None


def test_a_change_says_from_what_to_what_and_nothing_of_what_stayed():
    milestone = MilestoneFactory(due_on=datetime.date(2026, 3, 31))
    was = values_of(milestone)
    milestone.due_on = datetime.date(2026, 9, 30)

    line = enter(
        Kind.AMENDED, milestone, was=was, decided_on=datetime.date(2026, 2, 1), decision={"fr": "Délibération"}
    )

    assert line.told["changes"] == [{"field": "due_on", "from": "2026-03-31", "to": "2026-09-30"}]
    assert line.told["decision"]["on"] == "2026-02-01"


def test_no_text_stands_in_what_is_hashed_and_each_lies_beside_it():
    statement = StatementFactory(summary_fr="Guichet ouvert", summary_ar="فتح الشباك", summary_es="")

    line = enter(Kind.STATED, statement, reason={"fr": "Parce que", "ar": " "})

    assert "Guichet" not in line.entry
    assert "Parce" not in line.entry
    beside = {kept["text"] for kept in line.texts.values()}
    assert beside >= {"Guichet ouvert", "فتح الشباك", "Parce que", statement.commitment.title_fr}
    assert not [text for text in beside if text in line.entry]
    (reason,) = line.told["reason"]
    assert reason["language"] == "fr"
    kept = line.texts[reason["digest"]]
    assert hashlib.sha256((kept["salt"] + kept["text"]).encode()).hexdigest() == reason["digest"]


def test_a_line_names_its_page_as_it_is_called_at_that_time():
    commitment = CommitmentFactory(title_fr="Budget ouvert")

    line = enter(Kind.PUBLISHED, commitment)
    Commitment.objects.filter(pk=commitment.pk).update(title_fr="Autre nom")

    titles = {one["language"]: line.texts[one["digest"]]["text"] for one in line.told["title"]}
    assert titles["fr"] == "Budget ouvert"


def test_the_same_words_have_another_digest_each_time():
    """Or whoever guesses a text that was removed could see that they guessed right."""
    statement = StatementFactory()

    first, second = enter(Kind.STATED, statement), enter(Kind.STATED, statement)

    assert not set(first.texts) & set(second.texts)


def test_what_is_hashed_is_what_everybody_else_computes_with_plain_json():
    statement = StatementFactory(summary_fr='Été\u2028\x7f \\ " / \t 😀')

    line = enter(Kind.STATED, statement, was={Place("level"): "\x01é 😀\u2028"})

    plain = json.dumps(line.told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert plain == line.entry


def test_a_line_belongs_to_the_transaction_of_its_act():
    commitment = CommitmentFactory()

    with transaction.atomic():
        enter(Kind.PUBLISHED, commitment)
        transaction.set_rollback(True)

    assert not JournalLine.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_no_line_is_written():
    commitment = CommitmentFactory()

    with pytest.raises(transaction.TransactionManagementError):
        enter(Kind.PUBLISHED, commitment)


@pytest.mark.django_db(transaction=True)
def test_acts_of_one_moment_give_lines_in_one_order():
    slugs = [CommitmentFactory().slug for _ in range(4)]

    def act(slug):
        with transaction.atomic():
            for _ in range(3):
                enter(Kind.AMENDED, Commitment.objects.get(slug=slug))
        connection.close()

    threads = [threading.Thread(target=act, args=[slug]) for slug in slugs]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert list(JournalLine.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 13))
    assert first_break() is None
    about = list(JournalLine.objects.order_by("number").values_list("about", flat=True))
    assert all(len(set(about[start : start + 3])) == 1 for start in range(0, 12, 3))
