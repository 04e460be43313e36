"""Nobody publishes a statement or news that they wrote, whichever way they try."""

from functools import partial

import pytest
from django.db import DatabaseError, transaction

from commitments import access
from commitments.evidence import proof_files
from commitments.models import Evidence, ProposedReading
from commitments.statements import publication
from tests.factories import people
from tests.factories.commitments import (
    CommitmentFactory,
    EvidenceFactory,
    IndicatorFactory,
    InstitutionFactory,
    MilestoneFactory,
    ProgressUpdateFactory,
    ProposedReadingFactory,
    StatementFactory,
)
from tests.refusals import refused
from tetouan_portal.audit.context import acting
from tetouan_portal.own_words.models import OwnWords
from tetouan_portal.own_words.writers import NOBODY_ELSE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("another_publishes")]
BOTH = pytest.mark.parametrize("made_by", [StatementFactory, ProgressUpdateFactory])


@pytest.fixture
def amina():
    return people.publisher(first_name="Amina")


@pytest.fixture
def badr():
    return people.publisher(first_name="Badr")


def by(person):
    return acting(user=person, origin="form")


def publish(row, person):
    with by(person):
        publication.publish(row)
    row.refresh_from_db()
    return row.state


@BOTH
def test_another_publishes_than_who_wrote(made_by, amina, badr):
    with by(amina):
        row = made_by(draft=True)
    with refused("own_words") as refusal:
        publish(row, amina)
    assert "Badr" in str(refusal.value)
    assert publish(row, badr) == "published"


@BOTH
def test_handing_in_and_returning_is_not_writing(made_by, amina):
    row = made_by(draft=True)
    with by(amina):
        publication.submit(row)
        publication.send_back(row, "Court")
        publication.submit(row)
    assert publish(row, amina) == "published"


@BOTH
def test_whoever_rewrote_a_word_wrote_it(made_by, amina):
    row = made_by(draft=True)
    with by(amina):
        type(row).objects.filter(pk=row.pk).update(
            **{"summary_fr" if made_by is StatementFactory else "body_fr": "Mieux"}
        )
    with refused("own_words"):
        publish(row, amina)


def test_whoever_attached_the_evidence_or_entered_the_value_wrote_too(amina):
    first, second = StatementFactory(draft=True), StatementFactory(draft=True)
    with by(amina):
        EvidenceFactory(statement=first)
        ProposedReadingFactory(statement=second, indicator=IndicatorFactory(commitment=second.commitment))
    for row in (first, second):
        with refused("own_words"):
            publish(row, amina)
    assert (Evidence.objects.count(), ProposedReading.objects.count()) == (1, 1)


def test_administrators_are_no_exception(badr):
    chief = people.superuser()
    with by(chief):
        row = StatementFactory(draft=True)
    with refused("own_words"):
        publish(row, chief)


def test_the_refusal_says_that_nobody_else_may(amina):
    with by(amina):
        row = StatementFactory(draft=True)
    with refused("own_words") as refusal:
        publish(row, amina)
    assert refusal.value.message == NOBODY_ELSE


def test_of_the_monitor_another_person_of_the_same_institution_publishes():
    ours, other = InstitutionFactory(kind="monitor"), InstitutionFactory(kind="monitor")
    alone, second = people.monitor(ours), people.monitor(ours, first_name="Karim")
    people.monitor(other, first_name="Nadia")
    with by(alone):
        row = StatementFactory(draft=True, side="monitor", institution=ours)
    with refused("own_words") as refusal:
        publish(row, alone)
    assert ("Karim" in str(refusal.value), "Nadia" in str(refusal.value)) == (True, False)
    assert publish(row, second) == "published"


@pytest.mark.parametrize(("allowed", "other"), [("municipality", "monitor"), ("monitor", "municipality")])
def test_where_a_side_has_set_so_one_person_does_both_for_that_side_alone(allowed, other, amina):
    OwnWords.objects.create(side=allowed, may_publish=True)
    with by(amina):
        rows = {side: StatementFactory(draft=True, side=side) for side in (allowed, other)}
    assert publish(rows[allowed], amina) == "published"
    with refused("own_words"):
        publish(rows[other], amina)


def test_what_nobody_does_is_not_asked(amina):
    row = StatementFactory(draft=True)
    assert publication.publish(row).state == "published"


@BOTH
@pytest.mark.parametrize("is_new", [False, True])
def test_the_database_refuses_it_too(made_by, is_new, amina, badr):
    with by(amina):
        row = made_by(draft=True)
    drafts = type(row).objects.filter(pk=row.pk)
    publish_it = made_by if is_new else lambda: drafts.update(state="published")
    with by(amina), pytest.raises(DatabaseError, match="another than who wrote"), transaction.atomic():
        publish_it()
    with by(badr):
        assert drafts.update(state="published") == 1


@pytest.mark.parametrize("is_public", [False, True])
def test_evidence_hangs_on_a_public_milestone_by_what_another_publishes(is_public, amina):
    milestone = MilestoneFactory(commitment=CommitmentFactory(is_published=is_public))
    team = people.technical_team()
    attach = partial(EvidenceFactory, statement=None, milestone=milestone)
    assert access.may_write(team, Evidence(milestone=milestone)) is not is_public
    if is_public:
        with by(team), pytest.raises(DatabaseError, match="comes with what another"), transaction.atomic():
            attach()
    else:
        with by(team):
            attach()
    OwnWords.objects.create(side="municipality", may_publish=True)
    assert access.may_write(team, Evidence(milestone=milestone))
    with by(team):
        attach()


def test_its_evidence_is_still_withdrawn_by_whoever_attached_it():
    team = people.technical_team()
    OwnWords.objects.create(side="municipality", may_publish=True)
    with by(team):
        evidence = EvidenceFactory(statement=None, milestone=MilestoneFactory())
        OwnWords.objects.all().delete()
        proof_files.withdraw(evidence, {"fr": "Erreur"})
    evidence.refresh_from_db()
    assert evidence.withdrawn_at
