"""The monitor's words and the municipality's: whatever is sent, neither writes the other's."""

import pytest

from commitments.models import Finding, ProgressUpdate, Reading, Recommendation, Statement
from commitments.report import editions
from tests.commitments.admin.pages import add, address, change, form_on, inline
from tests.commitments.admin.role_table import FORGED
from tests.factories import people
from tests.factories.town import mark

pytestmark = [pytest.mark.django_db, FORGED]
STATEMENT = {"level": "limited", "dated_on": "31/01/2026", "summary_fr": "Fait"}


def new(**values):
    return {"dated_on": "31/01/2026", **values}


@pytest.mark.parametrize("name", ["technical_team", "publisher", "superuser", "focal_point"])
def test_nobody_but_the_monitor_writes_its_report_findings_and_recommendations(town, name, keeps):
    before = keeps(Finding, type(town.rows["annualreport_final"]))
    texts = {row.pk: row.text_fr for row in Recommendation.objects.all()}
    forged = mark("annualreport_own", "title", "text", "summary") | {"level": "complete", "number": 66}
    forged |= inline("findings", 1, commitment=town.commitment_foreign.pk, level="complete", text_fr="Bien")
    forged |= {"findings-0-DELETE": "on", "findings-0-id": Finding.objects.first().pk}
    forged |= inline("recommendations", 0, number=67, text_fr="Rien")
    client = town.clients[name]
    for row in [*town.of("annualreport").values(), *town.of("recommendation").values()]:
        url = address(row._meta.model_name, "change", row.pk)
        page = client.get(url)
        data = form_on(page, f"{row._meta.model_name}_form") if b'name="_save"' in page.content else {}
        client.post(url, data | forged)
    assert keeps(Finding, type(town.rows["annualreport_final"])) == before
    assert {row.pk: row.text_fr for row in Recommendation.objects.all()} == texts


@pytest.mark.parametrize("name", ["technical_team", "publisher", "superuser", "focal_point"])
@pytest.mark.parametrize("model", ["annualreport", "recommendation", "inceptionassessment", "statement"])
def test_nobody_but_the_monitor_begins_its_rows(town, name, model, keeps, subject):
    kind = type(town.rows["statement_own_draft"]) if model == "statement" else type(next(iter(town.of(model).values())))
    before = keeps(kind)
    values = {
        "annualreport": {
            "plan": town.plan.pk,
            "year": 2020,
            "author": town.monitor.pk,
            "title_fr": "Rapport",
            "covers_from": "01/01/2020",
            "covers_to": "31/12/2020",
        },
        "recommendation": {"report": town.rows["annualreport_revised"].pk, "number": 50, "text_fr": "Publier"},
        "inceptionassessment": {"commitment": subject.pk, "kind": "new", "depth": "none"},
        "statement": {**STATEMENT, "commitment": subject.pk, "side": "monitor", "institution": town.monitor.pk},
    }[model]
    client = town.clients[name]
    page = client.get(address(model, "add"))
    data = form_on(page, f"{model}_form") if page.status_code == 200 else {}
    assert client.post(address(model, "add"), data | values).status_code in {200, 403}
    assert keeps(kind) == before


def test_the_monitor_begins_its_rows(town, subject):
    """The same posts, by the one who may."""
    monitor = town.clients["monitor"]
    statement = {**STATEMENT, "commitment": subject.pk, "side": "monitor", "institution": town.monitor.pk}
    assert add(monitor, "statement", **statement).status_code == 302
    assert add(monitor, "inceptionassessment", commitment=subject.pk, kind="new", depth="none").status_code == 302
    report = town.rows["annualreport_revised"]
    assert add(monitor, "recommendation", report=report.pk, number=50, text_fr="Publier").status_code == 302


ANSWER = {"answer": "rejected", "answer_reason_fr": "Non", "answered_on": "01/02/2026", "due_on": "01/03/2026"}


def test_the_municipality_answers_and_the_monitor_does_not(town):
    row = town.rows["recommendation_revised"]
    change(town.clients["monitor"], row, **ANSWER, text_fr="Mieux")
    row.refresh_from_db()
    assert (row.answer, row.text_fr) == ("", "Mieux")
    row = town.rows["recommendation_next"]
    change(town.clients["technical_team"], row, **ANSWER, text_fr="Pire", number=66)
    row.refresh_from_db()
    assert (row.answer, row.answer_reason_fr) == ("rejected", "Non")
    assert row.text_fr != "Pire"
    assert row.number != 66


def test_the_municipality_answers_no_words_that_the_monitor_still_writes(town):
    row = town.rows["recommendation_revised"]
    page = address("recommendation", "change", row.pk)
    assert town.clients["technical_team"].get(page).status_code == 302, "as a row that is not there"
    town.clients["technical_team"].post(page, ANSWER)
    row.refresh_from_db()
    assert row.answer == ""


def test_who_is_of_the_monitor_gives_no_answer_for_the_municipality_though_of_the_team(town, client):
    person = people.holding("technical_team", "monitor", speaks_for=[town.monitor])
    client.force_login(person)
    row = town.rows["recommendation_revised"]
    change(client, row, **ANSWER)
    row.refresh_from_db()
    assert row.answer == ""


def test_the_monitor_does_not_take_an_answer_away_with_its_recommendation(town):
    monitor, report = town.clients["monitor"], town.rows["annualreport_published"]
    editions.revise(report)
    change(monitor, report, **{f"recommendations-{number}-DELETE": "on" for number in range(2)})
    assert Recommendation.objects.filter(pk=town.rows["recommendation_answered"].pk).exists()


@pytest.mark.parametrize("name", ["final", "next", "rival"])
def test_nothing_is_added_to_or_taken_from_a_report_that_stands_still_or_is_anothers(town, name, keeps):
    before = keeps(Finding, Recommendation)
    report, monitor = town.rows[f"annualreport_{name}"], town.clients["monitor"]
    url = address("annualreport", "change", report.pk)
    page = monitor.get(url)
    data = form_on(page, "annualreport_form") if page.status_code == 200 else {}
    rows = {"findings": report.findings.get(), "recommendations": report.recommendations.get()}
    for prefix, row in rows.items():
        data |= {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-INITIAL_FORMS": 1, f"{prefix}-0-id": row.pk}
    monitor.post(url, data | {f"{prefix}-0-DELETE": "on" for prefix in rows})
    assert keeps(Finding, Recommendation) == before
    data |= {f"{prefix}-TOTAL_FORMS": 2 for prefix in rows} | {f"{prefix}-1-text_fr": "Ajouté" for prefix in rows}
    data |= {"findings-1-level": "complete", "recommendations-1-number": 9}
    monitor.post(url, data | {f"{prefix}-1-commitment": town.commitment_foreign.pk for prefix in rows})
    assert keeps(Finding, Recommendation) == before


def test_a_recommendation_is_not_moved_into_anothers_or_a_final_report(town):
    row = town.rows["recommendation_drafting"]
    for name in ("final", "published", "next", "rival"):
        answer = change(town.clients["monitor"], row, report=town.rows[f"annualreport_{name}"].pk)
        assert answer.status_code == 200
    row.refresh_from_db()
    assert row.report == town.rows["annualreport_drafting"]


def test_a_report_is_not_given_to_another_author_or_written_in_anothers_name(town):
    row = town.rows["annualreport_drafting"]
    assert change(town.clients["monitor"], row, author=town.rival.pk).status_code == 200
    row.refresh_from_db()
    assert row.author == town.monitor


def test_the_monitor_changes_nothing_that_the_municipality_declares(town, keeps):
    before = keeps(Statement, ProgressUpdate, Reading)
    monitor = town.clients["monitor"]
    for model in ("statement", "progressupdate", "reading"):
        for row in town.of(model).values():
            if getattr(row, "side", "municipality") == "municipality":
                answer = monitor.post(
                    address(model, "change", row.pk), {**STATEMENT, "title_fr": "Autre", "value": "1"}
                )
                assert answer.status_code in {302, 403}
    assert keeps(Statement, ProgressUpdate, Reading) == before


def test_an_administrator_writes_none_of_the_monitors_words_though_tied_to_it_from_before(town, client, keeps):
    before = keeps(Statement)
    draft = town.rows["statement_monitor_draft"]
    person = people.superuser()
    for tie in (None, town.monitor):
        if tie:
            people.tied_before_that_was_refused(person, tie)
        client.force_login(person)
        assert client.get(address("statement", "change", draft.pk)).status_code == 302
        assert client.post(address("statement", "change", draft.pk), STATEMENT).status_code == 302
        values = {"commitment": town.commitment_own.pk, "side": "monitor", "institution": town.monitor.pk}
        assert add(client, "statement", **STATEMENT | values).status_code == 200
    assert keeps(Statement) == before


def test_a_focal_point_who_is_of_the_monitor_declares_nothing(town, client, subject, keeps):
    """Both at once: the municipality's words would come from its judge."""
    person = people.holding("focal_point", "monitor", speaks_for=[town.own])
    people.tied_before_that_was_refused(person, town.monitor)
    client.force_login(person)
    before = keeps(Statement, ProgressUpdate)
    values = {"commitment": subject.pk, "side": "municipality", "institution": town.own.pk}
    assert add(client, "statement", **STATEMENT | values).status_code == 200
    update = new(commitment=town.commitment_own.pk, institution=town.own.pk, title_fr="Fait")
    assert add(client, "progressupdate", **update).status_code == 200
    assert keeps(Statement, ProgressUpdate) == before


def test_who_is_of_the_monitor_keeps_neither_plan_nor_values_of_the_municipality(town, client, keeps):
    person = people.holding("technical_team", "monitor", speaks_for=[town.monitor])
    client.force_login(person)
    models = [type(town.rows[name]) for name in ("milestone_own", "indicator_own", "reading_own", "axis_one")]
    before = keeps(*models)
    assert add(client, "reading", **new(indicator=town.rows["indicator_own"].pk, value="5")).status_code in {200, 403}
    for name in ("milestone_own", "indicator_own", "axis_one", "commitment_own"):
        answer = client.post(address(town.rows[name]._meta.model_name, "change", town.rows[name].pk), {"title_fr": "…"})
        assert answer.status_code == 403, name
    assert keeps(*models) == before
