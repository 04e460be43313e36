from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group, User

from commitments.models import Affiliation
from commitments.staff import work_waiting
from commitments.templatetags.desk import translations_of
from tests.factories.commitments import (
    AnnualReportFactory,
    CommitmentFactory,
    InstitutionFactory,
    MilestoneFactory,
    ResponsibilityFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)
LONG_AGO = TODAY - timedelta(days=121)
RECENTLY = TODAY - timedelta(days=120)


def person(role, *institutions):
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    for institution in institutions:
        Affiliation.objects.create(user=user, institution=institution)
    return user


def own(user):
    return [
        (row["commitment"].slug, {name for name, is_set in row["flags"].items() if is_set}) for row in rows_of(user)
    ]


def rows_of(user):
    return work_waiting.own_commitments(User.objects.get(pk=user.pk), TODAY)


def answered_for(service, slug, number, **values):
    return ResponsibilityFactory(
        institution=service, commitment__slug=slug, commitment__number=number, **values
    ).commitment


def test_a_focal_point_sees_first_what_presses_most():
    service = InstitutionFactory()
    fresh = answered_for(service, "fresh", 1)
    StatementFactory(commitment=fresh, institution=service, dated_on=RECENTLY)
    stale = answered_for(service, "stale", 2)
    StatementFactory(commitment=stale, institution=service, dated_on=LONG_AGO)
    late = answered_for(service, "late", 3, commitment__late=True)
    StatementFactory(commitment=late, institution=service, dated_on=RECENTLY)
    returned = answered_for(service, "returned", 4)
    StatementFactory(commitment=returned, institution=service, dated_on=RECENTLY)
    StatementFactory(commitment=returned, institution=service, state="returned", return_reason="Court")
    done = answered_for(service, "done", 5, commitment__late=True)
    StatementFactory(commitment=done, institution=service, dated_on=LONG_AGO, level="complete")
    answered_for(InstitutionFactory(), "foreign", 6)
    assert own(person("focal_point", service)) == [
        ("returned", {"returned"}),
        ("late", {"late"}),
        ("stale", {"stale"}),
        ("fresh", set()),
        ("done", set()),
    ]


def test_a_late_milestone_makes_its_commitment_press_and_brings_its_own_entry():
    service = InstitutionFactory()
    commitment = answered_for(service, "one", 1)
    StatementFactory(commitment=commitment, dated_on=RECENTLY)
    late = MilestoneFactory(commitment=commitment, institution=service, due_on=TODAY - timedelta(days=1))
    StatementFactory(commitment=None, milestone=late, institution=service, level="limited", dated_on=RECENTLY)
    MilestoneFactory(commitment=commitment, institution=InstitutionFactory(), title_fr="D’un autre service")
    (row,) = rows_of(person("focal_point", service))
    assert row["flags"]["late"]
    assert [entry["is_late"] for entry in row["milestones"]] == [True]


def test_what_waits_is_said_of_the_milestone_itself_and_of_a_commitment_on_which_nothing_was_said():
    service = InstitutionFactory()
    fresh, stale = answered_for(service, "fresh", 1), answered_for(service, "stale", 2)
    StatementFactory(commitment=fresh, institution=service, dated_on=RECENTLY)
    StatementFactory(commitment=stale, institution=service, dated_on=LONG_AGO)
    overdue = MilestoneFactory(commitment=fresh, institution=service, number=1, due_on=TODAY - timedelta(days=1))
    MilestoneFactory(commitment=fresh, institution=service, number=2, due_on=TODAY)
    rows = {row["commitment"]: row for row in rows_of(person("focal_point", service))}
    assert [entry["subject"] for entry in rows[fresh]["milestones"] if entry["presses"]] == [overdue]
    assert not rows[fresh]["flags"]["late"]  # nobody has spoken of it, nor confirmed its date
    assert not rows[fresh]["entry"]["presses"]
    assert rows[stale]["entry"]["presses"]


def test_the_first_words_count_what_presses_and_name_the_next_date_alone():
    service = InstitutionFactory()
    commitment = answered_for(service, "one", 1)
    StatementFactory(commitment=commitment, institution=service, dated_on=RECENTLY)
    for number, (due, done) in enumerate([(-9, -9), (30, None), (7, None), (3, -1)], start=1):
        MilestoneFactory(
            commitment=commitment,
            institution=service,
            number=number,
            due_on=TODAY + timedelta(days=due),
            done_on=None if done is None else TODAY + timedelta(days=done),
        )
    said = work_waiting.what_presses(rows_of(person("focal_point", service)), TODAY)
    assert (said["returned"], said["late"], said["stale"], said["next"].number) == (0, 0, 0, 3)
    later = TODAY + timedelta(days=200)
    said = work_waiting.what_presses(
        work_waiting.own_commitments(User.objects.get(username="focal_point"), later), later
    )
    assert (said["late"], said["stale"], said["next"]) == (1, 1, None)


def test_a_service_that_answers_for_a_milestone_alone_sees_its_commitment():
    service = InstitutionFactory()
    milestone = MilestoneFactory(institution=service)
    assert [row["commitment"] for row in rows_of(person("focal_point", service))] == [milestone.commitment]


def test_drafts_of_others_are_not_shown_as_ones_own():
    service = InstitutionFactory()
    commitment = answered_for(service, "one", 1)
    StatementFactory(commitment=commitment, institution=InstitutionFactory(), draft=True)
    StatementFactory(commitment=commitment, by_monitor=True, draft=True)
    (row,) = rows_of(person("focal_point", service))
    assert row["entry"]["open"] is None
    assert row["entry"]["declared"] is None


def test_the_dashboard_counts_for_each_institution():
    service = InstitutionFactory(slug="a")
    late = answered_for(service, "late", 1, commitment__late=True)
    StatementFactory(commitment=late, institution=service, dated_on=LONG_AGO)
    StatementFactory(commitment=late, institution=service, submitted=True)
    answered_for(service, "draft", 2, commitment__draft=True)
    milestone = MilestoneFactory(commitment=late, institution=service, due_on=LONG_AGO)
    StatementFactory(commitment=None, milestone=milestone, institution=service, level="limited", dated_on=LONG_AGO)
    MilestoneFactory(commitment=late, institution=service, due_on=LONG_AGO)
    MilestoneFactory(commitment=late, institution=service, due_on=LONG_AGO, done_on=LONG_AGO)
    person("focal_point", service)
    person("translator", service)
    InstitutionFactory(slug="answers-for-nothing")
    (row,) = work_waiting.dashboard(TODAY)
    del row["institution"]
    assert row == {
        "commitments": 1,
        "late": 1,
        "stale": 1,
        "milestones": 3,
        "milestones_done": 1,
        "milestones_late": 1,
        "last_said_on": LONG_AGO,
        "submitted": 1,
        "returned": 0,
        "people": 1,
    }


def test_the_monitor_sees_what_was_declared_after_its_assessment():
    new, known, unseen = (CommitmentFactory(slug=slug) for slug in ("new", "known", "unseen"))
    for commitment in (new, known, unseen):
        StatementFactory(commitment=commitment, dated_on=date(2026, 1, 31))
    StatementFactory(commitment=known, by_monitor=True, dated_on=date(2026, 1, 31))
    StatementFactory(commitment=new, by_monitor=True, dated_on=date(2025, 12, 1))
    StatementFactory(commitment=CommitmentFactory(draft=True), dated_on=date(2026, 1, 31))
    waiting = {row["declared"].commitment: row["assessed"] is not None for row in work_waiting.to_assess(TODAY)}
    assert waiting == {new: True, unseen: False}


def test_those_silent_longest_are_named_first(settings):
    settings.PORTAL_OPENED_ON = TODAY - timedelta(days=121)
    never, long_ago, once = (InstitutionFactory(slug=slug) for slug in ("c", "b", "a"))
    answered_for(never, "never", 1)
    for service, number, said_on in ((long_ago, 2, LONG_AGO - timedelta(days=9)), (once, 3, LONG_AGO)):
        StatementFactory(commitment=answered_for(service, service.slug, number), institution=service, dated_on=said_on)
    assert [row["institution"] for row in work_waiting.silent(TODAY)] == [never, long_ago, once]
    settings.PORTAL_OPENED_ON = None  # who never spoke in a portal that is not open is not silent
    assert [row["institution"] for row in work_waiting.silent(TODAY)] == [long_ago, once]


def test_a_person_for_whom_nothing_can_wait_is_told_so():
    assert work_waiting.desk_of(person("focal_point"), TODAY)["is_empty"]
    assert not work_waiting.desk_of(person("translator"), TODAY)["is_empty"]


def test_a_translator_sees_the_languages_that_lack_something_the_most_first():
    for texts in ({"title_fr": "", "title_es": ""}, {"title_es": ""}):
        MilestoneFactory(**texts)
    waiting = translations_of(person("translator"))
    assert [code for code, _name, _count in waiting] == ["es", "fr"]
    assert [count for _code, _name, count in waiting] == [2, 1]


@pytest.mark.parametrize(
    ("role", "sections"),
    [
        ("focal_point", {"own"}),
        ("technical_team", {"silent", "submitted"}),
        ("publisher", {"silent", "submitted", "final_reports"}),
        ("monitor", {"to_assess", "drafts"}),
        ("translator", set()),
    ],
)
def test_each_role_has_its_own_sections(role, sections):
    institution = InstitutionFactory(kind="monitor" if role == "monitor" else "department")
    found = work_waiting.desk_of(person(role, institution), TODAY)
    lists = {"own", "silent", "submitted", "final_reports", "to_assess", "drafts"}
    assert {name for name in lists if found[name] is not None} == sections
    assert found["translates"] is (role in {"translator", "monitor"})


def test_a_publisher_sees_final_reports_and_submitted_statements_but_no_draft():
    StatementFactory(draft=True)
    StatementFactory(by_monitor=True, submitted=True)
    waiting = StatementFactory(submitted=True)
    final = AnnualReportFactory(status="final")
    AnnualReportFactory(year=2024)
    found = work_waiting.desk_of(person("publisher"), TODAY)
    assert found["submitted"]["statements"] == [waiting]
    assert found["final_reports"] == [final]


@pytest.mark.parametrize("role", ["focal_point", "technical_team", "monitor", "publisher"])
def test_the_first_page_asks_the_database_as_often_for_many_rows_as_for_one(
    client, role, django_assert_max_num_queries
):
    institution = InstitutionFactory(kind="monitor" if role == "monitor" else "department")
    user = person(role, institution)

    def more():
        responsibility = ResponsibilityFactory(institution=institution)
        MilestoneFactory(commitment=responsibility.commitment, institution=institution)
        StatementFactory(commitment=responsibility.commitment, institution=institution)
        StatementFactory(commitment=responsibility.commitment, institution=institution, submitted=True)

    def queries(limit):
        with django_assert_max_num_queries(limit) as captured:
            work_waiting.desk_of(User.objects.get(pk=user.pk), TODAY)
        return len(captured)

    more()
    for_one = queries(100)
    more()
    more()
    queries(for_one)
