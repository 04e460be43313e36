import re
from datetime import date

import pytest
from icalendar import Calendar

from tests.budget_docs import rows
from tests.factories.commitments import (
    ActionPlanFactory,
    AxisFactory,
    CommitmentFactory,
    InceptionAssessmentFactory,
    StatementFactory,
)
from tests.factories.reports import published_report

pytestmark = pytest.mark.django_db


def summaries(client, language="fr"):
    return [
        str(event["summary"])
        for event in Calendar.from_ical(client.get(f"/{language}/calendar.ics").content).walk("VEVENT")
    ]


def invented_document():
    rows.document(is_demo=True)


def invented_assessment():
    plan = ActionPlanFactory(is_current=True, submitted_on=date(2022, 11, 30), starts_on=None, ends_on=None)
    commitment = CommitmentFactory(axis=AxisFactory(plan=plan))
    InceptionAssessmentFactory(commitment=commitment, assessed_on=date(2023, 1, 1), is_demo=True)


def invented_word():
    plan = ActionPlanFactory(is_current=True, starts_on=None, ends_on=None)
    StatementFactory(commitment=CommitmentFactory(axis=AxisFactory(plan=plan)), is_demo=True)


@pytest.mark.parametrize("invent", [invented_document, invented_assessment, invented_word])
def test_what_rests_on_an_invented_row_says_so_on_the_page_and_in_the_file(client, invent):
    invent()
    page = client.get("/fr/calendar/").text
    assert "demo-banner" in page
    assert len(re.findall('class="demo-mark"', page)) == 1
    assert [line for line in summaries(client) if "(démonstration)" in line]


def test_what_is_real_bears_no_mark(client):
    published_report()
    rows.document()
    page = client.get("/fr/calendar/").text
    assert "demo-" not in page
    assert summaries(client)
    assert not [line for line in summaries(client) if "démonstration" in line]
