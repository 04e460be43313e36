import threading
from datetime import date

import pytest
from django.db import connection

from commitments.models import Amendment, Commitment
from commitments.plan import amendments
from tests.factories.commitments import CommitmentFactory, MilestoneFactory
from tests.refusals import refused

pytestmark = pytest.mark.django_db
WHY = {"decided_on": date(2025, 2, 5), "reason_fr": "Retard du marché", "decision_es": "Acuerdo 12/2025"}


def test_a_date_moves_and_the_amendment_says_from_where_and_why():
    commitment = CommitmentFactory()
    amendment = amendments.move_date(commitment, "ends_on", date(2027, 6, 30), **WHY)
    commitment.refresh_from_db()
    assert commitment.ends_on == date(2027, 6, 30)
    assert list(commitment.amendments.all()) == [amendment]
    assert (amendment.field, amendment.date_from, amendment.date_to) == (
        "ends_on",
        date(2026, 12, 31),
        date(2027, 6, 30),
    )
    assert (amendment.reason_fr, amendment.decision_es) == ("Retard du marché", "Acuerdo 12/2025")


def test_a_milestone_moves_by_an_amendment_of_its_own():
    milestone = MilestoneFactory()
    amendment = amendments.move_date(milestone, "due_on", date(2026, 1, 31), **WHY)
    milestone.refresh_from_db()
    assert milestone.due_on == date(2026, 1, 31)
    assert (amendment.milestone, amendment.commitment) == (milestone, None)


def test_a_date_never_set_is_given_openly_too():
    commitment = CommitmentFactory(ends_on=None)
    amendment = amendments.move_date(commitment, "ends_on", date(2027, 6, 30), **WHY)
    assert (amendment.date_from, amendment.date_to) == (None, date(2027, 6, 30))


def test_the_same_date_again_is_no_amendment():
    commitment = CommitmentFactory()
    with refused("unchanged"):
        amendments.move_date(commitment, "ends_on", commitment.ends_on, **WHY)
    assert not Amendment.objects.exists()


@pytest.mark.parametrize("field", ["due_on", "title_fr", "is_published"])
def test_only_a_promised_date_of_its_own_moves(field):
    with refused("unknown_field"):
        amendments.move_date(CommitmentFactory(), field, date(2027, 1, 1), **WHY)
    assert not Amendment.objects.exists()


@pytest.mark.parametrize(
    ("missing", "code"), [("reason_fr", "amendment_has_a_reason"), ("decision_es", "amendment_names_a_decision")]
)
def test_without_reason_and_decision_nothing_moves(missing, code):
    commitment = CommitmentFactory()
    with refused(code):
        amendments.move_date(commitment, "ends_on", date(2027, 1, 1), **WHY | {missing: ""})
    assert not Amendment.objects.exists()
    commitment.refresh_from_db()
    assert commitment.ends_on == date(2026, 12, 31)


def test_dates_out_of_order_do_not_move():
    commitment = CommitmentFactory()
    with refused("commitment_dates_in_order"):
        amendments.move_date(commitment, "ends_on", date(2022, 1, 1), **WHY)
    assert not Amendment.objects.exists()
    commitment.refresh_from_db()
    assert commitment.ends_on == date(2026, 12, 31)


def test_the_row_is_read_again_under_its_lock():
    stale = CommitmentFactory()
    Commitment.objects.filter(pk=stale.pk).update(ends_on=date(2027, 3, 31), title_fr="Corrigé entre-temps")
    amendment = amendments.move_date(stale, "ends_on", date(2027, 6, 30), **WHY)
    stale.refresh_from_db()
    assert amendment.date_from == date(2027, 3, 31)
    assert stale.title_fr == "Corrigé entre-temps"


def test_an_amendment_of_an_invented_milestone_is_invented():
    assert amendments.move_date(MilestoneFactory(is_demo=True), "due_on", date(2027, 1, 1), **WHY).is_demo
    assert not amendments.move_date(MilestoneFactory(), "due_on", date(2027, 1, 1), **WHY).is_demo


def test_a_title_changes_in_the_languages_given_and_the_former_wording_stays():
    commitment = CommitmentFactory()
    amendment = amendments.reword_title(commitment, {"fr": "Publier tout le budget", "es": "Publicar todo"}, **WHY)
    commitment.refresh_from_db()
    assert (commitment.title_ar, commitment.title_fr) == ("نشر وثائق الميزانية", "Publier tout le budget")
    assert amendment.wording_from == "Publier le budget\nPublicar el presupuesto"
    assert amendment.wording_to == "Publier tout le budget\nPublicar todo"


def test_only_what_changed_is_kept_of_a_wording():
    commitment = CommitmentFactory()
    amendment = amendments.reword_title(commitment, {"fr": "Publier tout", "es": commitment.title_es}, **WHY)
    assert amendment.wording_from == "Publier le budget"


def test_the_same_title_again_is_no_amendment():
    commitment = CommitmentFactory()
    with refused("unchanged"):
        amendments.reword_title(commitment, {"fr": commitment.title_fr}, **WHY)
    assert not Amendment.objects.exists()


def test_a_title_cannot_be_reworded_to_nothing():
    commitment = CommitmentFactory()
    nothing = {"ar": "", "fr": "", "es": ""}
    with refused("blank", "commitment_has_a_title"):
        amendments.reword_title(commitment, nothing, **WHY)
    assert not Amendment.objects.exists()
    commitment.refresh_from_db()
    assert commitment.title_fr == "Publier le budget"


@pytest.mark.django_db(transaction=True)
def test_two_amendments_at_once_follow_each_other():
    commitment = CommitmentFactory()
    ready = threading.Barrier(2, timeout=10)

    def move(to):
        ready.wait()
        try:
            amendments.move_date(commitment, "ends_on", to, **WHY)
        finally:
            connection.close()

    threads = [threading.Thread(target=move, args=[date(2027, month, 28)]) for month in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    first, second = Amendment.objects.order_by("pk")
    commitment.refresh_from_db()
    assert first.date_from == date(2026, 12, 31)
    assert second.date_from == first.date_to
    assert commitment.ends_on == second.date_to
