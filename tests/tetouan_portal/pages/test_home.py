import datetime
import re

import pytest

from commitments.models import ProgressUpdate
from tests.factories.commitments import (
    ActionPlanFactory,
    AxisFactory,
    CommitmentFactory,
    EvidenceFactory,
    MilestoneFactory,
    StatementFactory,
)
from tests.factories.reports import published_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def axis():
    return AxisFactory(plan=ActionPlanFactory(slug="tetouan", is_current=True))


def two_sides(axis, declared, assessed, **values):
    commitment = CommitmentFactory(axis=axis, **values)
    if declared:
        StatementFactory(commitment=commitment, level=declared)
    if assessed:
        StatementFactory(commitment=commitment, level=assessed, by_monitor=True)
    return commitment


def test_it_counts_the_levels_of_each_side_apart_and_never_as_a_percentage(client, axis):
    two_sides(axis, "complete", "substantial")
    two_sides(axis, "complete", "no_evidence")
    two_sides(axis, "limited", "")
    response = client.get("/fr/")
    counts = {row["level"]: (row["municipality"], row["monitor"]) for row in response.context["standing"]["levels"]}
    assert counts == {
        "complete": (2, 0),
        "substantial": (0, 1),
        "limited": (1, 0),
        "not_started": (0, 0),
        "no_evidence": (0, 1),
        "": (0, 1),
    }
    assert "%" not in re.sub(r"<[^>]+>", "", response.text)


def test_its_counts_lead_to_the_list_of_just_those_commitments(client, axis):
    two_sides(axis, "complete", "substantial", slug="wanted")
    two_sides(axis, "limited", "limited")
    address = re.search(r'href="([^"]*declared=complete)"', client.get("/fr/").text)[1]
    listed = client.get(address.replace("&amp;", "&")).context["axes"]
    assert [row["slug"] for *_names, rows in listed for row in rows] == ["wanted"]


def test_it_lists_what_is_late_longest_first(client, axis):
    two_sides(axis, "limited", "", slug="shorter", ends_on=datetime.date(2026, 3, 31))
    two_sides(axis, "limited", "", slug="longer", late=True)
    two_sides(axis, "complete", "", slug="complete", late=True)
    late = client.get("/fr/").context["late"]
    assert [(row["slug"], row["months_late"]) for row in late] == [("longer", 26), ("shorter", 2)]


def test_on_the_first_day_nobody_is_accused(client, axis):
    two_sides(axis, "", "", slug="passed", late=True)
    two_sides(axis, "", "", slug="coming")
    answer = client.get("/fr/")
    assert answer.context["late"] == answer.context["awaited"] == []
    assert [row["slug"] for row in answer.context["unheard"]] == ["passed"]
    assert "mois de retard" not in answer.text
    assert "is-stale" not in answer.text
    assert "awaited=1" not in answer.text


def test_from_its_opening_on_what_is_expected_is_counted_beside_what_is_late(client, axis, settings, today):
    settings.PORTAL_OPENED_ON = today
    two_sides(axis, "", "", slug="passed", late=True)
    two_sides(axis, "", "", slug="coming")
    two_sides(axis, "limited", "", slug="late", late=True)
    answer = client.get("/fr/")
    assert [row["slug"] for row in answer.context["late"]] == ["late"]
    assert {row["slug"] for row in answer.context["awaited"]} == {"passed", "late"}
    address = re.search(r'href="([^"]*awaited=1)"', answer.text)[1].replace("&amp;", "&")
    listed = {row["slug"] for *_names, rows in client.get(address).context["axes"] for row in rows}
    assert listed == {"passed", "late"}


@pytest.mark.parametrize("opened_on", [None, datetime.date(2026, 12, 31)])
def test_the_day_of_the_opening_is_public(client, settings, opened_on):
    settings.PORTAL_OPENED_ON = opened_on
    assert ("31 décembre 2026" in client.get("/fr/about/").text) is bool(opened_on)
    assert ("n’a pas encore ouvert" in client.get("/fr/about/").text) is (opened_on is None)


def test_it_names_where_the_two_sides_differ(client, axis):
    two_sides(axis, "complete", "limited", slug="differs")
    two_sides(axis, "limited", "limited", slug="agrees")
    two_sides(axis, "complete", "", slug="one-side")
    assert [row["slug"] for row in client.get("/fr/").context["differing"]] == ["differs"]


@pytest.mark.parametrize(("days", "is_stale"), [(120, False), (121, True)])
def test_it_says_how_old_the_newest_fact_is_and_when_that_is_too_old(client, axis, today, days, is_stale):
    StatementFactory(commitment=CommitmentFactory(axis=axis), dated_on=today - datetime.timedelta(days=days))
    response = client.get("/es/")
    assert response.context["freshness"] == {
        "updated_on": today - datetime.timedelta(days=days),
        "days": days,
        "is_stale": is_stale,
    }
    assert ('class="freshness is-stale"' in response.text) is is_stale


def test_news_is_newest_first_and_links_to_evidence_and_commitment(client, axis):
    commitment = two_sides(axis, "limited", "", slug="budget")
    milestone = MilestoneFactory(commitment=commitment, number=1)
    EvidenceFactory(statement=None, milestone=milestone, dated_on="2026-02-01", url="https://www.example.org/minutes")
    ProgressUpdate.objects.create(commitment=commitment, dated_on="2026-03-01", title_ar="خبر", state="published")
    ProgressUpdate.objects.create(commitment=commitment, dated_on="2027-03-01", title_ar="غد", state="published")
    response = client.get("/ar/")
    assert [entry["kind"] for entry in response.context["news"]] == ["update", "evidence", "statement"]
    assert 'href="https://www.example.org/minutes"' in response.text
    assert 'href="/ar/commitments/budget/"' in response.text


def test_a_corrected_statement_is_no_news(client, axis):
    commitment = CommitmentFactory(axis=axis)
    wrong = StatementFactory(commitment=commitment)
    StatementFactory(commitment=commitment, supersedes=wrong, level="substantial", dated_on="2026-01-10")
    assert [entry["level"] for entry in client.get("/fr/").context["news"]] == ["substantial"]


def test_the_latest_published_report_and_the_plan_are_linked(client):
    published_report()
    text = client.get("/fr/").text
    assert 'href="/fr/reports/2025/"' in text
    assert 'href="/fr/plan/tetouan/"' in text


def test_an_empty_portal_says_so_and_links_to_nothing_that_is_missing(client):
    response = client.get("/fr/")
    assert response.status_code == 200
    assert 'class="empty"' in response.text
    assert "/fr/reports/2" not in response.text


def test_the_banner_of_demonstration_data_stands_when_and_only_when_some_is_shown(client, axis):
    commitment = two_sides(axis, "limited", "")
    assert "demo-banner" not in client.get("/fr/").text
    StatementFactory(commitment=commitment, is_demo=True, dated_on="2026-01-05")
    assert "demo-banner" in client.get("/fr/").text


@pytest.mark.parametrize("count", [1, 3, 10])
def test_the_number_of_queries_does_not_grow(client, axis, django_assert_num_queries, count):
    for _n in range(count):
        commitment = two_sides(axis, "complete", "limited")
        EvidenceFactory(statement=commitment.statements.first())
        ProgressUpdate.objects.create(commitment=commitment, dated_on="2026-03-01", title_ar="خبر", state="published")
    with django_assert_num_queries(10):
        client.get("/fr/")
