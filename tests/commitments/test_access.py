from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured

from commitments import access
from commitments.access import may_publish, may_send_back, may_withdraw, may_write, reads_history, responsible_for, sees
from commitments.models import Commitment, Endorsement, Evidence, Institution, ProgressUpdate, Statement, Theme
from tests.commitments.admin.role_table import ROW_CELLS, differences, rows_seen
from tests.factories import people
from tests.factories.commitments import (
    AffiliationFactory,
    CommitmentFactory,
    EvidenceFactory,
    MilestoneFactory,
    ResponsibilityFactory,
    StatementFactory,
)
from tests.factories.people import fresh

pytestmark = pytest.mark.django_db
SHOWN_ELSEWHERE = {
    *("source", "theme", "ogpvalue", "policyarea", "sector", "event", "body"),
    *("narrativesection", "plannote", "planpromise", "inceptionassessment"),
}
RULED = ["technical_team", "focal_point", "publisher", "monitor", "superuser"]


@pytest.fixture(params=RULED)
def who(request, town):
    return SimpleNamespace(name=request.param, user=fresh(town.people[request.param]))


# --- which rows are seen ------------------------------------------------------------------------


def test_each_sees_the_rows_of_the_table(town, who):
    """Of models that a rule names; whether a role has a model at all, its permissions say."""
    found, wanted = {}, {}
    for name, row in town.rows.items():
        if type(row) not in access.EVERYBODYS:
            found[name], wanted[name] = sees(who.user, row), name in rows_seen(who.name)
    if who.name == "focal_point":
        wanted |= {"axis_one": True, "actionplan_one": True}
    assert differences(found, wanted) == {}


def test_rows_are_chosen_among_those_given(town):
    focal = fresh(town.people["focal_point"])
    drafts = Statement.objects.filter(state="draft")
    assert list(access.visible(focal, drafts)) == [town.rows["statement_own_draft"]]
    assert not access.visible(focal, Statement.objects.none())


def test_what_is_everybodys_is_seen_whole(town):
    assert access.visible(fresh(town.people["clerk"]), Theme.objects.all()).count() == 1


@pytest.mark.parametrize("name", ["clerk", "technical_team", "superuser"])
def test_a_model_that_no_rule_names_is_neither_shown_nor_written(town, name, monkeypatch):
    """Whoever adds one says first whose it is."""
    monkeypatch.delitem(access.SCOPES, Theme)
    monkeypatch.delitem(access.WRITERS, Theme)
    user = fresh(town.people[name])
    with pytest.raises(ImproperlyConfigured, match="Theme"):
        access.visible(user, Theme.objects.all())
    with pytest.raises(ImproperlyConfigured, match="Theme"):
        may_write(user, Theme())


def test_every_model_of_the_admins_pages_stands_in_both_tables():
    """Also those that are rows of another's page, or chosen on one."""
    ours = {model for model in apps.get_app_config("commitments").get_models() if model in admin.site._registry}
    pages = [admin.site._registry[model] for model in ours]
    shown = ours | {inline.model for page in pages for inline in page.inlines}
    chosen = {field.related_model for model in shown for field in model._meta.get_fields() if is_chosen(field)}
    asked = shown | {model for model in chosen if model._meta.app_label == "commitments"}
    assert asked >= {Theme, Institution, Endorsement}
    assert asked - set(access.SCOPES) == set()
    assert shown - set(access.WRITERS) == set()


def is_chosen(field):
    return (field.many_to_one or field.many_to_many) and not field.auto_created


def test_who_speaks_for_nobody_sees_nothing_that_a_rule_names(town):
    clerk = fresh(town.people["clerk"])
    for model in set(access.SCOPES) - set(access.EVERYBODYS):
        assert not access.visible(clerk, model._default_manager.all()).exists(), model


def test_who_answers_for_two_institutions_sees_both_and_each_row_once(town):
    user = people.focal_point(town.own)
    AffiliationFactory(user=user, institution=town.foreign)
    found = list(access.visible(user, Commitment.objects.order_by("slug")))
    assert found == [town.commitment_foreign, town.commitment_own]
    assert town.rows["statement_neighbour_draft"] in access.visible(user, Statement.objects.all())


def test_who_answers_for_one_milestone_sees_its_commitment_and_not_its_neighbours(town):
    user = people.focal_point(town.foreign)
    assert sees(user, town.milestone_neighbour)
    assert sees(user, town.commitment_own)
    assert not sees(user, town.milestone_own)
    assert not sees(user, town.milestone_shared)


def test_a_row_is_not_seen_any_more_when_the_affiliation_ends(town):
    user = people.focal_point(town.own)
    assert sees(user, town.commitment_own)
    user.affiliations.all().delete()
    assert sees(user, town.commitment_own), "asked once a request"
    assert not sees(fresh(user), town.commitment_own)


def test_a_person_with_a_municipal_role_who_is_of_the_monitor_does_not_see_what_is_submitted(town):
    for role in ("technical_team", "publisher"):
        user = people.holding(role, speaks_for=[town.monitor])
        assert not sees(user, town.rows["statement_own_submitted"])
        assert not sees(user, town.rows["statement_own_draft"])


# --- which rows are written ---------------------------------------------------------------------


def test_each_writes_the_rows_of_the_table(town, who):
    """Where a rule says so; a published statement may still get its missing translations."""
    found, wanted = {}, {}
    for name, row in town.rows.items():
        is_entry = isinstance(row, (Statement, ProgressUpdate)) or (isinstance(row, Evidence) and row.statement)
        if is_entry and "v" in ROW_CELLS[name, who.name]:
            found[name], wanted[name] = may_write(who.user, row), "c" in ROW_CELLS[name, who.name]
    assert differences(found, wanted) == {}


@pytest.mark.parametrize(
    ("name", "values", "allowed"),
    [
        ("focal_point", {"institution": "own", "commitment": "commitment_own"}, True),
        ("focal_point", {"institution": "own", "milestone": "milestone_own"}, True),
        ("focal_point", {"institution": "own", "milestone": "milestone_shared"}, True),
        ("focal_point", {"institution": "own"}, True),  # the form asks for a subject
        ("focal_point", {"institution": "own", "milestone": "milestone_neighbour"}, False),
        ("focal_point", {"institution": "own", "commitment": "commitment_foreign"}, False),
        ("focal_point", {"institution": "foreign", "commitment": "commitment_own"}, False),
        ("focal_point", {"commitment": "commitment_own"}, False),
        ("focal_point", {"institution": "own", "commitment": "commitment_own", "side": "monitor"}, False),
        ("monitor", {"institution": "monitor", "commitment": "commitment_own", "side": "monitor"}, True),
        ("monitor", {"commitment": "commitment_foreign", "side": "monitor"}, True),
        ("monitor", {"institution": "rival", "commitment": "commitment_own", "side": "monitor"}, False),
        ("monitor", {"institution": "monitor", "commitment": "commitment_own"}, False),
        ("superuser", {"institution": "foreign", "commitment": "commitment_own"}, True),
        ("superuser", {"institution": "monitor", "commitment": "commitment_own", "side": "monitor"}, False),
        ("technical_team", {"institution": "own", "commitment": "commitment_own"}, False),
        ("publisher", {"institution": "own", "commitment": "commitment_own"}, False),
        ("translator", {"institution": "own", "commitment": "commitment_own"}, False),
    ],
)
def test_in_whose_name_and_about_what_a_statement_may_be(town, name, values, allowed):
    side = values.get("side", "municipality")
    about = {key: getattr(town, value) for key, value in values.items() if key != "side"}
    statement = Statement(side=side, **about)
    assert may_write(fresh(town.people[name]), statement) is allowed


def test_what_is_checked_is_the_row_as_it_would_be_saved(town):
    focal, draft = fresh(town.people["focal_point"]), Statement.objects.get(pk=town.rows["statement_own_draft"].pk)
    assert may_write(focal, draft)
    draft.institution = town.foreign
    assert not may_write(focal, draft)


@pytest.mark.parametrize("role", ["technical_team", "focal_point", "publisher"])
def test_who_is_of_the_monitor_writes_nothing_of_the_municipality(town, role):
    user = people.holding(role, speaks_for=[town.own])
    people.tied_before_that_was_refused(user, town.monitor)
    for name in (
        *("statement_own_draft", "progressupdate_own_draft", "evidence_of_statement_own_draft"),
        *("evidence_of_reading_own", "evidence_of_milestone_own", "reading_own", "indicator_own", "milestone_own"),
        *("commitment_own", "axis_one", "actionplan_one", "recommendation_final"),
    ):
        assert not may_write(user, town.rows[name]), name


def test_a_role_of_the_monitor_without_its_affiliation_writes_none_of_its_words(town):
    user = people.holding("monitor", speaks_for=[town.own])
    for model in ("annualreport", "recommendation", "inceptionassessment"):
        assert not any(may_write(user, row) for row in town.of(model).values()), model
    assert not may_write(user, town.rows["statement_monitor_draft"])


def test_an_affiliation_with_the_monitor_without_its_role_writes_none_of_its_words(town):
    user = people.holding("translator", speaks_for=[town.monitor])
    assert not may_write(user, town.rows["statement_monitor_draft"])
    assert not may_write(user, town.rows["annualreport_drafting"])


# --- published, returned, withdrawn -------------------------------------------------------------


def verbs(user, row):
    return {"p" * may_publish(user, row), "r" * may_send_back(user, row)} - {""}


def test_who_publishes_and_returns(town, who):
    wanted = {
        "technical_team": ({"r"}, set()),
        "focal_point": (set(), set()),
        "publisher": ({"p", "r"}, set()),
        "monitor": (set(), {"p"}),
        "superuser": ({"p", "r"}, set()),
    }[who.name]
    assert verbs(who.user, town.rows["statement_own_submitted"]) == wanted[0]
    assert verbs(who.user, town.rows["progressupdate_own_submitted"]) == wanted[0]
    assert verbs(who.user, town.rows["statement_monitor_draft"]) == wanted[1]


def test_a_publisher_of_the_monitor_publishes_nothing_of_the_municipality(town):
    user = people.holding("publisher", speaks_for=[town.monitor])
    assert verbs(user, town.rows["statement_own_submitted"]) == set()
    assert not may_withdraw(user, town.rows["evidence_of_statement_own_published"])


def test_each_side_withdraws_its_own_evidence(town, who):
    of_municipality = [town.rows[f"evidence_of_{name}"] for name in ("statement_own_published", "reading_own")]
    assert {may_withdraw(who.user, row) for row in of_municipality} == {who.name in {"publisher", "superuser"}}
    assert may_withdraw(who.user, town.rows["evidence_of_statement_monitor_published"]) is (who.name == "monitor")


def test_histories_stay_on_the_side_that_wrote_them(town, who):
    found, wanted = {}, {}
    for name, row in town.rows.items():
        if "v" in ROW_CELLS[name, who.name]:
            found[name], wanted[name] = reads_history(who.user, row), "h" in ROW_CELLS[name, who.name]
    assert differences(found, wanted) == {}


# --- who answers --------------------------------------------------------------------------------


def test_who_answers_for_a_milestone_and_for_a_commitment(town):
    assert list(responsible_for(town.milestone_neighbour)) == [town.foreign]
    assert list(responsible_for(town.milestone_shared)) == [town.own]
    assert list(responsible_for(town.commitment_own)) == [town.foreign, town.own]
    assert list(responsible_for(CommitmentFactory())) == []


# --- at what cost -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["technical_team", "focal_point", "monitor"])
def test_a_list_of_any_length_costs_one_question_more_than_who_asks(town, name, django_assert_max_num_queries):
    for _ in range(3):
        commitment = ResponsibilityFactory(institution=town.own).commitment
        MilestoneFactory(commitment=commitment)
        EvidenceFactory(statement=StatementFactory(commitment=commitment, institution=town.own))
    user = fresh(town.people[name])
    with django_assert_max_num_queries(4):  # the affiliations, and two for the permissions
        for model in set(access.SCOPES) - set(access.EVERYBODYS):
            access.visible(user, model._default_manager.all())
    for model in set(access.SCOPES) - set(access.EVERYBODYS):
        with django_assert_max_num_queries(1):
            list(access.visible(user, model._default_manager.all()))


def test_asking_about_one_row_is_bounded(town, who, django_assert_max_num_queries):
    for row in town.rows.values():
        found = type(row)._default_manager.get(pk=row.pk)
        with django_assert_max_num_queries(8):
            may_write(who.user, found)
        with django_assert_max_num_queries(1):
            sees(who.user, found)
