from datetime import date
from importlib import import_module

import pytest
from django.db import connection

from commitments.models import AnnualReport, PlanKind
from commitments.report import editions
from participation.sending.already_published import look
from tests.budget_docs import rows as budget
from tests.factories.commitments import ActionPlanFactory, CommitmentFactory, EventFactory, MilestoneFactory
from tests.factories.drafts import SECRETS, drafts_around
from tests.factories.narrative import NarrativeSectionFactory
from tests.factories.participation import PublishedCaseFactory
from tests.factories.reports import published_report
from tetouan_portal.audit.models import AuditEntry

words_in_guillemets = import_module("tetouan_portal.migrations.0013_words_in_guillemets")
pytestmark = pytest.mark.django_db


def test_documents_commitments_reports_and_answers_are_looked_through(now):
    budget.file(budget.document(title_fr="Budget de la lumière"))
    report = published_report(title_fr="Rapport sur la lumière")
    CommitmentFactory(axis=report.findings.get().commitment.axis, number=9, slug="light", title_fr="La lumière")
    found = look("lumière", now=now)
    assert sorted(row.title["fr"] for group in found for row in group.found) == [
        "Budget de la lumière",
        "La lumière",
        "Rapport sur la lumière – 2025",
    ]
    assert all(row.address.startswith("/") for group in found for row in group.found)


def test_a_report_is_found_by_what_its_newest_edition_says_and_not_by_what_is_being_written(now):
    report = published_report(title_fr="Rapport sur la lumière", summary_fr="Tous les réverbères")
    editions.revise(report)
    AnnualReport.objects.filter(pk=report.pk).update(title_fr="Titre inachevé", summary_fr="Seize lampadaires")
    assert look("lampadaires", now=now) == look("inachevé", now=now) == []
    [found] = look("réverbères", now=now)[0].found
    assert (found.title["fr"], found.address) == ("Rapport sur la lumière – 2025", report.get_absolute_url())
    editions.finalise(report)
    editions.publish_new_edition(report)
    assert look("réverbères", now=now) == []
    assert look("lampadaires", now=now)[0].found[0].title["fr"] == "Titre inachevé – 2025"


def test_an_answer_given_to_somebody_else_is_found(now):
    published = PublishedCaseFactory()
    assert [row.address for group in look("lampadaire", now=now) for row in group.found] == [
        published.get_absolute_url()
    ]


def test_what_holds_every_word_comes_alone_and_else_what_holds_some(now):
    axis = CommitmentFactory(slug="one", title_fr="Budget ouvert").axis
    CommitmentFactory(axis=axis, number=2, slug="two", title_fr="Budget de la ville")
    every = [row.title["fr"] for group in look("budget ouvert", now=now) for row in group.found]
    some = [row.title["fr"] for group in look("budget zanzibar", now=now) for row in group.found]
    assert every == ["Budget ouvert", "Le budget en données ouvertes"]
    assert sorted(some) == ["Budget de la ville", "Budget ouvert"]


@pytest.mark.parametrize(("language", "text"), [("es", "la «oficina» abre"), ("fr", "un «bureau» ouvre ‹ici› enfin")])
def test_words_between_guillemets_are_searched_too(now, language, text):
    commitment = CommitmentFactory(**{f"title_{language}": text})
    words = {"es": ["oficina", "abre"], "fr": ["bureau", "ici", "enfin"]}[language]
    for word in words:
        assert [row.address for row in look(word, now=now)[0].found] == [commitment.get_absolute_url()], word


def test_what_was_stored_before_is_worked_out_again_and_no_history_tells_of_it(now):
    with connection.cursor() as cursor:
        cursor.execute(import_module("tetouan_portal.migrations.0001_search_normalisers").SPANISH)  # as it was
        commitment = CommitmentFactory(title_es="la «oficina» abre")
        assert look("oficina", now=now) == []
        written = AuditEntry.objects.count()
        for sql in (words_in_guillemets.SPANISH, words_in_guillemets.AGAIN):
            cursor.execute(sql)
    assert look("oficina", now=now)[0].found[0].address == commitment.get_absolute_url()
    assert AuditEntry.objects.count() == written


def test_what_stands_in_short_lists_is_found_and_what_is_to_come_is_not(now):
    plan = ActionPlanFactory(kind=PlanKind.OGP)
    event = EventFactory(plan=plan, title_fr="Atelier au Souk", starts_on=date(2026, 6, 1))
    EventFactory(plan=plan, title_fr="Atelier secret au Souk", starts_on=date(2999, 6, 1))
    EventFactory(plan=ActionPlanFactory(is_published=False), title_fr="Atelier caché au Souk")
    [group] = look("souk", now=now)
    assert [row.address for row in group.found] == [f"{plan.get_absolute_url()}#event-{event.slug}"]


@pytest.mark.parametrize("text", ["", " \x00 ", "' & | !", "x" * 5000, "🙂 \\ %"])
def test_whatever_is_typed_finds_nothing_rather_than_failing(text, now):
    CommitmentFactory()
    assert look(text, now=now) == []


def test_no_draft_is_found(now):
    commitment = published_report().findings.get().commitment
    drafts_around(commitment)
    budget.document("draft-budget", None, slot=budget.slot(2027), title_fr=SECRETS["fr"])
    for secret in SECRETS.values():
        assert look(secret, now=now) == []


def test_lines_milestones_and_the_plan_are_looked_through_too(now):
    commitment = CommitmentFactory(slug="light", title_fr="La lumière")
    MilestoneFactory(commitment=commitment, title_fr="Poser cent girouettes")
    NarrativeSectionFactory(plan=commitment.plan, question="vision", body_fr="Une ville de girouettes")
    voted = budget.budget()
    budget.heading(voted, "1/0.1/10/10", "Toits", side="expenditure")
    budget.line(voted, side="expenditure", label_fr="Girouettes")
    assert [(row.title["fr"], row.address) for group in look("girouettes", now=now) for row in group.found] == [
        ("Toits", "/ar/budget/2026/lines/expenditure/1/0.1/10/10/"),
        ("La lumière", "/ar/commitments/light/"),
        (
            "La vision à long terme du gouvernement ouvert – Tétouan, commune ouverte",
            f"/ar/plan/{commitment.plan.slug}/#vision",
        ),
    ]


def test_lines_and_milestones_are_also_looked_through_for_some_of_the_words(now):
    commitment = CommitmentFactory(slug="light", title_fr="La lumière")
    MilestoneFactory(commitment=commitment, title_fr="Poser cent girouettes")
    budget.line(budget.budget(), label_fr="Girouettes")
    assert [group.more.rpartition("?")[0] for group in look("girouettes zanzibar", now=now)] == [
        "/ar/budget/lines/",
        "/ar/commitments/",
    ]


def test_each_sort_leads_to_its_own_search_with_the_same_words(client):
    CommitmentFactory(title_fr="L’eau & l’air")
    text = client.get("/fr/participate/published/", {"q": "eau & air"}).text
    assert 'href="/fr/commitments/?q=eau+%26+air"' in text


def test_lines_and_plans_that_are_not_public_are_not_found(now):
    plan = ActionPlanFactory(draft=True, slug="hidden")
    NarrativeSectionFactory(plan=plan, question="vision", body_fr="girouettes")
    budget.line(budget.budget(publish_at=budget.IN_A_YEAR), label_fr="girouettes")
    budget.line(budget.budget(2025, publish_at=None), label_fr="girouettes")
    MilestoneFactory(commitment=CommitmentFactory(draft=True, slug="draft"), title_fr="girouettes")
    assert look("girouettes", now=now) == look("girouettes zanzibar", now=now) == []
