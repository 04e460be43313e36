"""What is hardly meant is asked back once, in every record form that takes a day or a value."""

from datetime import date
from decimal import Decimal

import pytest

from commitments.models import Event, Evidence, ProgressUpdate, Reading
from tests.commitments.admin.pages import address, change, errors_on, form_on, inline, page_of
from tests.factories.commitments import (
    AnnualReportFactory,
    CommitmentFactory,
    EventFactory,
    EvidenceFactory,
    IndicatorFactory,
    MilestoneFactory,
    ProgressUpdateFactory,
    ReadingFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db
FAR = "2006-11-29"  # for 2026; the plan is of 2023 to 2026


def asked(answer, *fields):
    """The form comes back with a question about each of the fields alone."""
    assert answer.status_code == 200
    said = errors_on(answer)
    assert len(said) == len(fields)
    assert all(any(f'name="{field}-asked"' in one for one in said) for field in fields)
    return True


def again(client, page, answer):
    """What the form that came back holds, sent as it stands."""
    return client.post(page, form_on(answer, f"{page.split('/')[4]}_form"))


FORMS = {
    "a draft of a statement": (lambda: StatementFactory(draft=True), "dated_on"),
    "news": (lambda: ProgressUpdateFactory(draft=True), "dated_on"),
    "evidence": (lambda: EvidenceFactory(statement=StatementFactory(draft=True)), "dated_on"),
    "an event": (EventFactory, "starts_on"),
    "a draft of a commitment": (lambda: CommitmentFactory(draft=True), "starts_on"),
    "a draft of a milestone": (lambda: MilestoneFactory(commitment__draft=True), "due_on"),
    "a draft of an indicator": (lambda: IndicatorFactory(commitment__draft=True), "baseline_on"),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_day_far_from_the_plan_is_asked_back_once_and_then_taken(staff, form):
    make, field = FORMS[form]
    row = make()
    answer = change(staff, row, **{field: FAR})
    assert asked(answer, field)
    row.refresh_from_db()
    assert getattr(row, field) != date(2006, 11, 29)
    assert again(staff, page_of(row), answer).status_code == 302
    row.refresh_from_db()
    assert getattr(row, field) == date(2006, 11, 29)


def test_another_such_day_is_asked_about_anew(staff):
    event = EventFactory()
    first = form_on(change(staff, event, starts_on=FAR), "event_form")
    assert asked(staff.post(page_of(event), first | {"starts_on": "1999-01-01"}), "starts_on")
    assert Event.objects.get().starts_on == date(2022, 10, 13)


def test_a_day_near_the_plan_and_one_that_stands_there_already_are_not_asked_about(staff):
    event = EventFactory(starts_on=date(2006, 11, 29))
    assert change(staff, event, title_fr="Rencontre").status_code == 302
    assert change(staff, event, starts_on="2021-11-29").status_code == 302


def test_nothing_is_asked_before_the_rest_is_right(staff):
    event = EventFactory()
    said = errors_on(change(staff, event, starts_on=FAR, ends_on="2001-01-01"))
    assert said
    assert not any("-asked" in one for one in said)


@pytest.mark.parametrize("value", ["-3", "900", "0,01"])
def test_a_value_of_the_wrong_sign_or_far_from_its_series_is_asked_back_once(staff, value):
    indicator = IndicatorFactory(commitment__draft=True)
    ReadingFactory(indicator=indicator)
    new = form_on(staff.get(address("reading", "add")), "reading_form")
    new |= {"indicator": indicator.pk, "dated_on": "2026-03-31", "value": value}
    answer = staff.post(address("reading", "add"), new)
    assert asked(answer, "value")
    assert Reading.objects.count() == 1
    assert again(staff, address("reading", "add"), answer).status_code == 302
    assert Reading.objects.latest("pk").value == Decimal(value.replace(",", "."))


def test_a_row_inside_another_is_asked_about_too(staff):
    statement = StatementFactory(draft=True)
    proof = inline("evidence", title_fr="Acte", dated_on=FAR, url="https://www.example.org/acte")
    answer = change(staff, statement, **proof)
    assert asked(answer, "evidence-0-dated_on")
    assert again(staff, page_of(statement), answer).status_code == 302
    assert Evidence.objects.get().dated_on == date(2006, 11, 29)


def test_what_was_typed_cannot_carry_markup_into_the_question(staff):
    update = ProgressUpdateFactory(draft=True)
    answer = change(staff, update, dated_on='2006-11-29"><script>')
    assert "<script>alert" not in answer.text
    assert answer.status_code == 200
    assert ProgressUpdate.objects.get().dated_on == date(2026, 2, 1)


def test_the_monitor_s_period_is_asked_about_too(of_monitor):
    report = AnnualReportFactory()
    client = of_monitor(report.author)
    answer = change(client, report, covers_from="2005-01-01")
    assert asked(answer, "covers_from")
    assert again(client, page_of(report), answer).status_code == 302
