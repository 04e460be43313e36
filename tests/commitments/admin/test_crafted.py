"""What a browser with bad intentions sends: nobody writes in the name of another."""

import pytest

from commitments.models import Evidence, ProgressUpdate, ProposedReading, Statement
from tests.commitments.admin.pages import add, address, change, inline, sent
from tests.commitments.admin.role_table import FORGED
from tests.factories.commitments import ProposedReadingFactory

pytestmark = [pytest.mark.django_db, FORGED]
STATEMENT = {"level": "limited", "dated_on": "31/01/2026", "summary_fr": "Fait"}


def new(**values):
    return {"dated_on": "31/01/2026", **values}


# --- a focal point: what it may, so that a refusal below is for the right reason -----------------


def test_a_focal_point_speaks_for_its_own_institution(town, focal, subject):
    answer = add(focal, "statement", **STATEMENT, commitment=subject.pk, side="municipality", institution=town.own.pk)
    assert answer.status_code == 302
    assert Statement.objects.get(commitment=subject).state == "draft"


# --- in the name of another ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "forged",
    [
        {"institution": "foreign"},
        {"institution": "monitor"},
        {"institution": ""},
        {"side": "monitor"},
        {"side": "monitor", "institution": "monitor"},
        {"side": "monitor", "institution": ""},
        {"side": "Municipality"},
        {"commitment": "commitment_foreign"},
        {"commitment": "", "milestone": "milestone_foreign"},
        {"commitment": "", "milestone": "milestone_neighbour"},
        {"supersedes": "statement_foreign_published"},
        {"supersedes": "statement_monitor_published"},
        {"supersedes": "statement_neighbour_draft"},
        {"level": "no_evidence"},
    ],
    ids=str,
)
@pytest.mark.parametrize("is_new", [True, False])
def test_a_focal_point_speaks_for_nobody_else_and_about_nothing_else(town, subject, keeps, forged, is_new):
    before, focal = keeps(Statement), town.clients["focal_point"]
    values = {"commitment": subject.pk, "side": "municipality", "institution": town.own.pk}
    for name, value in forged.items():
        row = town.rows.get(value) or (getattr(town, value, None) if name == "institution" and value else None)
        values[name] = row.pk if row else value
    if is_new:
        answer = add(focal, "statement", **STATEMENT | values)
    else:
        answer = change(focal, town.rows["statement_own_draft"], **STATEMENT | values)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors
    assert keeps(Statement) == before


FORBIDDEN = {
    "state": "published",
    "is_published": "on",
    "is_demo": "on",
    "return_reason": "…",
    "submitted_at": "2020-01-01",
    "submitted_at_0": "01/01/2020",
    "recorded_at": "2020-01-01",
    "id": "1",
    "pk": "1",
}


@pytest.mark.parametrize("name", ["statement_own_draft", "statement_own_submitted", "progressupdate_own_draft"])
def test_what_a_process_writes_is_not_written_by_a_form(town, focal, name):
    row = town.rows[name]
    kept = ["state", "is_published", "is_demo", "return_reason", "submitted_at", "recorded_at"]
    before = type(row).objects.values().get(pk=row.pk)
    assert change(focal, row, **FORBIDDEN).status_code == 302
    after = type(row).objects.values().get(pk=row.pk)
    assert {key: after.get(key) for key in kept} == {key: before.get(key) for key in kept}


def test_a_new_row_is_a_draft_whatever_is_sent_with_it(town, focal, subject):
    values = {"commitment": subject.pk, "side": "municipality", "institution": town.own.pk}
    assert add(focal, "statement", **STATEMENT | values | FORBIDDEN).status_code == 302
    statement = Statement.objects.get(commitment=subject)
    assert (statement.state, statement.is_demo, statement.return_reason) == ("draft", False, "")


@pytest.mark.parametrize(
    "forged", [{"institution": "foreign"}, {"institution": None}, {"commitment": "foreign"}], ids=str
)
@pytest.mark.parametrize("is_new", [True, False])
def test_an_update_is_told_by_ones_own_institution_about_its_own_commitment(town, focal, keeps, forged, is_new):
    before = keeps(ProgressUpdate)
    values = new(commitment=town.commitment_own.pk, institution=town.own.pk, title_fr="Fait")
    if "institution" in forged:
        values["institution"] = town.foreign.pk if forged["institution"] else ""
    else:
        values["commitment"] = town.commitment_foreign.pk
    row = town.rows["progressupdate_own_draft"]
    answer = add(focal, "progressupdate", **values) if is_new else change(focal, row, **values)
    assert answer.status_code == 200
    assert keeps(ProgressUpdate) == before


def test_a_settled_statement_stays_as_it_is_whatever_is_sent(town, focal, keeps):
    before = keeps(Statement)
    row = town.rows["statement_own_published"]
    forged = {**STATEMENT, "commitment": town.commitment_foreign.pk, "institution": town.foreign.pk, **FORBIDDEN}
    change(focal, row, **forged)
    assert keeps(Statement) == before


# --- evidence and values at somebody else's statement --------------------------------------------

PARENTS = [
    *("statement_foreign_draft", "statement_foreign_submitted", "statement_neighbour_draft"),
    *("statement_monitor_draft", "statement_own_published", "progressupdate_foreign_draft"),
    *("progressupdate_own_published", "reading_own", "reading_foreign", "milestone_own", "milestone_foreign"),
]


@pytest.mark.parametrize("parent", PARENTS)
@pytest.mark.parametrize("is_new", [True, False])
def test_evidence_is_attached_to_ones_own_open_entries_alone(town, focal, keeps, parent, is_new):
    before = keeps(Evidence)
    row = town.rows[parent]
    field = {"progressupdate": "update"}.get(row._meta.model_name, row._meta.model_name)
    link = {"url": "https://www.example.org/"} if is_new else {}
    values = {**new(title_fr="Preuve"), "statement": "", field: row.pk} | link
    if is_new:
        answer = add(focal, "evidence", **values)
    else:
        answer = change(focal, town.rows["evidence_of_statement_own_draft"], **values)
    assert answer.status_code == 200
    assert keeps(Evidence) == before


def test_an_inline_adds_to_its_own_parent_whatever_parent_it_names(town, focal):
    stranger = town.rows["statement_foreign_draft"]
    proof = inline("evidence", 1, **new(statement=stranger.pk, title_fr="Preuve", url="https://www.example.org/"))
    value = inline("proposed_readings", statement=stranger.pk, indicator=town.rows["indicator_own"].pk, value="5")
    change(focal, town.rows["statement_own_draft"], **proof, **value)
    assert not Evidence.objects.filter(statement=stranger, title_fr="Preuve").exists()
    assert not ProposedReading.objects.filter(statement=stranger).exists()


def test_an_inline_takes_no_row_of_another_parent_over(town, focal, keeps):
    """Its own form names a stranger's evidence and value as if they had stood there."""
    proposal = ProposedReadingFactory(
        statement=town.rows["statement_foreign_draft"], indicator=town.rows["indicator_own"]
    )
    proof = town.rows["evidence_of_statement_foreign_draft"]
    before = keeps(Evidence, ProposedReading)
    own = town.rows["statement_own_draft"]
    for taken in (
        {"evidence-0-id": proof.pk, "evidence-0-title_fr": "Pris"},
        {"evidence-0-id": proof.pk, "evidence-0-DELETE": "on"},
        inline("proposed_readings", 1) | {"proposed_readings-0-id": proposal.pk, "proposed_readings-0-value": "1"},
        inline("proposed_readings", 1) | {"proposed_readings-0-id": proposal.pk, "proposed_readings-0-DELETE": "on"},
    ):
        change(focal, own, **taken)
        assert keeps(Evidence, ProposedReading) == before


def test_a_value_is_proposed_for_ones_own_indicator_alone(town, focal, keeps):
    before = keeps(ProposedReading)
    value = inline("proposed_readings", indicator=town.rows["indicator_foreign"].pk, value="5")
    assert change(focal, town.rows["statement_own_draft"], **value).status_code == 200
    assert keeps(ProposedReading) == before


def test_a_value_belongs_to_an_indicator_of_the_statements_own_commitment(town, focal, subject, keeps):
    """The other commitment is one's own too, but this is not what is spoken of."""
    before = keeps(ProposedReading)
    values = {"commitment": subject.pk, "side": "municipality", "institution": town.own.pk}
    value = inline("proposed_readings", indicator=town.rows["indicator_own"].pk, value="5")
    assert add(focal, "statement", **STATEMENT | values | value).status_code == 200
    assert keeps(ProposedReading) == before


# --- addresses with more than was asked for -------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "institution__affiliations__user__password__startswith=p",
        "commitment__statements__summary_fr__startswith=zq",
        "commitment__title_fr__startswith=zq",
        "superseded_by__summary_fr__startswith=zq",
        "evidence__title_fr__startswith=zq",
        "proposed_readings__note_fr__startswith=zq",
    ],
)
@pytest.mark.parametrize("page", ["", "export/csv/", "export/xlsx/"])
def test_a_list_is_not_asked_about_what_lies_behind_it(town, focal, query, page):
    assert focal.get(f"{address('statement')}{page}?{query}").status_code == 400


@pytest.mark.parametrize("query", ["_to_field=summary_fr", "_to_field=institution", "_to_field=x&_popup=1"])
@pytest.mark.parametrize("page", ["statement", "evidence"])
def test_a_popup_gives_back_keys_alone(town, focal, page, query):
    assert focal.get(f"{address(page)}?{query}").status_code == 400
    assert focal.get(f"{address(page, 'add')}?{query}").status_code == 400


def test_a_popup_adds_no_more_than_the_page(town, focal, keeps):
    before = keeps(Statement)
    values = {"commitment": town.commitment_foreign.pk, "side": "municipality", "institution": town.foreign.pk}
    url = f"{address('statement', 'add')}?_popup=1&_to_field=id"
    answer = sent(focal, url, "statement_form", **STATEMENT | values, _popup="1")
    assert answer.status_code == 200
    assert "dismissAddRelatedObjectPopup" not in answer.text
    assert keeps(Statement) == before


def test_a_list_is_not_edited(town, focal, keeps):
    """No list of ours has fields; posting a formset to it does nothing."""
    before = keeps(Statement)
    row = town.rows["statement_own_draft"]
    data = {
        "form-TOTAL_FORMS": 1,
        "form-INITIAL_FORMS": 1,
        "form-0-id": row.pk,
        "form-0-state": "published",
        "_save": 1,
    }
    focal.post(address("statement"), data)
    assert keeps(Statement) == before
