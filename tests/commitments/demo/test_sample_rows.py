"""What the demonstration says: three languages, dates in order, reports that fit the statements."""

import datetime
import re

import pytest
from modeltranslation.translator import translator

from commitments.demo import demonstration, evidence_files
from commitments.demo.sample_rows import contents
from commitments.models import (
    Amendment,
    AnnualReport,
    Commitment,
    CompletionLevel,
    Edition,
    Evidence,
    Indicator,
    Institution,
    Milestone,
    ProgressUpdate,
    Reading,
    Recommendation,
    Side,
    Statement,
)
from commitments.plan import plan_file
from commitments.standing.dossier import dossiers_of
from tetouan_portal.lib.demonstration import Demonstrable
from tetouan_portal.lib.languages import missing_languages

LAST_DAY = datetime.date(2026, 11, 15)
ARABIC_ONLY = 3

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def media(rows_of_a_module):
    """Loads the demonstration once for all; the folder of its files."""
    plan_file.load()
    demonstration.load()
    return rows_of_a_module


def marked_rows():
    return [row for model in demonstration.MARKED for row in model.objects.filter(is_demo=True)]


def test_every_commitment_has_a_life():
    for commitment in Commitment.objects.filter(plan__slug=demonstration.PLAN_SLUG):
        assert 3 <= commitment.milestones.count() <= 5, commitment
        assert set(commitment.indicators.values_list("kind", flat=True)) == {"result", "impact"}, commitment
        assert set(commitment.statements.values_list("side", flat=True)) == set(Side.values), commitment
        assert commitment.updates.exists(), commitment
        assert all(indicator.readings.count() >= 3 for indicator in commitment.indicators.all()), commitment


def test_texts_are_in_three_languages_but_for_some_news_meant_to_be_borrowed():
    borrowed = []
    for row in marked_rows():
        if type(row) in translator.get_registered_models():
            fields = list(translator.get_options_for_model(type(row)).fields)
            if missing := missing_languages(row, fields):
                borrowed.append((type(row), missing))
    assert borrowed == [(ProgressUpdate, ["fr", "es"])] * ARABIC_ONLY


def every_text(data):
    """Each {"ar": …, "fr": …, "es": …} found in the parsed JSON."""
    if isinstance(data, list):
        return [text for part in data for text in every_text(part)]
    if not isinstance(data, dict):
        return []
    return [data] if set(data) == {"ar", "fr", "es"} else every_text(list(data.values()))


@pytest.mark.parametrize(
    ("mistake", "languages"),
    [
        ("[٠-٩]", "ar"),
        ("سبتمبر|نوفمبر|ديسمبر|أغسطس|مايو", "ar"),
        (r"[A-Za-z]|[;?]|,(?!\d)|\d\.(?!\d{3}(?!\d))\d", "ar"),
        ("[\u0600-\u06ff]", "fr es"),
        (r"(?<![\u00a0\u202f])[;:?!»]|«(?!\u00a0)", "fr"),
        (r"%|'|  |^\s|\s$|[\u200e\u200f]", "ar fr es"),
    ],
)
def test_texts_are_written_as_people_here_write(mistake, languages):
    texts = every_text([*contents("axis-*.json"), *contents("report-*.json")])
    assert len(texts) > 500
    assert not [text[code] for text in texts for code in languages.split() if re.search(mistake, text[code])]


def test_rows_keep_the_rules_of_their_forms():
    for row in marked_rows():
        row.full_clean(exclude=["snapshot"] if isinstance(row, Edition) else None)


def test_nothing_is_dated_after_the_last_day_told():
    dated = [
        *Statement.objects.values_list("dated_on", flat=True),
        *Reading.objects.values_list("dated_on", flat=True),
        *ProgressUpdate.objects.values_list("dated_on", flat=True),
        *Evidence.objects.values_list("dated_on", flat=True),
        *Amendment.objects.values_list("decided_on", flat=True),
        *Milestone.objects.filter(done_on__isnull=False).values_list("done_on", flat=True),
    ]
    assert max(dated) <= LAST_DAY
    assert min(dated) >= datetime.date(2023, 1, 1)


def test_dates_tell_one_story():
    for amendment in Amendment.objects.select_related("milestone"):
        assert amendment.date_from < amendment.date_to == amendment.milestone.due_on
        assert not amendment.milestone.is_done(amendment.decided_on)
    for indicator in Indicator.objects.all():
        assert indicator.readings.first().dated_on > indicator.baseline_on, indicator
    for statement in Statement.objects.exclude(milestone=None).filter(level=CompletionLevel.COMPLETE):
        assert statement.milestone.is_done(statement.dated_on), statement
    for proof in Evidence.objects.exclude(statement=None).select_related("statement"):
        assert proof.dated_on <= proof.statement.dated_on, proof
    for proof in Evidence.objects.exclude(reading=None).select_related("reading"):
        assert proof.dated_on == proof.reading.dated_on, proof
    for correction in Statement.objects.exclude(supersedes=None).select_related("supersedes"):
        assert correction.dated_on > correction.supersedes.dated_on
        assert correction.side == correction.supersedes.side


def test_most_of_what_is_said_last_is_proved_and_what_lacks_proof_is_seen():
    newest = Statement.objects.newest(on=LAST_DAY).exclude(commitment=None).by(Side.MUNICIPALITY)
    without = [statement.commitment.number for statement in newest if not statement.evidence.exists()]
    assert sorted(without) == [4, 10, 11]


def test_it_shows_what_the_portal_is_for():
    assert Amendment.objects.count() == 5
    assert Reading.objects.exclude(supersedes=None).count() == 2
    assert Statement.objects.exclude(supersedes=None).count() == 1
    assert Statement.objects.filter(level=CompletionLevel.NO_EVIDENCE).count() >= 3
    dossiers = dossiers_of(
        Commitment.objects.filter(plan__slug=demonstration.PLAN_SLUG), on=datetime.date(2026, 11, 23)
    )
    assert [d["number"] for d in dossiers if d["agreement"] == "differ"] == [1, 3, 6, 8, 10, 12]
    assert [d["number"] for d in dossiers if d["agreement"] == "agree"] == [2, 4, 5, 7, 9, 11]
    assert [d["number"] for d in dossiers if d["is_stale"]] == [7, 10, 12]
    assert all(d["shows_demo"] for d in dossiers)


def test_each_report_finds_what_the_monitor_had_stated_by_then():
    reports = AnnualReport.objects.live()
    assert [report.year for report in reports] == [2025, 2024]
    for report in reports:
        stated = Statement.objects.newest(on=report.covers_to).by(Side.MONITOR).exclude(commitment=None)
        found = dict(report.findings.values_list("commitment", "level"))
        assert found == dict(stated.values_list("commitment", "level"))
        assert len(found) == 12


def test_most_recommendations_have_an_answer_of_each_kind():
    for report in AnnualReport.objects.all():
        answers = [r.answer for r in report.recommendations.all()]
        assert 6 <= len(answers) <= 8
        assert set(answers) == {"accepted", "partly", "rejected", ""}
        assert answers.count("") == 1
    for answered in Recommendation.objects.exclude(answer=""):
        assert answered.answered_on > answered.report.covers_to
        assert (answered.due_on is None) == (answered.answer == "rejected")


def test_editions_are_marked_and_waiting_for_their_pdfs():
    editions = Edition.objects.all()
    assert [edition.is_demo for edition in editions] == [True, True]
    assert all(edition.pdfs.count() == 3 for edition in editions)


def test_the_municipality_speaks_through_a_real_institution():
    unnamed = Statement.objects.filter(institution=None)
    assert set(unnamed.values_list("side", flat=True)) == {Side.MONITOR}
    assert not Statement.objects.by(Side.MONITOR).exclude(institution=None).exists()
    assert not issubclass(Institution, Demonstrable)


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_a_drawn_picture_says_so_in_its_title_and_in_its_description(language):
    pictures = [evidence for evidence in Evidence.objects.exclude(file="") if evidence.is_picture]
    assert len(pictures) > 8
    drawn = evidence_files.DRAWN[language]
    for picture in pictures:
        assert getattr(picture, f"title_{language}").endswith(f" ({drawn})")
        assert getattr(picture, f"alternative_text_{language}").lower().startswith(drawn)


def test_files_are_small_and_pictures_described(media):
    files = Evidence.objects.exclude(file="")
    assert {evidence.content_type for evidence in files} == {"application/pdf", "image/jpeg"}
    for evidence in files:
        assert bool(evidence.alternative_text) == evidence.is_picture
        assert (media / evidence.file.name).stat().st_size == evidence.size < 120_000
