"""A slip is put right by two people, and the difference is public."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from commitments.models import Amendment, Commitment, Slip
from commitments.plan import amendments, slips
from commitments.standing.dossier import dossiers_of
from tests.factories.commitments import CommitmentFactory, IndicatorFactory, MilestoneFactory, StaffFactory
from tests.refusals import refused

pytestmark = pytest.mark.django_db
WHY = {"fr": "Faute d’orthographe", "ar": ""}


@pytest.fixture
def amina(db):
    return StaffFactory(username="amina")


@pytest.fixture
def brahim(db):
    return StaffFactory(username="brahim")


def proposed(row, by):
    return slips.propose(row, "title", {"fr": "Autre orthographe"}, by=by, reason=WHY)


@pytest.mark.parametrize("factory", [CommitmentFactory, MilestoneFactory, IndicatorFactory])
def test_with_the_second_persons_word_the_difference_is_public_without_a_decision(factory, amina, brahim):
    row = factory()
    was = row.title_fr
    slip = proposed(row, amina)
    row.refresh_from_db()
    assert row.title_fr == was
    amendment = slips.accept(slip, by=brahim)
    row.refresh_from_db()
    assert row.title_fr == "Autre orthographe"
    assert (amendment.subject, amendment.is_correction, amendment.decision) == (row, True, "")
    assert (amendment.was, amendment.becomes) == ({"fr": was}, {"fr": "Autre orthographe"})
    assert (amendment.reason_fr, amendment.decided_on) == ("Faute d’orthographe", timezone.localdate())
    slip.refresh_from_db()
    assert (slip.state, slip.decided_by, slip.amendment) == ("accepted", brahim, amendment)


def test_nobody_accepts_what_they_proposed_themselves(amina):
    slip = proposed(CommitmentFactory(), amina)
    with refused("same_person"):
        slips.accept(slip, by=amina)
    assert not Amendment.objects.exists()


def test_nothing_is_decided_twice(amina, brahim):
    slip = proposed(CommitmentFactory(), amina)
    slips.refuse(slip, by=amina)
    for act in (slips.accept, slips.refuse):
        with refused("decided"):
            act(slip, by=brahim)
    assert not Amendment.objects.exists()


def test_what_was_changed_meanwhile_is_not_put_right_unseen(amina, brahim):
    commitment = CommitmentFactory()
    slip = proposed(commitment, amina)
    amendments.reword(
        commitment, "title", {"fr": "Autre"}, decided_on=date(2025, 2, 5), reason_fr="Vote", decision_fr="Vote"
    )
    with refused("changed_meanwhile"):
        slips.accept(slip, by=brahim)


def test_one_correction_at_a_time_waits(amina, brahim):
    commitment = CommitmentFactory()
    slips.refuse(proposed(commitment, amina), by=brahim)
    proposed(commitment, amina)
    with refused("waiting"):
        proposed(commitment, brahim)
    proposed(MilestoneFactory(commitment=commitment), brahim)


@pytest.mark.parametrize(
    ("code", "field", "new"),
    [
        ("unknown_field", "ends_on", {"fr": "Autre"}),
        ("unchanged", "title", {"fr": "Publier le budget"}),
        ("emptied", "title", {"fr": " "}),
    ],
)
def test_a_slip_is_of_words_that_stand_there(amina, code, field, new):
    with refused(code):
        slips.propose(CommitmentFactory(), field, new, by=amina, reason=WHY)
    assert not Slip.objects.exists()


@pytest.mark.parametrize(("code", "is_published", "reason"), [("not_public", False, WHY), ("unexplained", True, {})])
def test_a_slip_is_of_public_words_and_has_a_reason(amina, code, is_published, reason):
    with refused(code):
        slips.propose(CommitmentFactory(is_published=is_published), "title", {"fr": "Autre"}, by=amina, reason=reason)
    assert not Slip.objects.exists()


def test_the_database_knows_two_people_and_words_alone(amina):
    slip = proposed(CommitmentFactory(), amina)
    broken = {
        "slip_accepted_by_a_second_person": {"state": "accepted", "decided_by": amina},
        "slip_of_words_alone": {"field": "ends_on"},
        "slip_state_is_known": {"state": "lost"},
        "slip_about_exactly_one_thing": {"commitment": None},
    }
    for name, values in broken.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Slip.objects.filter(pk=slip.pk).update(**values)


def test_a_report_of_an_earlier_day_repeats_no_slip(amina, brahim):
    commitment = CommitmentFactory()
    slips.accept(proposed(commitment, amina), by=brahim)
    (before,) = dossiers_of(Commitment.objects.all(), on=timezone.localdate() - timedelta(days=1))
    assert (before["title"]["fr"], before["amendments"]) == ("Autre orthographe", [])


@pytest.mark.parametrize("factory", [CommitmentFactory, MilestoneFactory, IndicatorFactory])
def test_the_database_holds_one_open_slip_of_each(amina, factory):
    slip = proposed(factory(), amina)
    slip.pk = None
    with pytest.raises(IntegrityError, match="one_open_slip_of_"):
        slip.save(force_insert=True)
