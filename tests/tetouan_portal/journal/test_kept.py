"""As the application's own role in the database, by SQL: no line is changed, taken out, put in between or emptied."""

import hashlib
import json

import pytest
import rfc8785
from django.db import DatabaseError, connection, transaction

from tests.factories.commitments import CommitmentFactory, StatementFactory
from tetouan_portal.journal.chain import Break, first_break
from tetouan_portal.journal.models import JournalLine, Kind
from tetouan_portal.journal.writing import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines():
    statement = StatementFactory(summary_fr="Guichet ouvert")
    return [enter(Kind.PUBLISHED, statement.commitment), enter(Kind.STATED, statement)]


def refuses(sql, *params):
    with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
    return refusal.value.__cause__.sqlstate == "23001"


@pytest.mark.parametrize(
    "change",
    [
        "update tetouan_portal_journalline set entry = replace(entry, 'stated', 'amended') where number = 2",
        "update tetouan_portal_journalline set sha256 = repeat('a', 64) where number = 2",
        "update tetouan_portal_journalline set number = 3 where number = 2",
        "update tetouan_portal_journalline set at = now() + interval '1 hour' where number = 2",
        "update tetouan_portal_journalline set transaction_id = pg_current_xact_id() where number = 2",
        "update tetouan_portal_journalline set texts = '{}' where number = 2",
        "update tetouan_portal_journalline set texts = texts || '{\"more\": null}' where number = 2",
        "delete from tetouan_portal_journalline where number = 2",
        "truncate tetouan_portal_journalline",
    ],
)
def test_no_statement_changes_a_line(lines, change):
    with connection.cursor() as cursor:  # of another transaction than the line's
        cursor.execute("alter table tetouan_portal_journalline disable trigger journal_is_kept")
        cursor.execute("update tetouan_portal_journalline set transaction_id = '3'")
        cursor.execute("alter table tetouan_portal_journalline enable trigger journal_is_kept")

    assert refuses(change)


def test_a_text_is_not_rewritten_where_it_lies(lines):
    (digest, kept), *_rest = lines[1].texts.items()
    other = json.dumps(lines[1].texts | {digest: kept | {"text": "Guichet fermé"}})

    assert refuses("update tetouan_portal_journalline set texts = %s where number = 2", other)


def test_a_text_can_go_and_the_chain_stays_whole_but_does_not_come_back(lines):
    was = lines[1].texts
    gone = dict.fromkeys(was)
    JournalLine.objects.filter(number=2).update(texts=gone)

    assert JournalLine.objects.get(number=2).texts == gone
    assert first_break() is None
    assert refuses("update tetouan_portal_journalline set texts = %s where number = 2", json.dumps(was))


def forged(told):
    entry = rfc8785.dumps(told)
    return entry.decode(), hashlib.sha256(entry).hexdigest()


@pytest.mark.parametrize(
    "lie",
    [
        {"number": 4},
        {"number": 2},
        {"prior": "0" * 64},
        {"at": "2020-01-01T00:00:00Z"},
    ],
)
def test_no_line_is_put_where_it_does_not_follow(lines, lie):
    told = lines[1].told | {"number": 3, "prior": lines[1].sha256}
    insert = "insert into tetouan_portal_journalline (number, entry, sha256, texts, at) values (%s, %s, %s, '{}', %s)"

    with transaction.atomic(), connection.cursor() as cursor:  # it would stand, without the lie
        cursor.execute(insert, [3, *forged(told), told["at"]])
        transaction.set_rollback(True)

    lied = told | lie
    assert refuses(insert, lied["number"], *forged(lied), told["at"])


def test_no_line_comes_with_the_hash_of_another_or_with_somebody_elses_text(lines):
    told = lines[1].told | {"number": 3, "prior": lines[1].sha256}
    insert = "insert into tetouan_portal_journalline (number, entry, sha256, texts, at) values (3, %s, %s, %s, %s)"
    entry, digest = forged(told)
    salt, text = "00", "Jamais dit"
    foreign = {hashlib.sha256((salt + text).encode()).hexdigest(): {"salt": salt, "text": text}}

    assert refuses(insert, entry, lines[1].sha256, "{}", told["at"])
    assert refuses(insert, entry, digest, json.dumps(foreign), told["at"])


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("set entry = replace(entry, 'limited', 'complete')", "sha256"),
        ("set sha256 = repeat('a', 64)", "sha256"),
        ("set entry = entry || ' '", "entry"),
        ("set number = 5", "number"),
        ('set texts = jsonb_build_object(repeat(\'a\', 64), \'{"salt": "", "text": ""}\'::jsonb)', "texts"),
    ],
)
def test_who_owns_the_tables_can_change_a_line_and_whoever_verifies_sees_where(change, what):
    enter(Kind.STATED, StatementFactory(level="limited"))
    enter(Kind.PUBLISHED, CommitmentFactory())
    with connection.cursor() as cursor:
        cursor.execute("alter table tetouan_portal_journalline disable trigger journal_is_kept")
        cursor.execute(f"update tetouan_portal_journalline {change} where number = 1")
        cursor.execute("alter table tetouan_portal_journalline enable trigger journal_is_kept")

    found = first_break()

    assert found == Break(1, what)


def test_a_line_that_was_changed_and_hashed_anew_breaks_the_next_one(lines):
    entry, digest = forged(lines[0].told | {"by": "monitor"})
    with connection.cursor() as cursor:
        cursor.execute("alter table tetouan_portal_journalline disable trigger journal_is_kept")
        cursor.execute(
            "update tetouan_portal_journalline set entry = %s, sha256 = %s where number = 1", [entry, digest]
        )
        cursor.execute("alter table tetouan_portal_journalline enable trigger journal_is_kept")

    assert first_break() == Break(2, "prior")
