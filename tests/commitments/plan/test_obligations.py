"""What the plan promises stands in the calendar, dated where somebody dates it and never where nobody does."""

import datetime

import pytest

from commitments.models import ActionPlan, AnnualReport, InceptionAssessment, NarrativeSection
from commitments.plan import plan_file
from commitments.plan.obligations import months_after, plan_obligations
from tests.factories.commitments import ActionPlanFactory, AnnualReportFactory, SourceFactory
from tests.factories.editions import EditionFactory
from tests.factories.narrative import NarrativeSectionFactory, PlanPromiseFactory

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 29)


@pytest.fixture(scope="module")
def real_plan(rows_of_a_module):
    plan_file.load()


def standing(on=TODAY):
    """{name without the plan's: (state, due)}"""
    told = plan_obligations(on)
    return {one.name.removeprefix("ogp-2022-2026-"): (one.standing(on).state, one.due_on) for one in told}


def test_the_real_plans_promises_are_there_though_it_has_no_start_date(real_plan):
    assert standing() == {
        "inception": ("done", datetime.date(2023, 1, 30)),
        **{f"report-{year}": ("undated", None) for year in (2023, 2024, 2025, 2026)},
        **dict.fromkeys(("matrix", "update", "study-day", "site", "portal", "assessments"), ("undated", None)),
        "end": ("coming", datetime.date(2026, 12, 31)),
    }


def test_each_says_who_says_so_in_three_languages(real_plan):
    for one in plan_obligations(TODAY):
        assert all(one.title[code] and one.source[code] for code in ("ar", "fr", "es")), one.name
        assert len(set(one.title.values())) == 3, one.name


def test_a_promise_without_its_section_is_not_made(real_plan):
    NarrativeSection.objects.filter(question="follow_up").delete()
    assert "matrix" not in standing()


def test_another_communes_plan_promises_what_its_own_rows_say(client):
    plan = ActionPlanFactory(slug="larache", is_current=True, starts_on=None, ends_on=None, submitted_on=None)
    NarrativeSectionFactory(plan=plan, question="spaces")
    PlanPromiseFactory(plan=plan, slug="fair", question="spaces", source=SourceFactory(title_fr="Plan de Larache"))
    PlanPromiseFactory(slug="elsewhere", question="spaces")
    told = {one.name: one for one in plan_obligations(TODAY)}
    assert list(told) == ["larache-fair", "larache-assessments"]
    fair = told["larache-fair"]
    assert (fair.title["fr"], fair.source["fr"], fair.address, fair.standing(TODAY)) == (
        "Rencontre annuelle",
        "Plan de Larache",
        "plan/larache/#spaces",
        ("undated", None),
    )
    for language, title in (("ar", "لقاء سنوي"), ("fr", "Rencontre annuelle"), ("es", "Encuentro anual")):
        assert title in client.get(f"/{language}/calendar/").text


def test_however_much_a_plan_promises_the_calendar_asks_as_often(real_plan, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as before:
        plan_obligations(TODAY)
    plan = ActionPlan.objects.get(slug="ogp-2022-2026")
    for _ in range(5):
        PlanPromiseFactory(plan=plan, question="follow_up", source=SourceFactory())
    with django_assert_max_num_queries(len(before)):
        plan_obligations(TODAY)


def test_the_end_of_the_plan_makes_nobody_late(real_plan):
    assert standing(datetime.date(2027, 2, 1))["end"] == ("in_time", datetime.date(2026, 12, 31))


def test_an_inception_assessment_that_nobody_dated_is_done_on_an_unknown_day(real_plan):
    (inception,) = [one for one in plan_obligations(TODAY) if one.name.endswith("inception")]
    assert (inception.standing(TODAY), inception.done_on) == (("done", None), None)
    InceptionAssessment.objects.all().delete()
    assert standing()["inception"][0] == "overdue"


def test_a_report_that_is_published_is_done_and_the_others_stay_undated(real_plan):
    assert not AnnualReport.objects.exists()
    ActionPlanFactory(slug="other")
    assert standing()["report-2023"] == ("undated", None)


def test_a_report_is_published_on_the_day_that_it_is_in_tetouan():
    """Half past midnight there is still the day before in UTC."""
    plan = ActionPlanFactory(is_current=True, starts_on=datetime.date(2024, 1, 1), ends_on=datetime.date(2026, 12, 31))
    report = AnnualReportFactory(plan=plan, year=2025, status="published")
    EditionFactory(report=report, published_at=datetime.datetime(2026, 4, 30, 23, 30, tzinfo=datetime.UTC))
    (told,) = [one for one in plan_obligations(TODAY) if one.name.endswith("report-2025")]
    assert told.done_on == datetime.date(2026, 5, 1)


def test_two_months_after_the_end_of_november_is_the_end_of_january():
    assert months_after(datetime.date(2022, 11, 30), 2) == datetime.date(2023, 1, 30)
    assert months_after(datetime.date(2022, 12, 31), 2) == datetime.date(2023, 2, 28)
