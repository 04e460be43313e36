from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments.models import Commitment, Statement
from commitments.staff.missing_translations import counts
from tests.factories.budget import BudgetDocumentFactory
from tests.factories.commitments import (
    AnnualReportFactory,
    CommitmentFactory,
    InstitutionFactory,
    MilestoneFactory,
    RecommendationFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db
QUEUE = "/fr/admin/translations/"
SECRET = "BROUILLON-SECRET"


@pytest.fixture
def translator(client, person):
    client.force_login(person("translator", InstitutionFactory()))
    return client


def address(row, language="es"):
    return f"{QUEUE}{row._meta.model_name}/{row.pk}/{language}/"


def fields_on(page):
    return [field.name for field, _texts in page.context["pairs"]]


def test_the_queue_shows_what_lacks_a_language_and_nothing_else(translator):
    lacking = CommitmentFactory(title_es="")
    complete = CommitmentFactory(title_es="Traducido ya")
    page = translator.get(QUEUE, {"language": "es"})
    assert address(lacking) in page.text
    assert address(complete) not in page.text
    assert translator.get(QUEUE, {"language": "fr"}).context["kinds"] == []


def test_source_and_target_stand_side_by_side_and_the_next_row_follows(translator):
    first, second = CommitmentFactory(title_es=None), CommitmentFactory(title_es="", problem_ar="مشكل")
    page = translator.get(address(second))
    assert fields_on(page) == ["title_es", "problem_es"]
    assert "نشر وثائق الميزانية" in page.text
    assert "Publier le budget" in page.text
    answer = translator.post(address(second), {"title_es": "Publicar", "problem_es": "Un problema"})
    assert answer.url == address(first)
    second.refresh_from_db()
    assert (second.title_es, second.problem_es) == ("Publicar", "Un problema")
    done = translator.post(address(first), {"title_es": "Publicar también"})
    assert done.url == f"{QUEUE}?language=es"


def test_a_field_left_empty_stays_in_the_queue(translator):
    row = CommitmentFactory(title_es="", problem_ar="مشكل")
    translator.post(address(row), {"title_es": "Publicar", "problem_es": ""})
    assert fields_on(translator.get(address(row))) == ["problem_es"]


def test_a_published_statement_is_translated_and_its_words_are_not_touched(translator):
    statement = StatementFactory(summary_es="")
    crafted = {"summary_es": "Dos documentos", "summary_fr": "Falsifié", "level": "complete"}
    assert translator.post(address(statement), crafted).status_code == 302
    statement.refresh_from_db()
    assert (statement.summary_es, statement.summary_fr, statement.level) == (
        "Dos documentos",
        "Deux documents publiés",
        "limited",
    )


def test_an_existing_translation_is_not_rewritten(translator):
    row = CommitmentFactory()
    refused = translator.post(address(row), {"title_es": "Otra cosa"})
    assert refused.status_code == 400
    assert "Publicar el presupuesto" in refused.text
    assert "Otra cosa" in refused.text
    assert Commitment.objects.get().title_es == "Publicar el presupuesto"


def test_the_second_of_two_translators_is_shown_both_texts(translator):
    row = CommitmentFactory(title_es="")
    form = {"title_es": "Mi texto"}
    Commitment.objects.filter(pk=row.pk).update(title_es="Su texto")
    refused = translator.post(address(row), form)
    assert refused.status_code == 400
    assert "Su texto" in refused.text
    assert "Mi texto" in refused.text


def test_a_text_that_is_too_long_is_refused_and_kept_on_the_page(translator):
    row = CommitmentFactory(title_es="")
    refused = translator.post(address(row), {"title_es": "x" * 301})
    assert refused.status_code == 400
    assert "x" * 301 in refused.text


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_an_unfinished_statement_is_not_shown_to_translators(translator, state):
    reason = {"return_reason": "Court"} if state == "returned" else {}
    hidden = StatementFactory(state=state, summary_fr=SECRET, summary_es="", **reason)
    assert SECRET not in translator.get(QUEUE, {"language": "es"}).text
    assert translator.get(address(hidden)).status_code == 404


def test_the_monitors_words_are_translated_by_its_own_people_alone(client, person):
    report = AnnualReportFactory(status="published", next_edition="drafting", title_fr=SECRET, title_es="")
    statement = StatementFactory(by_monitor=True, summary_fr=SECRET, summary_es="")
    recommendation = RecommendationFactory(
        report=report,
        text_fr=SECRET,
        text_es="",
        answer="accepted",
        answered_on=date(2026, 1, 1),
        answer_reason_fr="Oui",
    )
    commitment = CommitmentFactory(title_fr="De la Commune", title_es="")
    client.force_login(person("translator", InstitutionFactory()))
    page = client.get(QUEUE, {"language": "es"}).text
    assert SECRET not in page.replace(str(recommendation), "")
    assert client.get(address(report)).status_code == client.get(address(statement)).status_code == 404
    assert fields_on(client.get(address(recommendation))) == ["answer_reason_es"]
    assert client.post(address(recommendation), {"text_es": "x"}).status_code in {302, 400}
    client.force_login(person("monitor", report.author))
    assert address(report) in client.get(QUEUE, {"language": "es"}).text
    assert fields_on(client.get(address(recommendation))) == ["text_es"]
    assert client.get(address(commitment)).status_code == 404
    recommendation.refresh_from_db()
    assert recommendation.text_es == ""


@pytest.mark.parametrize("role", ["focal_point", "technical_team", "publisher"])
def test_other_roles_have_no_queue(client, person, role):
    row = CommitmentFactory(title_es="")
    client.force_login(person(role, InstitutionFactory()))
    assert client.get(QUEUE).status_code == 403
    assert client.get(address(row)).status_code == 403
    assert client.post(address(row), {"title_es": "x"}).status_code == 403


def test_an_unpublished_document_of_the_budget_is_not_shown_to_translators(translator):
    draft = BudgetDocumentFactory(title_fr=SECRET, title_es="")
    assert SECRET not in translator.get(QUEUE, {"language": "es"}).text
    assert translator.get(address(draft)).status_code == 404


@pytest.mark.parametrize("path", ["user/1/es/", "commitment/1/en/", "commitment/999999/es/", "proposedreading/1/es/"])
def test_unknown_texts_are_not_found(translator, path):
    assert translator.get(QUEUE + path).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_queue(translator, django_assert_max_num_queries):
    def more():
        CommitmentFactory(title_es="")
        MilestoneFactory(title_es="")
        StatementFactory(summary_es="")

    more()
    translator.get(QUEUE, {"language": "es"})
    with django_assert_max_num_queries(200) as for_one:
        translator.get(QUEUE, {"language": "es"})
    more()
    more()
    with django_assert_max_num_queries(len(for_one)):
        translator.get(QUEUE, {"language": "es"})
    assert Statement.objects.count() == 3


def test_what_the_monitor_alone_translates_is_not_counted_for_others(person):
    with CaptureQueriesContext(connection) as queries:
        counts(person("translator", InstitutionFactory()))
    asked = [query["sql"] for query in queries if "COUNT(" in query["sql"]]
    assert any('FROM "commitments_statement"' in sql for sql in asked)
    assert not any('FROM "commitments_finding"' in sql for sql in asked)
