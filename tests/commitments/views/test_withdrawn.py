"""What leaves the public eye leaves a page, or its row, that says so; it is named apart and never counted."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from commitments.models import Commitment, Evidence
from commitments.report import editions
from commitments.report.sections import commitment_chapters
from commitments.standing.dossier import dossier_of, dossiers_of
from commitments.standing.overview import overview_of
from participation.case import subjects
from tests.commitments.withdrawing import DECISION, GONE, REASON, withdrawn
from tests.factories.commitments import (
    ActionPlanFactory,
    AmendmentFactory,
    AxisFactory,
    CommitmentFactory,
    EvidenceFactory,
    IndicatorFactory,
    MilestoneFactory,
    StatementFactory,
)
from tests.factories.reports import conclude, drafted_report, published_report

pytestmark = pytest.mark.django_db
LANGUAGES = ["ar", "fr", "es"]
SAID = {
    "ar": "سُحب هذا الالتزام بتاريخ",
    "fr": "Cet engagement a été retiré le",
    "es": "Este compromiso se retiró el",
}
PLAN_SAID = {"ar": "سُحبت هذه الخطة بتاريخ", "fr": "Ce plan a été retiré le", "es": "Este plan se retiró el"}
PAGE = "/fr/commitments/parks/"


@pytest.fixture
def commitment():
    """Late, and spoken of by both sides; beside one that stands."""
    plan = ActionPlanFactory(slug="tetouan", is_current=True)
    axis = AxisFactory(plan=plan, slug="green", number=1)
    CommitmentFactory(axis=axis, slug="stands", number=1)
    row = CommitmentFactory(axis=axis, slug="parks", number=2, late=True, title_fr="Planter", action_fr="Mille arbres")
    said = StatementFactory(commitment=row, level="limited", summary_fr="Cent arbres plantés")
    StatementFactory(commitment=row, by_monitor=True, level="not_started", summary_fr="Aucun arbre trouvé")
    EvidenceFactory(statement=said, title_fr="Bon de livraison")
    AmendmentFactory(commitment=row, reason_fr="Retard du marché")
    MilestoneFactory(commitment=row, number=1, title_fr="Choisir le terrain", due_on=date(2024, 1, 31))
    return row


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_page_stays_and_says_when_why_and_by_which_decision(client, commitment, language):
    withdrawn(commitment)
    answer = client.get(f"/{language}/commitments/parks/")
    assert answer.status_code == 200
    for words in (SAID[language], REASON["fr"], DECISION["fr"]):
        assert words in answer.text


def test_what_it_promised_and_what_both_sides_said_stay_on_its_page(client, commitment):
    withdrawn(commitment)
    text = client.get(PAGE).text
    for words in ("Planter", "Mille arbres", "Choisir le terrain", "Cent arbres plantés", "Aucun arbre trouvé"):
        assert words in text
    assert "Retard du marché" in text
    assert "Bon de livraison" in text
    assert Evidence.objects.live().exists()


def test_nothing_is_late_or_expected_of_it_any_more(client, commitment):
    today = timezone.localdate()
    assert dossier_of("parks", on=today)["is_late"]
    assert list(Commitment.objects.late(today)) == [commitment]
    withdrawn(commitment)
    assert list(Commitment.objects.late(today)) == []
    dossier = dossier_of("parks", on=timezone.localdate())
    assert [dossier[name] for name in ("is_late", "is_stale", "awaited_since")] == [False, False, None]
    assert not any(m["is_late"] or m["is_unheard"] for m in dossier["milestones"])


def test_before_the_day_it_stood(commitment):
    withdrawn(commitment)
    yesterday = timezone.localdate() - timedelta(days=1)
    [dossier] = dossiers_of(Commitment.objects.filter(pk=commitment.pk), on=yesterday)
    assert dossier["withdrawal"] is None
    assert dossier["is_late"]


def test_the_list_counts_what_stands_and_names_it_apart(client, commitment):
    withdrawn(commitment)
    answer = client.get("/fr/commitments/")
    assert answer.context["total"] == 1
    assert [row["slug"] for _plan, _axis, rows in answer.context["axes"] for row in rows] == ["stands"]
    assert answer.context["withdrawn"] == [commitment]
    assert 'id="withdrawn"' in answer.text


def test_it_is_found_by_its_words_and_not_among_what_is_late(client, commitment):
    withdrawn(commitment)
    assert client.get("/fr/commitments/?q=Planter").context["withdrawn"] == [commitment]
    assert client.get("/fr/commitments/?q=rien-de-tel").context["withdrawn"] == []
    assert client.get("/fr/commitments/?late=1").context["withdrawn"] == []


def test_home_counts_what_stands_and_leads_to_what_was_withdrawn(client, commitment):
    withdrawn(commitment)
    answer = client.get("/fr/")
    assert answer.context["standing"]["total"] == 1
    assert answer.context["late"] == []
    assert 'href="/fr/commitments/#withdrawn"' in answer.text


def test_home_says_nothing_where_nothing_was_withdrawn(client, commitment):
    assert "#withdrawn" not in client.get("/fr/").text


def test_the_sitemap_leaves_it_out_and_the_feed_tells_of_it(client, commitment):
    withdrawn(commitment)
    assert "/commitments/parks/" not in client.get("/sitemap.xml").text
    feed = client.get("/fr/commitments/feed/").text
    assert "Planter – L’engagement a été retiré" in feed
    assert REASON["fr"] in feed
    assert "Cent arbres plantés" in feed


def test_its_shared_picture_stays(client, commitment):
    withdrawn(commitment)
    assert client.get("/fr/commitments/parks/card.png").status_code == 200


def test_the_plan_names_it_where_it_stood(client, commitment):
    withdrawn(commitment)
    text = client.get("/fr/plan/tetouan/").text
    row = text[text.index("/commitments/parks/") :].partition("</li>")[0]
    assert "Retrait" in row


def test_who_writes_about_it_still_can_and_it_is_not_offered(client, commitment):
    withdrawn(commitment)
    assert "Planter" in client.get("/fr/participate/?commitment=parks").text
    assert "Planter" not in str(subjects.choices("fr"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_milestone_and_an_indicator_stay_in_their_place_and_are_not_counted(client, language):
    commitment = CommitmentFactory(slug="parks")
    MilestoneFactory(commitment=commitment, number=1, due_on=date(2024, 1, 31), done_on=date(2024, 1, 1))
    StatementFactory(
        commitment=None, milestone=withdrawn(MilestoneFactory(commitment=commitment, number=2, title_fr="Arroser"))
    )
    withdrawn(IndicatorFactory(commitment=commitment, title_fr="Arbres plantés"))
    dossier = dossier_of("parks", on=timezone.localdate())
    assert (dossier["milestones_done"], dossier["milestones_total"]) == (1, 1)
    [row] = overview_of(Commitment.objects.live(), on=timezone.localdate())
    assert (row["milestones_done"], row["milestones_total"]) == (1, 1)
    page, _slash, journal = client.get(f"/{language}/commitments/parks/").text.partition('id="journal"')
    assert page.count(REASON["fr"]) == page.count(DECISION["fr"]) == 2
    assert journal.count(REASON["fr"]) == 2


def test_a_withdrawn_milestone_is_not_late():
    milestone = MilestoneFactory(commitment__slug="parks", due_on=date(2024, 1, 31))
    StatementFactory(commitment=None, milestone=milestone)
    today = timezone.localdate()
    assert list(type(milestone).objects.late(today)) == [milestone]
    withdrawn(milestone)
    assert list(type(milestone).objects.late(today)) == []
    assert not dossier_of("parks", on=today)["milestones"][0]["is_late"]


# --- a whole plan ---------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_withdrawn_plan_keeps_its_page_and_those_of_its_commitments(client, commitment, language):
    withdrawn(commitment.plan)
    page = client.get(f"/{language}/plan/tetouan/")
    assert page.status_code == 200
    for words in (PLAN_SAID[language], REASON["fr"], DECISION["fr"], "/commitments/parks/", "/commitments/stands/"):
        assert words in page.text
    about = client.get(f"/{language}/commitments/parks/")
    assert about.status_code == 200
    assert REASON["fr"] in about.text
    assert SAID[language] not in about.text


def test_no_commitment_of_a_withdrawn_plan_is_counted(client, commitment):
    withdrawn(commitment.plan)
    assert client.get("/fr/").context["standing"]["total"] == 0
    answer = client.get("/fr/commitments/")
    assert (answer.context["total"], len(answer.context["withdrawn"])) == (0, 2)
    assert client.get("/fr/commitments/?plan=tetouan").status_code == 200
    assert client.get("/fr/commitments/?axis=green").status_code == 200


def test_without_a_plan_in_force_the_plans_address_leads_to_the_withdrawn_one(client, commitment):
    withdrawn(commitment.plan)
    assert 'href="/fr/plan/tetouan/"' in client.get("/fr/plan/").text


@pytest.mark.parametrize("path", ["/fr/plan/card.png", "/fr/plan/tetouan/card.png", "/fr/commitments/parks/card.png"])
def test_the_shared_pictures_of_a_withdrawn_plan_stay(client, commitment, path):
    withdrawn(commitment.plan)
    assert client.get(path).status_code == 200


def test_no_state_of_the_plan_hides_a_published_report(client):
    report = published_report()
    withdrawn(report.plan)
    for path in ("", "1/", "verify/", "card.png"):
        assert client.get(f"/fr/reports/2025/{path}").status_code == 200, path
    assert "/fr/reports/2025/" in client.get("/fr/reports/").text
    assert "/reports/2025/" in client.get("/sitemap.xml").text


def test_a_report_names_a_withdrawn_commitment_apart_and_does_not_count_it():
    report = drafted_report()
    Commitment.objects.filter(slug="budget").update(**GONE | {"withdrawn_at": "2025-11-03T09:00:00Z"})
    data = commitment_chapters(report)["data"]
    [dossier] = [dossier for axis in data["axes"] for dossier in axis["commitments"]]
    assert dossier["withdrawal"]["on"] == date(2025, 11, 3)
    assert (data["counts"]["total"], data["counts"]["withdrawn"]) == (0, 1)


def test_a_report_on_a_year_before_the_withdrawal_counts_what_stood_in_it():
    report = drafted_report()
    withdrawn(Commitment.objects.get(slug="budget"))
    counts = commitment_chapters(report)["data"]["counts"]
    assert (counts["total"], counts["withdrawn"]) == (1, 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_published_report_on_what_was_withdrawn_can_be_read(client, language):
    report = drafted_report()
    Commitment.objects.filter(slug="budget").update(**GONE | {"withdrawn_at": "2025-11-03T09:00:00Z"})
    conclude(report)
    editions.publish(report)
    page = client.get(f"/{language}/reports/2025/")
    assert page.status_code == 200
    assert SAID[language] in page.text
