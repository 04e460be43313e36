"""Each act of commitments leaves its line in the journal, in the transaction of the act, and nothing too early."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from commitments.evidence import proof_files
from commitments.models import AnnualReport, NextEdition, Statement
from commitments.plan import amendments, publishing, slips
from commitments.plan.date_confirmations import confirm_date
from commitments.report import editions
from commitments.statements import publication
from tests.commitments.withdrawing import DECIDED_ON, withdrawn
from tests.factories.commitments import (
    ActionPlanFactory,
    AxisFactory,
    CommitmentFactory,
    EvidenceFactory,
    IndicatorFactory,
    InstitutionFactory,
    MilestoneFactory,
    ProgressUpdateFactory,
    ProposedReadingFactory,
    ResponsibilityFactory,
    StaffFactory,
    StatementFactory,
)
from tests.factories.reports import drafted_report
from tetouan_portal.journal.models import JournalLine

pytestmark = pytest.mark.django_db


def told():
    return [(line.kind, line.by, line.subject.partition(":")[0]) for line in JournalLine.objects.order_by("number")]


def test_publishing_a_statement_tells_it_its_proofs_and_its_values():
    statement = StatementFactory(state="draft", dated_on=datetime.date(2026, 5, 1))
    EvidenceFactory(statement=statement)
    ProposedReadingFactory(statement=statement, indicator=IndicatorFactory(commitment=statement.commitment))

    publication.publish(statement)

    assert told() == [
        ("stated", "municipality", "commitments.statement"),
        ("proved", "municipality", "commitments.evidence"),
        ("measured", "municipality", "commitments.reading"),
    ]


def test_the_monitors_statement_is_the_monitors():
    publication.publish(StatementFactory(state="draft", side="monitor"))

    assert told() == [("stated", "monitor", "commitments.statement")]


def test_an_update_is_told():
    publication.publish(ProgressUpdateFactory(state="draft"))

    assert told() == [("stated", "municipality", "commitments.progressupdate")]


def test_what_is_published_about_a_promise_that_nobody_sees_is_not_told_yet():
    publication.publish(StatementFactory(state="draft", commitment=CommitmentFactory(draft=True)))

    assert told() == []


def test_an_act_that_is_undone_leaves_no_line():
    statement = StatementFactory(state="draft")

    with transaction.atomic():
        publication.publish(statement)
        transaction.set_rollback(True)

    assert told() == []
    assert not Statement.objects.released().exists()


def test_submitting_and_returning_are_nobodys_business_outside():
    statement = StatementFactory(state="draft")
    publication.submit(statement)
    publication.send_back(statement, "Précisez.")

    assert told() == []


def test_a_confirmed_date_is_told_once():
    milestone = MilestoneFactory(due_on=datetime.date(2026, 9, 30))
    confirm_date(milestone, confirmed_on=datetime.date(2026, 5, 1), confirmed_by_fr="Lettre du président")
    with pytest.raises(ValidationError, match="هذا التاريخ مؤكد من قبل"):
        confirm_date(milestone, confirmed_on=datetime.date(2026, 5, 1), confirmed_by_fr="Lettre du président")

    assert told() == [("confirmed", "municipality", "commitments.dateconfirmation")]


def test_evidence_that_is_withdrawn_is_told_with_its_reason():
    evidence = EvidenceFactory(statement=StatementFactory(side="monitor"))

    proof_files.withdraw(evidence, {"fr": "Une adresse privée", "ar": ""})

    line = JournalLine.objects.first()
    assert (line.kind, line.by) == ("withdrawn", "monitor")
    assert [line.texts[one["digest"]]["text"] for one in line.told["reason"]] == ["Une adresse privée"]


def test_each_edition_is_told_and_the_withdrawal_says_nothing_of_what_is_being_written():
    report = drafted_report()
    editions.finalise(report)
    editions.publish(report)
    editions.revise(report)
    AnnualReport.objects.filter(pk=report.pk).update(title_fr="PHRASE INACHEVÉE")
    assert AnnualReport.objects.get().next_edition == NextEdition.DRAFTING

    editions.withdraw(report, {"fr": "Chiffres faux"})

    assert told() == [
        ("published", "monitor", "commitments.annualreport"),
        ("published", "municipality", "commitments.edition"),
        ("withdrawn", "monitor", "commitments.annualreport"),
    ]
    words = [kept["text"] for line in JournalLine.objects.all() for kept in line.texts.values()]
    assert "Chiffres faux" in words
    assert "PHRASE INACHEVÉE" not in words


def test_a_change_of_a_promise_is_told_from_what_to_what_with_reason_and_decision():
    milestone = MilestoneFactory(due_on=datetime.date(2026, 3, 31))

    amendments.amend(
        milestone,
        {"due_on": datetime.date(2026, 9, 30), "title": {"fr": "Un guichet pour la ville"}},
        decided_on=datetime.date(2026, 2, 1),
        reason_fr="Moins de moyens",
        decision_fr="Délibération 12",
    )

    line = JournalLine.objects.first()
    assert (line.kind, line.subject) == ("amended", f"commitments.milestone:{milestone.pk}")
    assert [change["field"] for change in line.told["changes"]] == ["due_on", "title"]
    assert line.told["decision"]["on"] == "2026-02-01"
    assert {"Moins de moyens", "Délibération 12"} <= {kept["text"] for kept in line.texts.values()}


def test_other_institutions_of_a_commitment_are_told_by_their_names(client):
    former = ResponsibilityFactory(institution__slug="works")
    new = InstitutionFactory(slug="finance", name_fr="Division des finances")

    amendments.amend(
        former.commitment,
        {"institutions": [(new, "lead")]},
        decided_on=datetime.date(2026, 2, 1),
        reason_fr="Réorganisation",
        decision_fr="Arrêté 3",
    )

    line = JournalLine.objects.first()
    assert line.told["changes"] == [{"field": "institutions", "from": "works:lead", "to": "finance:lead"}]
    assert "Division des finances (" in client.get(f"/fr/journal/{line.number}/").text


def test_news_that_is_withdrawn_is_told_with_its_reason():
    update = ProgressUpdateFactory(state="draft")
    publication.publish(update)

    publication.withdraw(update, {"fr": "Chiffre faux"})

    assert [kind for kind, _by, _subject in told()] == ["stated", "withdrawn"]
    assert "Chiffre faux" in {kept["text"] for kept in JournalLine.objects.first().texts.values()}


def test_a_slip_put_right_by_two_people_is_told_as_a_correction():
    milestone = MilestoneFactory(title_fr="Un gichet")
    slip = slips.propose(milestone, "title", {"fr": "Un guichet"}, by=StaffFactory(), reason={"fr": "Orthographe"})

    slips.accept(slip, by=StaffFactory())

    line = JournalLine.objects.first()
    assert line.kind == "corrected"
    assert {"Un gichet", "Un guichet", "Orthographe"} <= {kept["text"] for kept in line.texts.values()}


def test_a_plan_that_becomes_public_tells_what_becomes_public_with_it_and_nothing_else():
    axis = AxisFactory(plan__draft=True)
    commitment = CommitmentFactory(axis=axis)
    CommitmentFactory(axis=axis, draft=True)
    statement = StatementFactory(commitment=commitment)
    StatementFactory(commitment=commitment, state="draft", side="monitor")
    MilestoneFactory(commitment=commitment)
    EvidenceFactory(statement=statement)

    publishing.publish(axis.plan)

    assert told() == [
        ("published", "municipality", "commitments.actionplan"),
        ("published", "municipality", "commitments.axis"),
        ("published", "municipality", "commitments.commitment"),
        ("published", "municipality", "commitments.milestone"),
        ("stated", "municipality", "commitments.statement"),
        ("proved", "municipality", "commitments.evidence"),
    ]


def test_a_commitment_is_told_once_its_plan_is_public():
    first, second = CommitmentFactory(draft=True), CommitmentFactory(draft=True, axis__plan__draft=True)

    publishing.publish(first)
    publishing.publish(second)

    assert [line.subject for line in JournalLine.objects.all()] == [f"commitments.commitment:{first.pk}"]


@pytest.mark.parametrize("factory", [ActionPlanFactory, CommitmentFactory, MilestoneFactory, IndicatorFactory])
def test_a_withdrawal_tells_its_reason_and_its_decision_after_what_was_public(factory):
    row = withdrawn(factory())

    lines = JournalLine.objects.filter(subject=f"{row._meta.label_lower}:{row.pk}").order_by("number")
    assert [line.kind for line in lines] == ["published", "withdrawn"]
    told = lines[1].told
    assert told["reason"]
    assert told["decision"]["words"]
    assert told["decision"]["on"] == DECIDED_ON.isoformat()


def test_a_plan_in_the_place_of_another_is_told_of_both():
    former = ActionPlanFactory(is_current=True)
    plan = publishing.make_current(ActionPlanFactory(), reasons={"fr": "Adopté par le conseil."})

    changes = {
        line.subject: line.told["changes"] for line in JournalLine.objects.filter(kind="amended").order_by("number")
    }
    assert changes == {
        f"commitments.actionplan:{former.pk}": [{"field": "is_current", "from": True, "to": False}],
        f"commitments.actionplan:{plan.pk}": [{"field": "is_current", "from": False, "to": True}],
    }
