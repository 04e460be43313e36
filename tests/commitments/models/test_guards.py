"""History is not rewritten, by whatever door; and no rule of the tables goes untested."""

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from commitments.models import Amendment, Edition, Reading, Statement
from tests.commitments.models import (
    test_evidence,
    test_indicators,
    test_institutions,
    test_narrative,
    test_plan,
    test_reports,
    test_statements,
)
from tests.commitments.models.refusals import nothing_in
from tests.factories.commitments import (
    AmendmentFactory,
    AnnualReportFactory,
    CommitmentFactory,
    IndicatorFactory,
    InstitutionFactory,
    MilestoneFactory,
    ReadingFactory,
    StatementFactory,
)
from tests.factories.editions import PUBLISHED_AT, EditionFactory
from tetouan_portal.lib.queue import Work

pytestmark = pytest.mark.django_db
HISTORY = {
    Statement: StatementFactory,
    Reading: ReadingFactory,
    Amendment: AmendmentFactory,
    Edition: EditionFactory,
}
FULL = {
    Statement: {
        f"{field}_{code}": "نص" for field in ("summary", "obstacles", "next_steps") for code in ("ar", "fr", "es")
    },
    Reading: {f"note_{code}": "نص" for code in ("ar", "fr", "es")},
    Amendment: {},
    Edition: {},
}
NOT_GUARDED = {  # model: columns that may change, each with its reason
    Statement: {
        *("id", "is_demo", "summary", "obstacles", "next_steps"),  # modeltranslation's base columns
        *("return_reason", "submitted_at"),  # a constraint ties the reason to the state
    },
    Reading: {"id", "is_demo", "note"},
    Amendment: {"id", "is_demo", "reason", "decision"},
    Edition: {"id", "is_demo"},
}
ELSEWHERE = {  # tested by name beside the rules' tables
    "statement_does_not_supersede_itself",
    "reading_does_not_supersede_itself",
    "thumbnail_file_is_described",
    "thumbnail_is_light",
    "link_check_outcome_is_known",
    "link_check_is_of_one_try",
    "milestone_entered_by_hand_is_done",
    # in tests/tetouan_portal/accounts/test_admitting.py
    *("admission_names_its_letter", "admission_follows_its_letter"),
    # in tests/commitments/plan/test_slips.py
    *("slip_about_exactly_one_thing", "slip_of_words_alone", "slip_state_is_known", "slip_accepted_by_a_second_person"),
    *(f"one_open_slip_of_{about}" for about in ("commitment", "milestone", "indicator")),
    "update_withdrawn_iff_explained",
}
OF_WORK = ("held_whole_or_not", "failure_is_dated", "once", "task_is_known")  # tried in tests/tetouan_portal/lib
RULED = (test_evidence, test_indicators, test_institutions, test_narrative, test_plan, test_reports, test_statements)


def other_value(row, column):
    """A value that the column does not have now, and that no other rule refuses."""
    values = {
        "commitment_id": lambda: CommitmentFactory().pk,
        "milestone_id": lambda: MilestoneFactory().pk,
        "institution_id": lambda: InstitutionFactory().pk,
        "indicator_id": lambda: IndicatorFactory().pk,
        "report_id": lambda: AnnualReportFactory(year=2019).pk,
        "statement_id": lambda: StatementFactory(commitment=row.indicator.commitment).pk,
        "supersedes_id": lambda: type(row).objects.exclude(pk=row.pk).first().pk,
        "side": lambda: "monitor",
        "level": lambda: "complete",
        "field": lambda: "starts_on",
        "was": lambda: {"fr": "rewritten"},
        "becomes": lambda: {"fr": "rewritten"},
        "is_correction": lambda: True,
        "value": lambda: Decimal("99.5"),
        "number": lambda: 99,
        "state": lambda: "draft",
        "snapshot": lambda: {"format": 2},
        "recorded_at": lambda: PUBLISHED_AT,
        "published_at": lambda: PUBLISHED_AT.replace(year=2020),
    }
    if column in values:
        return values[column]()
    return date(2020, 2, 2) if column.endswith("_on") or column.startswith("date_") else "rewritten"


def guarded_columns():
    for model in HISTORY:
        for field in model._meta.concrete_fields:
            is_written = not field.generated  # PostgreSQL alone writes a generated column
            if is_written and field.column not in NOT_GUARDED[model]:
                yield pytest.param(model, field.column, id=f"{model._meta.model_name}.{field.column}")


def is_refused(act):
    with pytest.raises(IntegrityError, match="is corrected"), transaction.atomic():
        act()


@pytest.mark.parametrize(("model", "column"), list(guarded_columns()))
def test_no_column_of_history_is_rewritten(model, column):
    HISTORY[model]()
    row = HISTORY[model](**FULL[model])
    value = other_value(row, column)
    is_refused(lambda: model.objects.filter(pk=row.pk).update(**{column: value}))


@pytest.mark.parametrize("model", list(HISTORY))
def test_plain_sql_does_not_rewrite_history_either(model):
    row = HISTORY[model]()
    column = {Statement: "level", Reading: "value", Amendment: "decided_on", Edition: "number"}[model]
    value = {"level": "'complete'", "value": "99", "decided_on": "'2020-01-01'", "number": "99"}[column]

    def rewrite():
        with connection.cursor() as cursor:
            cursor.execute(f"update {model._meta.db_table} set {column} = {value} where id = %s", [row.pk])

    is_refused(rewrite)


@pytest.mark.parametrize("model", list(HISTORY))
def test_saving_a_row_of_history_unchanged_is_no_rewriting(model):
    row = HISTORY[model]()
    model.objects.get(pk=row.pk).save()


@pytest.mark.parametrize("empty", ["", None])
@pytest.mark.parametrize(("model", "field"), [(Statement, "summary"), (Reading, "note"), (Amendment, "reason")])
def test_a_missing_translation_is_filled_in_once(model, field, empty):
    row = HISTORY[model](**{f"{field}_ar": "نص", f"{field}_fr": empty})
    model.objects.filter(pk=row.pk).update(**{f"{field}_fr": "Un texte"})
    is_refused(lambda: model.objects.filter(pk=row.pk).update(**{f"{field}_fr": "Un autre texte"}))
    is_refused(lambda: model.objects.filter(pk=row.pk).update(**{f"{field}_fr": ""}))


@pytest.mark.parametrize("empty", ["", None])
@pytest.mark.parametrize(("model", "field"), [(Statement, "obstacles"), (Reading, "note")])
def test_nothing_is_added_where_no_language_said_anything(model, field, empty):
    row = HISTORY[model](**nothing_in(field, empty))
    is_refused(lambda: model.objects.filter(pk=row.pk).update(**{f"{field}_fr": "Un ajout"}))


def test_a_draft_statement_changes_and_goes_until_it_is_published():
    draft = StatementFactory(draft=True, level="limited")
    draft.level, draft.state = "substantial", "published"
    draft.save()
    draft.level = "complete"
    is_refused(draft.save)
    StatementFactory(draft=True).delete()
    assert list(Statement.objects.values_list("level", flat=True)) == ["substantial"]


@pytest.mark.parametrize("model", list(HISTORY))
def test_history_is_not_deleted(model):
    row = HISTORY[model]()
    is_refused(row.delete)
    is_refused(lambda: raw_delete(row))


def raw_delete(row):
    with connection.cursor() as cursor:
        cursor.execute(f"delete from {row._meta.db_table} where id = %s", [row.pk])


@pytest.mark.parametrize("model", list(HISTORY))
def test_demonstration_rows_may_go(model):
    row = HISTORY[model](is_demo=True)
    raw_delete(row)
    assert not model.objects.exists()


@pytest.mark.parametrize("factory", [StatementFactory, AmendmentFactory])
def test_a_commitment_with_history_does_not_go(factory):
    commitment = factory(commitment__draft=True).commitment
    is_refused(commitment.delete)


def test_an_indicator_with_readings_does_not_go():
    is_refused(ReadingFactory(indicator__commitment__draft=True).indicator.delete)


def test_a_report_with_editions_does_not_go():
    is_refused(EditionFactory().report.delete)


def test_an_institution_that_spoke_does_not_go():
    institution = InstitutionFactory()
    StatementFactory(institution=institution)
    with pytest.raises(ProtectedError):
        institution.delete()


def test_a_flush_empties_the_tables_all_the_same():
    """Tests with real transactions, and `make reset`, truncate: that is no act on a row."""
    StatementFactory()
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("truncate commitments_statement cascade")
    assert not Statement.objects.exists()


def test_the_database_speaks_of_the_table_and_the_column():
    statement = StatementFactory()
    statement.level = "complete"
    with pytest.raises(IntegrityError, match=r"commitments_statement\.level: .* not rewritten"):
        statement.save()


# --- nothing is forgotten ------------------------------------------------------------


def test_every_rule_of_the_tables_is_tried():
    declared = {
        constraint.name
        for model in apps.get_app_config("commitments").get_models()
        for constraint in model._meta.constraints
        if not (issubclass(model, Work) and constraint.name.endswith(OF_WORK))
    }
    tables = [rules for module in RULED for name, rules in vars(module).items() if name.endswith("RULES")]
    tried = {rule.constraint for rules in tables for rule in rules}
    assert declared - tried - ELSEWHERE == set()
    assert tried - declared == set()


def test_every_column_of_history_is_guarded_or_named_here_as_free():
    for model, free in NOT_GUARDED.items():
        assert free <= {field.column for field in model._meta.concrete_fields}
