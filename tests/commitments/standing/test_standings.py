"""Commitments and milestones stand alike in the dossier, in the list's rows and in PostgreSQL."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from commitments.models import Commitment, Milestone
from commitments.standing.dossier import dossiers_of
from commitments.standing.overview import overview_of
from tests.factories.commitments import (
    AmendmentFactory,
    AxisFactory,
    CommitmentFactory,
    DateConfirmationFactory,
    DueDateConfirmationFactory,
    MilestoneFactory,
    StatementFactory,
)
from tetouan_portal.lib.standing import PASSED, State

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)
NEAR = [TODAY + timedelta(days=n) for n in (-60, -1, 0, 1)]
day = st.sampled_from(NEAR)
words = st.lists(
    st.fixed_dictionaries(
        {
            "side": st.sampled_from(["municipality", "monitor"]),
            "level": st.sampled_from(["limited", "complete"]),
            "dated_on": day,
            "state": st.sampled_from(["draft", "published"]),
        }
    ),
    max_size=2,
)
dated = {
    "due_on": st.none() | day,
    "words": words,
    "confirmed_on": st.none() | day,
    "amended_on": st.none() | st.sampled_from([one for one in NEAR if one <= TODAY]),
}
milestones = st.fixed_dictionaries(dated | {"done_on": st.none() | day})
commitments = st.fixed_dictionaries(dated | {"milestones": st.lists(milestones, max_size=2)})


def spoken(one, confirming, **about):
    for word in one["words"]:
        StatementFactory(**{"commitment": None} | about | word)
    if one["due_on"] and one["confirmed_on"]:
        confirming(**about, confirmed_on=one["confirmed_on"])
    if one["due_on"] and one["amended_on"]:
        field = "due_on" if "milestone" in about else "ends_on"
        dates = {"date_from": date(2020, 1, 1), "date_to": one["due_on"], "decided_on": one["amended_on"]}
        AmendmentFactory(**{"commitment": None} | about | dates, field=field)


def made(one, axis):
    commitment = CommitmentFactory(axis=axis, starts_on=None, ends_on=one["due_on"])
    spoken(one, DateConfirmationFactory, commitment=commitment)
    for part in one["milestones"]:
        milestone = MilestoneFactory(commitment=commitment, due_on=part["due_on"], done_on=part["done_on"])
        spoken(part, DueDateConfirmationFactory, milestone=milestone)


def told(state):
    return {"is_late": state == State.OVERDUE, "is_unheard": state == State.UNCONFIRMED}


def in_sql(rows):
    return [told(state) for state in rows.with_state(TODAY).order_by("pk").values_list("state", flat=True)]


def said(rows):
    return [{name: row[name] for name in ("is_late", "is_unheard")} for row in rows]


@settings(max_examples=60, deadline=None)
@given(st.lists(commitments, min_size=1, max_size=3), st.none() | day)
def test_python_and_postgresql_say_the_same_of_every_promise(several, opened_on):
    with override_settings(PORTAL_OPENED_ON=opened_on), transaction.atomic():
        axis = AxisFactory()
        for one in several:
            made(one, axis)
        rows = Commitment.objects.order_by("pk")
        dossiers = dossiers_of(rows, on=TODAY)
        assert said(overview_of(rows, on=TODAY)) == said(dossiers) == in_sql(rows)
        assert said(m for d in dossiers for m in d["milestones"]) == in_sql(Milestone.objects.all())
        for milestone in Milestone.objects.with_state(TODAY):
            assert milestone.is_overdue(TODAY) is (milestone.state in PASSED)
        for found, state in (("late", State.OVERDUE), ("unheard", State.UNCONFIRMED)):
            narrowed = getattr(Milestone.objects, found)(TODAY)
            assert set(narrowed) == set(Milestone.objects.with_state(TODAY).filter(state=state))
        assert set(rows.late(TODAY)) == set(rows.with_state(TODAY).filter(state=State.OVERDUE))
        transaction.set_rollback(True)
