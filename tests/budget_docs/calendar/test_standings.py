"""A slot stands alike wherever it is asked: one by one in Python, or all at once in PostgreSQL."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from budget_docs.admin.filters import SlotState
from budget_docs.calendar import slots
from budget_docs.models import BudgetDocument, PublicationDate
from tests.budget_docs import rows
from tetouan_portal.lib.standing import State

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)
TODAY = NOW.date()
days = st.sampled_from([None, -40, -2, -1, 0, 1, 40]).map(lambda n: n if n is None else TODAY + timedelta(days=n))
documents = st.fixed_dictionaries(
    {
        "published": st.sampled_from([None, -30, -2, -1, 0, 5]),  # days from now
        "is_refused": st.booleans(),
        "is_withdrawn": st.booleans(),
    }
)
looks = st.lists(st.tuples(st.sampled_from([-3, -1, 0, 2]), st.booleans()), max_size=3)
facts = st.fixed_dictionaries(
    {
        "due_on": days,
        "confirmed_on": days,
        "is_expected": st.booleans(),
        "is_awaited_in_demo": st.booleans(),
        "documents": st.lists(documents, max_size=3),
        "looks": looks,
    }
)


def made(one, number):
    kind = rows.kind(f"kind-{number}", confirmed_on=one["confirmed_on"])
    slot = PublicationDate.objects.create(
        fiscal_year=rows.fiscal_year(),
        type=kind,
        note_fr="Rien",
        **{name: one[name] for name in ("due_on", "is_expected", "is_awaited_in_demo")},
    )
    for n, document in enumerate(one["documents"]):
        is_withdrawn = document["is_withdrawn"] and document["published"] is not None
        BudgetDocument.objects.create(
            slot=slot,
            slug=f"document-{number}-{n}",
            title_fr="Budget",
            publish_at=published_at(document),
            visa="refused" if document["is_refused"] else "",
            visa_on=TODAY if document["is_refused"] else None,
            withdrawn_at=NOW if is_withdrawn else None,
            withdrawal_reason_fr="Erreur" if is_withdrawn else "",
        )
    for day, was_found in one["looks"]:
        rows.look(slot, looked_on=TODAY + timedelta(days=day), was_found=was_found)
    return slot


def published_at(document):
    return None if document["published"] is None else NOW + timedelta(days=document["published"])


def first_of(one):
    """The first publication, told once more in the simplest words."""
    moments = [published_at(document) for document in one["documents"] if not document["is_refused"]]
    return min((moment for moment in moments if moment and moment <= NOW), default=None)


@settings(max_examples=80, deadline=None)
@given(st.lists(facts, min_size=1, max_size=6), days)
def test_python_and_postgresql_say_the_same_of_every_slot(several, opened_on):
    with override_settings(PORTAL_OPENED_ON=opened_on), transaction.atomic():
        made_of = {made(one, number).pk: one for number, one in enumerate(several)}
        states = dict(PublicationDate.objects.with_state(now=NOW).values_list("pk", "state"))
        for kept in slots.slots_kept(PublicationDate.objects.all(), now=NOW):
            assert states[kept.slot.pk] == kept.standing.state
            assert kept.slot.first_published_at == first_of(made_of[kept.slot.pk])
        transaction.set_rollback(True)


def test_a_filter_of_the_list_asks_for_each_state_but_those_of_what_nobody_dates_or_expects():
    asked = {state for states in SlotState.STATES.values() for state in states}
    assert set(State) - asked == {State.UNDATED, State.NOT_EXPECTED}


def test_a_later_look_in_vain_takes_back_that_it_was_seen_elsewhere():
    slot = rows.slot()
    rows.look(slot, looked_on=date(2026, 5, 1))
    rows.look(slot, was_found=False, looked_on=date(2026, 6, 1))
    assert PublicationDate.objects.with_state(now=NOW).get().state == State.OVERDUE


def test_what_only_the_demonstration_awaits_is_late_on_the_desk_too():
    rows.kind(is_confirmed=False)
    rows.slot(is_awaited_in_demo=True)
    assert PublicationDate.objects.with_state(now=NOW).get().state == State.OVERDUE
