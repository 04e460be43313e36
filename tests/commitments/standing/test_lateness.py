"""Late is who spoke here or confirmed the date; silence counts from the day on which the Commune opens the portal."""

from datetime import date, timedelta

import pytest

from commitments.forms import CommitmentFilterForm
from commitments.models import Commitment
from commitments.plan import amendments
from commitments.standing.dossier import dossiers_of
from commitments.standing.overview import overview_of
from tests.factories.commitments import (
    AmendmentFactory,
    CommitmentFactory,
    DateConfirmationFactory,
    InstitutionFactory,
    MilestoneFactory,
    ResponsibilityFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db
END, TODAY = date(2024, 3, 31), date(2026, 6, 15)
NAMES = ("is_late", "months_late", "is_stale", "is_unheard", "awaited_since")


@pytest.fixture
def commitment():
    return CommitmentFactory(late=True)


def standing(commitment, on=TODAY):
    """What overview and dossier say alike."""
    rows = Commitment.objects.filter(pk=commitment.pk)
    found = [{name: one[name] for name in NAMES} for one in (*overview_of(rows, on=on), *dossiers_of(rows, on=on))]
    assert found[0] == found[1]
    assert rows.late(on).exists() is found[0]["is_late"]
    return found[0]


def test_a_published_end_that_passed_before_anybody_spoke_is_late_for_nobody(commitment):
    assert standing(commitment) == {
        "is_late": False,
        "months_late": 0,
        "is_stale": False,
        "is_unheard": True,
        "awaited_since": None,
    }


@pytest.mark.parametrize(
    "word",
    [
        lambda c: StatementFactory(commitment=c, level="limited", dated_on=date(2026, 6, 1)),
        lambda c: StatementFactory(commitment=c, level="no_evidence", by_monitor=True, dated_on=date(2026, 6, 1)),
        lambda c: StatementFactory(
            commitment=None, milestone=MilestoneFactory(commitment=c), level="limited", dated_on=date(2026, 6, 1)
        ),
        lambda c: DateConfirmationFactory(commitment=c, confirmed_on=date(2026, 6, 1)),
        lambda c: AmendmentFactory(
            commitment=c, date_from=date(2023, 12, 31), date_to=END, decided_on=date(2026, 6, 1)
        ),
    ],
    ids=["municipality", "monitor", "milestone", "confirmed", "amended"],
)
def test_a_word_or_a_confirmation_makes_it_late_from_its_day_on(commitment, word):
    assert not standing(commitment)["is_late"]
    word(commitment)
    found = standing(commitment)
    assert (found["is_late"], found["months_late"], found["is_unheard"]) == (True, 26, False)


def test_before_the_day_of_the_word_nobody_was_late(commitment):
    DateConfirmationFactory(commitment=commitment, confirmed_on=date(2026, 6, 1))
    assert not standing(commitment, date(2026, 5, 31))["is_late"]


@pytest.mark.parametrize(
    "no_word",
    [
        lambda c: StatementFactory(commitment=c, draft=True),
        lambda c: MilestoneFactory(commitment=c),
        lambda c: DateConfirmationFactory(commitment=c, ends_on=date(2024, 12, 31)),
        lambda c: AmendmentFactory(
            commitment=c, field="starts_on", date_from=date(2022, 1, 1), date_to=date(2023, 1, 1)
        ),
    ],
    ids=["draft", "milestone", "another date", "another field"],
)
def test_what_binds_nobody_to_the_date_makes_nobody_late(commitment, no_word):
    no_word(commitment)
    assert not standing(commitment)["is_late"]


def test_a_date_that_was_moved_after_its_confirmation_is_the_communes_own(commitment):
    DateConfirmationFactory(commitment=commitment)
    why = {"decided_on": date(2026, 5, 5), "reason_fr": "Retard", "decision_fr": "Délibération"}
    amendments.move_date(commitment, "ends_on", date(2026, 5, 31), **why)
    assert standing(commitment)["is_late"]


def test_from_the_opening_on_a_passed_end_is_expected_and_not_received(commitment, settings):
    settings.PORTAL_OPENED_ON = TODAY
    assert standing(commitment, TODAY - timedelta(days=1))["awaited_since"] is None
    found = standing(commitment)
    assert (found["awaited_since"], found["is_late"], found["is_unheard"]) == (END, False, True)


def test_four_months_without_a_word_count_from_the_opening_or_from_the_last_word(settings):
    settings.PORTAL_OPENED_ON = date(2026, 1, 1)
    silent = CommitmentFactory()
    assert standing(silent, date(2026, 5, 1))["awaited_since"] is None
    assert standing(silent, date(2026, 5, 2))["awaited_since"] == date(2026, 5, 1)
    StatementFactory(commitment=silent, level="limited", dated_on=date(2026, 2, 1))
    assert standing(silent, date(2026, 6, 1))["awaited_since"] is None
    assert standing(silent, date(2026, 6, 2))["awaited_since"] == date(2026, 6, 1)


def test_who_spoke_once_and_then_no_more_is_awaited_though_the_portal_is_not_open():
    spoken = StatementFactory(level="limited", dated_on=date(2026, 1, 1)).commitment
    assert standing(spoken)["awaited_since"] == date(2026, 5, 1)


def test_of_what_is_complete_no_further_word_is_expected(commitment, settings):
    settings.PORTAL_OPENED_ON = date(2025, 1, 1)
    StatementFactory(commitment=commitment, level="complete", dated_on=date(2024, 3, 1))
    assert not any(standing(commitment).values())


def test_the_institution_from_which_it_is_expected_is_named(commitment, settings):
    settings.PORTAL_OPENED_ON = TODAY
    for slug, names in (("a", {"name_fr": "Service A"}), ("b", {"name_fr": "", "name_es": "Servicio B"})):
        ResponsibilityFactory(commitment=commitment, institution=InstitutionFactory(slug=slug, **names))
    ResponsibilityFactory(commitment=commitment, role="support", institution=InstitutionFactory(slug="c", name_fr="C"))
    rows = Commitment.objects.all()
    for found in (*overview_of(rows, on=TODAY), *dossiers_of(rows, on=TODAY)):
        assert found["awaited_from"]["fr"] == "Service A · قسم الميزانية"


def test_the_list_keeps_only_what_is_expected(client, commitment, settings, today):
    settings.PORTAL_OPENED_ON = today - timedelta(days=1)
    StatementFactory(commitment=CommitmentFactory(slug="fresh"), dated_on=today)
    StatementFactory(commitment=CommitmentFactory(slug="overdue", late=True), level="limited", dated_on=today)
    rows = {}
    for query in ("awaited=1", "late=1"):
        form = CommitmentFilterForm({query[:-2]: "1"}, language="fr")
        assert form.is_valid()
        rows[query] = [
            row["slug"] for row in form.keep(overview_of(form.narrow(Commitment.objects.live(), on=today), on=today))
        ]
    assert rows == {"awaited=1": [commitment.slug], "late=1": ["overdue"]}
