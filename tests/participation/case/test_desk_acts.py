from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from participation.case import desk_acts, erasure, filing
from participation.models import Case, CaseEvent, CaseLetter, PublishedCase
from tests.factories import participation as make
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def kinds(case):
    return [event.kind for event in case.events.order_by("pk")]


@pytest.fixture
def case():
    return make.CaseFactory()


def test_a_question_waits_for_the_author_and_is_mailed_once(case, officer, now):
    make.ContactFactory(case=case)
    asked = desk_acts.ask(case, "Dans quelle rue ?", by=officer, now=now)
    assert asked.state == "asked"
    assert asked.due_on == case.due_on  # the clock goes on
    assert CaseLetter.objects.get().event.kind == "question"


def test_an_internal_note_is_mailed_to_nobody_and_hidden_from_the_author(case, officer, now):
    make.ContactFactory(case=case)
    desk_acts.note(case, "Voir avec la voirie", by=officer, now=now)
    assert not CaseLetter.objects.exists()
    assert not case.events.for_author().exists()


def test_nobody_notes_anything_about_an_erased_case(case, officer, now):
    with refused("erased"):
        desk_acts.note(erasure.erase(case, now=now), "C’était M. Bennani", by=officer, now=now)
    assert not case.events.filter(kind="note").exists()


def test_taking_a_case_up_says_so_once(case, officer, now):
    desk_acts.assign(case, officer, by=officer, now=now)
    desk_acts.assign(case, officer, by=officer, now=now)
    case.refresh_from_db()
    assert (case.state, kinds(case)) == ("in_progress", ["assigned", "taken_up"])


def test_sorting_records_what_changed_and_nothing_when_nothing_did(case, officer, now):
    other = make.CategoryFactory(slug="roads")
    desk_acts.sort(case, by=officer, now=now, category=other, district=case.district)
    desk_acts.sort(case, by=officer, now=now, category=other)
    assert case.events.get().details == {"fields": ["category"]}


def test_closing_needs_a_reason(case, officer, now):
    with refused("no_words"):
        desk_acts.close(case, "solved", "  ", by=officer, now=now)
    case.refresh_from_db()
    assert case.state == "received"


@pytest.mark.parametrize("outcome", ["refused", "provided", "partly"])
def test_a_complaint_is_not_closed_as_a_request_is(case, officer, now, outcome):
    with refused("case_outcome_fits_its_kind"):
        desk_acts.close(case, outcome, "Non", by=officer, now=now, ground=make.RefusalGroundFactory())


def test_a_refusal_names_its_article(officer, now):
    request = make.CaseFactory(request=True)
    ground = make.RefusalGroundFactory()
    with refused("case_refused_iff_ground"):
        desk_acts.close(request, "refused", "Vie privée", by=officer, now=now)
    closed = desk_acts.close(request, "refused", "Vie privée", by=officer, now=now, ground=ground)
    assert closed.ground.article == "art. 7"


def test_a_case_for_another_body_says_which(case, officer, now):
    with refused("case_not_ours_iff_body"):
        desk_acts.close(case, "not_ours", "Pas nous", by=officer, now=now)
    assert desk_acts.close(
        case, "not_ours", "Pas nous", by=officer, now=now, other_body=make.OtherBodyFactory()
    ).other_body


def test_a_duplicate_is_joined_to_a_case_that_learns_of_it(case, officer, now):
    first = make.CaseFactory()
    desk_acts.close(case, "duplicate", "Déjà signalé", by=officer, now=now, duplicate_of=first)
    assert kinds(first) == ["joined"]


def test_a_case_is_not_joined_to_itself_to_another_kind_or_in_a_chain(case, officer, now):
    joined = make.CaseFactory(closed=True, outcome="duplicate", duplicate_of=make.CaseFactory())
    for other in (case, make.CaseFactory(kind="suggestion"), joined):
        with refused("duplicate"):
            desk_acts.close(case, "duplicate", "Déjà signalé", by=officer, now=now, duplicate_of=other)


def test_nothing_happens_to_a_closed_case(officer, now):
    case = make.CaseFactory(closed=True)
    for act in (
        lambda: desk_acts.ask(case, "Où ?", by=officer, now=now),
        lambda: desk_acts.answer(case, "Fait", by=officer, now=now),
        lambda: desk_acts.close(case, "solved", "Fait", by=officer, now=now),
    ):
        with refused("not_open"):
            act()
    assert kinds(case) == []


def test_a_request_is_extended_once_before_its_date_with_a_reason(officer, now):
    request = make.CaseFactory(request=True)
    with refused("no_words"):
        desk_acts.extend(request, "", by=officer, now=now)
    extended = desk_acts.extend(request, "Archives à consulter", by=officer, now=now)
    assert extended.due_on == date(2026, 7, 27)  # 20 working days after 29 June
    assert extended.events.get().details["before"] == "2026-06-29"
    with refused("extension"):
        desk_acts.extend(request, "Encore", by=officer, now=now)


def test_a_request_whose_date_has_passed_is_not_extended(officer, now):
    request = make.CaseFactory(request=True)
    with refused("too_late"):
        desk_acts.extend(request, "Trop tard", by=officer, now=now + timedelta(days=30))


def test_a_complaint_is_neither_extended_nor_urgent(case, officer, now):
    with refused("extension"):
        desk_acts.extend(case, "Archives", by=officer, now=now)
    with refused("urgency"):
        desk_acts.decide_urgency(case, is_urgent=True, by=officer, now=now)


def test_an_urgent_request_is_counted_from_its_reception(officer, now):
    request = make.CaseFactory(request=True)
    urgent = desk_acts.decide_urgency(request, is_urgent=True, by=officer, now=now)
    assert urgent.due_on == date(2026, 6, 4)
    assert desk_acts.decide_urgency(request, is_urgent=False, by=officer, now=now).due_on == date(2026, 6, 29)


def test_nothing_is_published_without_the_authors_agreement(case, officer, now):
    with refused("consent"):
        desk_acts.publish(case, {"title_fr": "Rue", "text_fr": "Sombre"}, by=officer, now=now)
    assert not PublishedCase.objects.exists()


def test_a_published_case_is_corrected_in_place_and_taken_off(officer, now):
    case = make.CaseFactory(may_be_published=True)
    first = desk_acts.publish(case, {"title_fr": "Rue", "text_fr": "Sombre"}, by=officer, now=now)
    again = desk_acts.publish(case, {"title_fr": "Rue", "text_fr": "Éclairée"}, by=officer, now=now + timedelta(days=1))
    assert (again.pk, again.published_at, again.text_fr) == (first.pk, now, "Éclairée")
    desk_acts.unpublish(case, "Nom visible", by=officer, now=now)
    assert not PublishedCase.objects.live().exists()


def test_history_is_not_rewritten_whoever_tries(case, officer, now):
    desk_acts.note(case, "Voir", by=officer, now=now)
    for change in ({"text": "Autre"}, {"kind": "answer"}, {"at": now + timedelta(days=1)}, {"words_erased": True}):
        with pytest.raises(IntegrityError, match="history is not rewritten"), transaction.atomic():
            CaseEvent.objects.update(**change)
    with pytest.raises(IntegrityError, match="history is not rewritten"), transaction.atomic():
        CaseEvent.objects.all().delete()


def test_a_case_held_in_a_flood_tells_nobody_until_it_is_released(officer, now):
    held = Case(kind="complaint", language="fr", text="Bonjour", is_held=True)
    filing.file_case(held, contact={"email": "salma@example.org"}, now=now)
    assert not CaseLetter.objects.exists()
    desk_acts.release(held, by=officer, now=now)
    assert CaseLetter.objects.get().event.kind == "mail_asked"
