from datetime import date, timedelta

import pytest

from commitments.models import Commitment, ProgressUpdate, Responsibility
from commitments.standing.dossier import dossiers_of
from commitments.standing.overview import overview_of, standing_of
from tests.factories.commitments import (
    CommitmentFactory,
    IndicatorFactory,
    InstitutionFactory,
    MilestoneFactory,
    ReadingFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db


def only(today):
    [row] = overview_of(Commitment.objects.all(), on=today)
    return row


def busy_commitment():
    commitment = CommitmentFactory(late=True)
    StatementFactory(commitment=commitment, level="substantial", dated_on=date(2025, 12, 1))
    StatementFactory(commitment=commitment, level="limited", by_monitor=True, dated_on=date(2025, 11, 1))
    StatementFactory(commitment=commitment, draft=True, level="complete", dated_on=date(2026, 5, 1))
    milestone = MilestoneFactory(commitment=commitment, number=1, done_on=date(2025, 10, 1))
    MilestoneFactory(commitment=commitment, number=2)
    StatementFactory(commitment=None, milestone=milestone, dated_on=date(2026, 1, 15))
    return commitment


def test_it_says_what_the_dossier_says(today):
    busy_commitment()
    wrong = StatementFactory(level="complete", dated_on=date(2026, 2, 1))
    StatementFactory(commitment=wrong.commitment, level="not_started", supersedes=wrong, dated_on=date(2026, 2, 2))
    CommitmentFactory(ends_on=None)
    rows = overview_of(Commitment.objects.order_by("pk"), on=today)
    dossiers = dossiers_of(Commitment.objects.order_by("pk"), on=today)
    shared = rows[0].keys() & dossiers[0].keys() - {"institutions"}
    assert shared > {"updated_on", "is_late", "months_late", "agreement", "milestones_done", "is_stale", "shows_demo"}
    for row, dossier in zip(rows, dossiers, strict=True):
        assert {name: row[name] for name in shared} == {name: dossier[name] for name in shared}
        levels = {side: said["level"] if said else "" for side, said in dossier["statements"].items()}
        assert {"municipality": row["declared_level"], "monitor": row["assessed_level"]} == levels


def test_each_kind_of_dated_fact_counts_as_an_update_and_the_future_does_not(today):
    commitment = CommitmentFactory()
    assert only(today)["updated_on"] is None
    MilestoneFactory(commitment=commitment, number=1, done_on=date(2025, 1, 1))
    assert only(today)["updated_on"] == date(2025, 1, 1)
    ReadingFactory(indicator=IndicatorFactory(commitment=commitment), dated_on=date(2025, 2, 1))
    assert only(today)["updated_on"] == date(2025, 2, 1)
    news = {"commitment": commitment, "title_fr": "Atelier", "state": "published"}
    ProgressUpdate.objects.create(dated_on=date(2025, 3, 1), **news)
    assert only(today)["updated_on"] == date(2025, 3, 1)
    ProgressUpdate.objects.create(dated_on=today + timedelta(days=1), **news)
    assert only(today)["updated_on"] == date(2025, 3, 1)


def test_a_draft_changes_nothing(today):
    statement = StatementFactory()
    before = only(today)
    StatementFactory(commitment=statement.commitment, draft=True, level="complete", dated_on=date(2026, 6, 1))
    assert only(today) == before


def test_the_leading_institutions_are_named_and_the_supporting_ones_are_not(today):
    commitment = CommitmentFactory()
    Responsibility.objects.create(commitment=commitment, institution=InstitutionFactory(name_fr="Direction"))
    Responsibility.objects.create(
        commitment=commitment, institution=InstitutionFactory(name_fr="Appui"), role="support"
    )
    assert [names["fr"] for names in only(today)["institutions"]] == ["Direction"]


def test_there_is_a_tile_for_every_commitment_best_level_first():
    rows = [{"declared_level": level, "assessed_level": ""} for level in ("limited", "", "complete", "limited")]
    tiles = standing_of(rows)["tiles"]
    assert tiles == {"municipality": ["complete", "limited", "limited", ""], "monitor": ["", "", "", ""]}


@pytest.mark.parametrize("count", [1, 3, 10])
def test_it_takes_two_queries_whatever_the_number_of_commitments(today, django_assert_num_queries, count):
    for _n in range(count):
        busy_commitment()
    with django_assert_num_queries(2):
        overview_of(Commitment.objects.all(), on=today)
