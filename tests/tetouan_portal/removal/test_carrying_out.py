"""What the law forbids to show goes by an act of two people: the words everywhere, the place nowhere."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from commitments.models import Amendment, Statement
from commitments.plan import amendments
from tests.factories import people
from tests.factories.budget import DueDateChangeFactory
from tests.factories.commitments import (
    ActionPlanFactory,
    AmendmentFactory,
    CommitmentFactory,
    EventFactory,
    InceptionAssessmentFactory,
    InstitutionFactory,
    MilestoneFactory,
    ProgressUpdateFactory,
    ReadingFactory,
    StatementFactory,
)
from tests.refusals import refused
from tests.tetouan_portal.removal.acts import ORDER, SECRET, holding, removed, seen
from tetouan_portal.audit.models import AuditEntry
from tetouan_portal.journal.becoming import enter_public
from tetouan_portal.journal.chain import first_break
from tetouan_portal.journal.models import JournalLine
from tetouan_portal.removal.carrying_out import carry_out, decide
from tetouan_portal.removal.models import Removal, RemovedPlace
from tetouan_portal.removal.proposing import propose, refuse

pytestmark = pytest.mark.django_db


def test_the_words_of_a_statement_go_from_every_table_and_its_place_says_so(amina, brahim):
    statement = StatementFactory(summary_fr=SECRET, summary_ar="نص")
    enter_public(statement)
    assert {"commitments_statement", "tetouan_portal_journalline", "tetouan_portal_auditentry"} <= set(holding(SECRET))

    removed(statement, "summary", amina, brahim, language="fr")

    assert holding(SECRET) == []
    assert statement.summary_fr.startswith("[Supprimé le ")
    assert "décision d’un tribunal" in statement.summary_fr
    assert statement.summary_ar == "نص"
    line = JournalLine.objects.first()
    assert (line.kind, line.subject) == ("removed", f"commitments.statement:{statement.pk}")
    assert [change["field"] for change in line.told["changes"]] == ["summary"]
    assert first_break() is None


def test_a_text_that_goes_in_every_language_says_so_in_every_language_also_where_none_was(amina, brahim):
    statement = StatementFactory(obstacles_ar="", obstacles_fr=SECRET, obstacles_es="")

    removed(statement, "obstacles", amina, brahim, ground="personal_data")

    assert holding(SECRET) == []
    assert statement.obstacles_ar.startswith("[حُذف بتاريخ ")
    assert statement.obstacles_fr.startswith("[Supprimé le ")
    assert statement.obstacles_es.startswith("[Suprimido el ")


def test_nobody_carries_out_alone(amina):
    statement = StatementFactory(summary_fr=SECRET)
    removal = propose(statement, "summary", by=amina, **ORDER)
    with refused("same_person"):
        carry_out(removal, by=amina, seen=seen(removal))
    statement.refresh_from_db()
    assert statement.summary_fr == SECRET
    assert not JournalLine.objects.filter(kind="removed").exists()


def test_an_administrator_is_not_two_people_either(brahim):
    chief = people.superuser()
    statement = StatementFactory(summary_fr=SECRET)
    removal = propose(statement, "summary", by=chief, **ORDER)
    with refused("same_person"):
        carry_out(removal, by=chief, seen=seen(removal))
    carry_out(removal, by=brahim, seen=seen(removal))
    statement.refresh_from_db()
    assert statement.summary_fr != SECRET


@pytest.mark.parametrize("role", ["technical_team", "translator", "desk_officer", "clerk"])
def test_others_neither_propose_nor_carry_out_nor_refuse(role, amina):
    other = getattr(people, role)()
    statement = StatementFactory(summary_fr=SECRET)
    with refused("not_yours"):
        propose(statement, "summary", by=other, **ORDER)
    removal = propose(statement, "summary", by=amina, **ORDER)
    for act in (lambda: carry_out(removal, by=other, seen=seen(removal)), lambda: refuse(removal, by=other)):
        with refused("not_yours"):
            act()


def test_whoever_lost_the_right_meanwhile_is_none_of_the_two(amina, brahim):
    removal = propose(StatementFactory(), "summary", by=amina, **ORDER)
    amina.groups.clear()
    with refused("not_yours"):
        carry_out(removal, by=brahim, seen=seen(removal))


def test_the_monitors_words_do_not_go_without_its_people(amina, brahim):
    institution = InstitutionFactory(kind="monitor")
    statement = StatementFactory(by_monitor=True, summary_fr=SECRET)
    member = people.monitor(institution)
    removal = propose(statement, "summary", by=amina, **ORDER)
    with refused("not_without_them"):
        carry_out(removal, by=brahim, seen=seen(removal))
    carry_out(removal, by=member, seen=seen(removal))
    assert holding(SECRET) == []


def test_where_the_monitor_has_nobody_an_order_is_carried_out_all_the_same(amina, brahim):
    removed(StatementFactory(by_monitor=True, summary_fr=SECRET), "summary", amina, brahim)
    assert holding(SECRET) == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("blank", {"reference": " "}),
        ("invalid_choice", {"ground": "it_disturbs"}),
        ("nothing_there", {"part": "next_steps"}),
        ("nothing_there", {"part": "level"}),
        ("nothing_there", {"language": "xx"}),
    ],
)
def test_a_proposal_names_ground_reference_and_something_that_is_there(amina, code, said):
    values = {"part": "summary", **ORDER, **said}
    with refused(code):
        propose(StatementFactory(), values.pop("part"), by=amina, **values)
    assert not Removal.objects.exists()


@pytest.mark.parametrize(
    "row", [lambda: StatementFactory(draft=True), lambda: CommitmentFactory(draft=True), people.clerk]
)
def test_what_is_not_public_is_not_removed_by_law(amina, row):
    with refused("not_public"):
        propose(row(), "summary", by=amina, **ORDER)


def test_nothing_is_proposed_twice_nor_decided_twice(amina, brahim):
    statement = StatementFactory()
    removal = propose(statement, "summary", by=amina, **ORDER)
    with refused("waits"):
        propose(statement, "summary", by=brahim, **ORDER)
    refuse(removal, by=amina)
    for act in (lambda: carry_out(removal, by=brahim, seen=seen(removal)), lambda: refuse(removal, by=brahim)):
        with refused("over"):
            act()
    statement.refresh_from_db()
    assert statement.summary_fr == "Deux documents publiés"


def test_what_the_second_person_did_not_read_does_not_go(amina, brahim):
    update = CommitmentFactory()
    removal = (
        propose(update, "problem", by=amina, **ORDER) if update.problem else propose(update, "title", by=amina, **ORDER)
    )
    read = seen(removal)
    amendments.reword(
        update, removal.part, {"fr": "Autre"}, decided_on=update.starts_on, reason_fr="Vote", decision_fr="Vote"
    )
    with refused("changed_meanwhile"):
        carry_out(removal, by=brahim, seen=read)


def test_a_second_proposal_of_what_went_finds_its_sentence_only(amina, brahim):
    statement = StatementFactory(summary_fr=SECRET)
    first = removed(statement, "summary", amina, brahim, language="fr")
    removed(statement, "summary", brahim, amina, language="fr", ground="commission")
    assert Removal.objects.filter(state="done").count() == 2
    assert first.sentences["fr"] != statement.summary_fr
    assert first_break() is None


# --- what was promised, amended, measured ------------------------------------------


def test_a_promise_says_it_too_and_what_it_was_before_goes_with_it(amina, brahim):
    commitment = CommitmentFactory(problem_fr=SECRET)
    enter_public(commitment)
    amendments.reword(
        commitment,
        "problem",
        {"fr": f"{SECRET} et autre"},
        decided_on=commitment.starts_on,
        reason_fr="Vote",
        decision_fr="Vote",
    )
    amendment = Amendment.objects.get()
    commitment.refresh_from_db()

    removed(commitment, "problem", amina, brahim, language="fr")

    assert "tetouan_portal_journalline" not in holding(SECRET)
    amendment.refresh_from_db()
    assert commitment.problem_fr == amendment.becomes["fr"]
    assert amendment.was["fr"] == SECRET  # another wording than the one that went: a removal of its own

    removed(amendment, "was", amina, brahim, language="fr")

    assert holding(SECRET) == []
    assert first_break() is None
    assert JournalLine.objects.filter(kind="removed").count() == 2


def test_a_title_goes_from_the_lines_about_what_stands_on_its_page(amina, brahim):
    commitment = CommitmentFactory(title_fr=SECRET)
    enter_public(StatementFactory(commitment=commitment), MilestoneFactory(commitment=commitment))
    removed(commitment, "title", amina, brahim)
    assert holding(SECRET) == []


@pytest.mark.parametrize(
    ("factory", "part"),
    [
        (MilestoneFactory, "expected_output"),
        (ReadingFactory, "note"),
        (ProgressUpdateFactory, "body"),
        (AmendmentFactory, "reason"),
        (ActionPlanFactory, "source_note"),
        (EventFactory, "text"),
        (InceptionAssessmentFactory, "explanation"),
        (DueDateChangeFactory, "reason"),
    ],
)
def test_it_goes_from_other_rows_that_are_kept_too(factory, part, amina, brahim):
    row = factory(**{f"{part}_fr": SECRET})
    removed(row, part, amina, brahim)
    assert holding(SECRET) == []
    assert getattr(row, f"{part}_fr").startswith("[Supprimé le ")


# --- the database ---------------------------------------------------------------------


def by_hand(statement, *, sql="update commitments_statement set summary_fr = %s where id = %s", value="[Autre chose]"):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [value, statement.pk])
        cursor.execute("set constraints all immediate")


def test_without_a_removal_of_the_same_transaction_nothing_passes(amina, brahim):
    statement = StatementFactory(summary_fr=SECRET)
    with pytest.raises(IntegrityError, match="not rewritten"):
        by_hand(statement)
    with pytest.raises(IntegrityError, match="never changed"):
        by_hand(statement, sql="update tetouan_portal_auditentry set detail = %s where row_pk = %s::text")


@pytest.fixture
def half_done(amina, brahim):
    """Inside the transaction of a removal of a statement's French summary, before anything was written."""
    statement = StatementFactory(summary_fr=SECRET, obstacles_fr="Retard")
    removal = propose(statement, "summary", language="fr", by=amina, **ORDER)
    with transaction.atomic():
        decide(removal, brahim)
        yield statement, removal
        transaction.set_rollback(True)


def named(removal, statement, column="summary_fr"):
    RemovedPlace.objects.create(removal=removal, table=removal.table, row_pk=str(statement.pk), column=column)


def test_a_removal_opens_the_columns_that_it_names_and_no_other(half_done):
    statement, removal = half_done
    with pytest.raises(IntegrityError, match="not rewritten"):
        by_hand(statement, value=removal.sentences["fr"])
    named(removal, statement)
    with pytest.raises(IntegrityError, match="not rewritten"):
        by_hand(
            statement,
            value=removal.sentences["fr"],
            sql="update commitments_statement set obstacles_fr = %s where id = %s",
        )
    other = StatementFactory()
    with pytest.raises(IntegrityError, match="not rewritten"):
        by_hand(other, value=removal.sentences["fr"])


def test_nothing_but_its_sentence_is_written_there(half_done):
    statement, removal = half_done
    named(removal, statement)
    for value in ("Tout va bien", f"{removal.sentences['fr']} Tout va bien", "", None):
        with pytest.raises(IntegrityError, match="not rewritten"):
            by_hand(statement, value=value)


def test_with_the_sentence_no_other_column_changes_unseen(half_done):
    statement, removal = half_done
    named(removal, statement)
    with pytest.raises(IntegrityError, match="not rewritten"):
        by_hand(
            statement,
            value=removal.sentences["fr"],
            sql="update commitments_statement set summary_fr = %s, level = 'complete' where id = %s",
        )


def test_of_an_entry_nothing_but_what_is_named_changes(half_done):
    statement, removal = half_done
    named(removal, statement)
    entry = AuditEntry.objects.get(table_name="commitments_statement", row_pk=statement.pk)
    AuditEntry.objects.filter(pk=entry.pk).update(detail="autre", actor=7, new={}, row_pk="0")
    now = AuditEntry.objects.get(pk=entry.pk)
    assert (now.detail, now.actor, now.row_pk) == (entry.detail, entry.actor, entry.row_pk)
    assert now.new == {name: value for name, value in entry.new.items() if name != "summary_fr"}
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(detail="autre")


def test_a_removal_without_its_line_in_the_journal_does_not_end(half_done):
    with pytest.raises(IntegrityError, match="stands in the public journal"), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def test_a_published_text_is_not_deleted_with_a_removal(half_done):
    statement, _removal = half_done
    with pytest.raises(IntegrityError, match="not deleted"), transaction.atomic():
        Statement.objects.filter(pk=statement.pk).delete()


@pytest.mark.parametrize(
    "values",
    [
        {"state": "done"},
        {"state": "done", "decided_at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"reference": "Autre"},
        {"part": "obstacles"},
        {"ground": "commission"},
        {"transaction_id": "txid"},
    ],
)
def test_a_proposal_is_not_rewritten_nor_done_by_hand(amina, values):
    removal = propose(StatementFactory(), "summary", by=amina, **ORDER)
    if values == {"transaction_id": "txid"}:
        with (
            pytest.raises(IntegrityError, match="by two people"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("update tetouan_portal_removal set transaction_id = pg_current_xact_id()")
        return
    with pytest.raises(IntegrityError, match="by two people"), transaction.atomic():
        Removal.objects.filter(pk=removal.pk).update(**values)


def test_the_database_knows_two_people(amina):
    removal = propose(StatementFactory(), "summary", by=amina, **ORDER)
    done = {
        "state": "done",
        "decided_at": removal.proposed_at,
        "sentences": dict.fromkeys(("ar", "fr", "es"), "[supprimé par la loi]"),
    }
    for who in (amina, None):
        with pytest.raises(IntegrityError, match="two people"), transaction.atomic():
            Removal.objects.filter(pk=removal.pk).update(decided_by=who, **done)
    with pytest.raises(IntegrityError, match="begins with a proposal"), transaction.atomic():
        Removal.objects.create(
            table="commitments_statement", row_pk="1", part="summary", proposed_by=amina, **ORDER, **done
        )


def test_what_was_decided_stays(amina, brahim):
    removal = removed(StatementFactory(), "summary", amina, brahim)
    for change in ({"sentences": {"fr": "[autre chose, tout autre]"}}, {"state": "open"}, {"decided_by": amina}):
        with pytest.raises(IntegrityError, match="by two people"), transaction.atomic():
            Removal.objects.filter(pk=removal.pk).update(**change)
    with pytest.raises(IntegrityError, match="by two people"), transaction.atomic():
        Removal.objects.filter(pk=removal.pk)._raw_delete("default")
    with pytest.raises(IntegrityError, match="named by the act"), transaction.atomic():
        RemovedPlace.objects.filter(removal=removal).update(column="obstacles_fr")


def test_an_account_of_the_two_may_go(amina, brahim):
    removal = removed(StatementFactory(), "summary", amina, brahim)
    amina.delete()
    removal.refresh_from_db()
    assert (removal.proposed_by, removal.decided_by) == (None, brahim)


def test_an_entry_says_that_something_was_there_and_keeps_the_rest(amina, brahim):
    statement = StatementFactory(summary_fr=SECRET, obstacles_fr="Retard")
    removed(statement, "summary", amina, brahim, language="fr")
    entry = AuditEntry.objects.filter(table_name="commitments_statement", operation="insert").get()
    assert "summary_fr" not in entry.new
    assert entry.masked == ["summary_fr"]
    assert entry.new["obstacles_fr"] == "Retard"


def test_what_was_invented_goes_the_same_way_and_with_the_demonstration_afterwards(amina, brahim):
    statement = StatementFactory(summary_fr=SECRET, is_demo=True)
    removed(statement, "summary", amina, brahim)
    assert holding(SECRET) == []
    assert JournalLine.objects.first().told["demonstration"] is True
    call_command("remove_demo")
    assert not Statement.objects.exists()
    assert Removal.objects.get().state == "done"
    assert first_break() is None
