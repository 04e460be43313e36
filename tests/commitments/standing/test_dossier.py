from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine

from commitments.models import Commitment, OgpValue, Role, Theme
from commitments.standing.dossier import dossier_of, dossiers_of
from tests.factories.commitments import (
    AmendmentFactory,
    CommitmentFactory,
    EvidenceFactory,
    InceptionAssessmentFactory,
    IndicatorFactory,
    MilestoneFactory,
    ProgressUpdateFactory,
    ReadingFactory,
    ResponsibilityFactory,
    SourceFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)


def dossier(commitment, on=TODAY):
    (found,) = dossiers_of(Commitment.objects.filter(pk=commitment.pk), on=on)
    return found


def stated(commitment, **levels):
    for side, level in levels.items():
        StatementFactory(commitment=commitment, side=side, level=level)


# --- the two sides ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("levels", "agreement"),
    [
        ({}, "silent"),
        ({"municipality": "complete"}, "one_side"),
        ({"monitor": "no_evidence"}, "one_side"),
        ({"municipality": "limited", "monitor": "limited"}, "agree"),
        ({"municipality": "complete", "monitor": "no_evidence"}, "differ"),
    ],
)
def test_the_two_sides_agree_differ_or_are_silent(levels, agreement):
    commitment = CommitmentFactory()
    stated(commitment, **levels)
    found = dossier(commitment)
    assert found["agreement"] == agreement
    assert {side: s and s["level"] for side, s in found["statements"].items()} == {
        "municipality": levels.get("municipality"),
        "monitor": levels.get("monitor"),
    }


def test_neither_side_takes_its_level_from_milestones():
    milestone = MilestoneFactory(done_on=date(2025, 1, 1))
    StatementFactory(commitment=None, milestone=milestone, level="complete")
    found = dossier(milestone.commitment)
    assert found["agreement"] == "silent"
    assert found["history"] == []
    assert found["milestones"][0]["statements"]["municipality"]["level"] == "complete"
    assert found["milestones"][0]["agreement"] == "one_side"


def test_a_corrected_statement_stays_in_the_history_with_the_day_of_its_correction():
    wrong = StatementFactory(level="complete", dated_on=date(2025, 1, 1))
    right = StatementFactory(commitment=wrong.commitment, level="limited", dated_on=date(2025, 3, 1), supersedes=wrong)
    found = dossier(wrong.commitment)
    assert [(s["id"], s["level"], s["corrected_on"], s["corrects"]) for s in found["history"]] == [
        (right.pk, "limited", None, wrong.pk),
        (wrong.pk, "complete", date(2025, 3, 1), None),
    ]
    assert found["statements"]["municipality"]["id"] == right.pk
    before = dossier(wrong.commitment, on=date(2025, 2, 28))
    assert before["statements"]["municipality"]["id"] == wrong.pk
    assert before["history"][0]["corrected_on"] is None


def test_of_two_statements_of_a_day_the_later_entry_stands():
    first = StatementFactory(level="limited")
    StatementFactory(commitment=first.commitment, level="substantial", dated_on=first.dated_on)
    assert dossier(first.commitment)["statements"]["municipality"]["level"] == "substantial"


# --- indicators ---------------------------------------------------------------------


def measured(value, **indicator):
    row = IndicatorFactory(**indicator)
    ReadingFactory(indicator=row, value=value)
    return dossier(row.commitment)["indicators"][0]


@pytest.mark.parametrize(
    ("indicator", "progress", "met"),
    [
        ({"baseline": 2, "target": 12}, Decimal("0.5"), False),
        ({"direction": "down", "baseline": 12, "target": 2}, Decimal("0.5"), False),
        ({"direction": "down", "baseline": 12, "target": 7}, 1, True),
        ({"direction": "maintain", "baseline": 7, "target": 7}, None, True),
        ({"baseline": None, "target": 12}, None, False),
        ({"target": None}, None, None),
    ],
)
def test_an_indicator_shows_its_way_to_the_target(indicator, progress, met):
    found = measured(Decimal(7), **indicator)
    assert (found["progress"], found["is_target_met"]) == (progress, met)


def test_an_indicator_never_read_has_no_latest_value():
    found = dossier(IndicatorFactory().commitment)["indicators"][0]
    assert (found["latest"], found["progress"], found["readings"]) == (None, None, [])


def test_a_corrected_reading_stays_visible_and_counts_no_more():
    wrong = ReadingFactory(value=Decimal("7.5"))
    with time_machine.travel(datetime(2026, 1, 31, 23, 30, tzinfo=UTC), tick=False):  # past midnight in Tétouan
        ReadingFactory(indicator=wrong.indicator, dated_on=wrong.dated_on, value=Decimal(3), supersedes=wrong)
    found = dossier(wrong.indicator.commitment)["indicators"][0]
    assert [(r["value"], r["corrected_value"]) for r in found["readings"]] == [(Decimal("7.5"), 3), (3, None)]
    assert (found["latest"]["value"], found["progress"]) == (3, Decimal("0.1"))
    assert found["readings"][0]["corrected_on"] == date(2026, 2, 1)


def test_readings_after_the_date_are_not_known_yet():
    indicator = IndicatorFactory()
    for year, value in ((2024, 4), (2025, 9)):
        ReadingFactory(indicator=indicator, dated_on=date(year, 12, 31), value=value)
    found = dossier(indicator.commitment, date(2025, 12, 30))["indicators"][0]
    assert [r["value"] for r in found["readings"]] == [4]
    assert found["progress"] == Decimal("0.2")


# --- what it carries ----------------------------------------------------------------


def test_texts_come_in_every_language_and_names_with_their_role():
    source = SourceFactory(url="https://www.example.org/plan")
    commitment = CommitmentFactory(source=source, title_es=None, action_fr="Publier")
    commitment.themes.add(Theme.objects.create(slug="budget", name_fr="Budget"))
    commitment.ogp_values.add(OgpValue.objects.create(slug="transparency", name_fr="Transparence"))
    ResponsibilityFactory(commitment=commitment, institution__slug="support-office", role=Role.SUPPORT)
    ResponsibilityFactory(commitment=commitment, institution__slug="zz-lead-office", role=Role.LEAD)
    found = dossier(commitment)
    assert found["title"] == {"ar": "نشر وثائق الميزانية", "fr": "Publier le budget", "es": ""}
    assert found["themes"] == [{"slug": "budget", "name": {"ar": "", "fr": "Budget", "es": ""}}]
    assert [term["slug"] for term in found["ogp_values"]] == ["transparency"]
    assert [(i["slug"], i["role"]) for i in found["institutions"]] == [
        ("zz-lead-office", "lead"),
        ("support-office", "support"),
    ]
    assert found["source"] == {
        "code": source.code,
        "title": {"ar": "خطة العمل المنشورة", "fr": "Plan d’action publié", "es": "Plan de acción publicado"},
        "url": "https://www.example.org/plan",
        "trust": "published",
    }


def test_details_not_yet_published_are_said_to_be_so():
    assert dossier(CommitmentFactory())["has_details"] is False
    for code in ("ar", "fr", "es"):
        assert dossier(CommitmentFactory(**{f"problem_{code}": "…"}))["has_details"] is True


def test_the_monitors_first_judgement_is_shown_from_its_day():
    assessment = InceptionAssessmentFactory(assessed_on=date(2024, 1, 1))
    assert dossier(assessment.commitment)["inception"]["depth"] == "positive"
    assert dossier(assessment.commitment, date(2023, 12, 31))["inception"] is None
    assert dossier(InceptionAssessmentFactory().commitment)["inception"]["verifiable"] is True


def test_evidence_stands_with_what_it_proves():
    commitment = CommitmentFactory()
    statement = StatementFactory(commitment=commitment)
    reading = ReadingFactory(indicator=IndicatorFactory(commitment=commitment))
    milestone = MilestoneFactory(commitment=commitment)
    update = ProgressUpdateFactory(commitment=commitment)
    for name, row in {"statement": statement, "reading": reading, "milestone": milestone, "update": update}.items():
        EvidenceFactory(**{"statement": None, name: row, "url": f"https://www.example.org/{name}"})
    EvidenceFactory(statement=statement, dated_on=date(2026, 6, 16))
    found = dossier(commitment)
    shown = [
        found["history"][0]["evidence"],
        found["indicators"][0]["readings"][0]["evidence"],
        found["milestones"][0]["evidence"],
        found["updates"][0]["evidence"],
    ]
    assert [[proof["address"] for proof in proofs] for proofs in shown] == [
        ["https://www.example.org/statement"],
        ["https://www.example.org/reading"],
        ["https://www.example.org/milestone"],
        ["https://www.example.org/update"],
    ]


def test_dossiers_keep_the_order_asked_for():
    rows = [CommitmentFactory(slug=slug) for slug in ("b", "c", "a")]
    ordered = dossiers_of(Commitment.objects.order_by("slug"), on=TODAY)
    assert [found["slug"] for found in ordered] == sorted(row.slug for row in rows)


def test_only_a_published_commitment_has_a_page():
    assert dossier_of(CommitmentFactory().slug, on=TODAY)["agreement"] == "silent"
    assert dossier_of(CommitmentFactory(draft=True).slug, on=TODAY) is None
    assert dossier_of(CommitmentFactory(axis__plan__is_published=False).slug, on=TODAY) is None
    assert dossier_of("unknown", on=TODAY) is None


def full_commitment(rows):
    commitment = CommitmentFactory(source=SourceFactory())
    InceptionAssessmentFactory(commitment=commitment, source=SourceFactory())
    for _ in range(rows):
        statement = StatementFactory(commitment=commitment)
        milestone = MilestoneFactory(commitment=commitment)
        StatementFactory(commitment=None, milestone=milestone)
        indicator = IndicatorFactory(commitment=commitment)
        EvidenceFactory(statement=None, reading=ReadingFactory(indicator=indicator))
        EvidenceFactory(statement=statement)
        EvidenceFactory(statement=None, update=ProgressUpdateFactory(commitment=commitment))
        AmendmentFactory(commitment=commitment)
        AmendmentFactory(commitment=None, milestone=milestone, field="due_on")
        ResponsibilityFactory(commitment=commitment)


@pytest.mark.parametrize("commitments", [1, 3, 10])
@pytest.mark.parametrize("rows", [1, 5])
def test_the_number_of_queries_does_not_grow(django_assert_num_queries, commitments, rows):
    for _ in range(commitments):
        full_commitment(rows)
    with django_assert_num_queries(9):
        found = dossiers_of(Commitment.objects.live(), on=TODAY)
    assert len(found) == commitments
    assert all(len(one["milestones"]) == rows for one in found)
