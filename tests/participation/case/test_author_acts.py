from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from participation.case import author_acts, desk_acts, erasure, filing
from participation.models import Case, CaseEvent, Contact, Photo, PublishedCase, Teller
from tests.factories import participation as make
from tests.refusals import refused
from tetouan_portal.stored_files.destroying import destroy_waiting
from tetouan_portal.stored_files.models import DoomedFile

pytestmark = pytest.mark.django_db


def photo_of(case, **values):
    photo = Photo(case=case, content_type="image/jpeg", width=1, height=1, size=3, sha256="a" * 64, **values)
    photo.file.save("x", ContentFile(b"jpg"))
    return photo


def test_a_code_opens_its_case_and_no_other(now):
    mine = filing.file_case(Case(kind="complaint", language="ar", text="الإنارة"), now=now)
    filing.file_case(Case(kind="complaint", language="ar", text="الإنارة"), now=now)
    assert author_acts.case_of(mine.code) == mine.case
    for wrong in ("", "K7WQ2-9FXRM-4TZ8B", mine.code[:-1], mine.case.tracking_hash):
        assert author_acts.case_of(wrong) is None


def test_a_reply_to_a_question_sets_the_case_going(officer, now):
    case = desk_acts.ask(make.CaseFactory(), "Où ?", by=officer, now=now)
    assert author_acts.reply(case, "Rue Sidi Mandri", now=now).state == "in_progress"
    assert [event.by for event in case.events.order_by("pk")] == ["desk", "author"]


def test_not_solved_reopens_with_a_new_due_date_and_forgets_the_rating(officer, now):
    case = make.CaseFactory(closed=True, satisfaction="no")
    again = author_acts.not_solved(case, "Toujours éteint", now=now)
    assert (again.state, again.outcome, again.satisfaction, again.reopened_count) == ("in_progress", "", "", 1)
    assert again.due_on == date(2026, 8, 14)
    assert again.events.get().details == {"outcome": "solved", "before": "2026-07-31", "after": "2026-08-14"}


def test_not_solved_needs_a_reason_and_its_time(now):
    case = make.CaseFactory(closed=True)
    with refused("no_words"):
        author_acts.not_solved(case, " ", now=now)
    with refused("too_late"):
        author_acts.not_solved(case, "Trop tard", now=now + timedelta(days=60))
    with refused("too_late"):
        author_acts.not_solved(make.CaseFactory(), "Pas fermé", now=now)
    case.refresh_from_db()
    assert case.state == "closed"


def test_a_request_that_is_reopened_is_refused_no_more_and_its_history_keeps_the_article(officer, now):
    case, ground = make.CaseFactory(request=True), make.RefusalGroundFactory()
    desk_acts.close(case, "refused", "Vie privée", by=officer, now=now, ground=ground)
    again = author_acts.not_solved(case, "Ce n’est pas privé", now=now)
    assert (again.ground, again.outcome) == (None, "")
    assert again.events.get(kind="closed").details["ground"]["article"] == "art. 7"


def test_taking_the_agreement_back_takes_the_page_off_at_once(now):
    published = make.PublishedCaseFactory()
    photo_of(published.case, is_public=True)
    author_acts.agree_to_publication(published.case, agrees=False, now=now)
    assert not PublishedCase.objects.live().exists()
    assert not Photo.objects.filter(is_public=True).exists()


def test_withdrawing_erases_every_word_and_file_and_keeps_the_count(officer, now):
    case = make.CaseFactory(may_be_published=True, national_reference="CH-12")
    make.ContactFactory(case=case)
    photo = photo_of(case)
    desk_acts.ask(case, "Votre rue, monsieur Bennani ?", by=officer, now=now)
    desk_acts.publish(case, {"title_fr": "Rue", "text_fr": "Sombre"}, by=officer, now=now)
    gone = author_acts.withdraw(case, now=now)
    destroy_waiting()
    assert (gone.state, gone.text, gone.subject, gone.tracking_hash) == ("withdrawn", "", "", None)
    assert gone.category == case.category
    assert not Contact.objects.exists()
    assert not PublishedCase.objects.exists()
    assert not photo.file.storage.exists(photo.file.name)
    assert set(CaseEvent.objects.values_list("text", flat=True)) == {""}


def test_time_erases_the_words_and_leaves_what_the_desk_published(now):
    published = make.PublishedCaseFactory()
    erasure.erase(published.case, now=now)
    assert Case.objects.get().text == ""
    assert PublishedCase.objects.live().get().text_fr
    assert erasure.erase(published.case, now=now + timedelta(days=1)).erased_at == now  # twice is once


def test_a_file_stays_when_the_erasing_is_undone(now):
    photo = photo_of(make.CaseFactory())
    with transaction.atomic():
        erasure.erase(photo.case, now=now)
        transaction.set_rollback(True)
    assert destroy_waiting() == {}
    assert photo.file.storage.exists(photo.file.name)


@pytest.mark.parametrize(("by", "reason"), [(Teller.AUTHOR, "erased"), (Teller.SYSTEM, "time_over")])
def test_a_photo_goes_for_the_reason_for_which_its_case_goes(now, by, reason):
    erasure.erase(photo_of(make.CaseFactory()).case, now=now, by=by)
    assert DoomedFile.objects.get().reason == reason


def test_a_photo_that_readers_see_stays_when_only_time_has_passed(now):
    published = make.PublishedCaseFactory()
    seen, unseen = photo_of(published.case, is_public=True), photo_of(published.case)
    erasure.erase(published.case, now=now)
    assert destroy_waiting() == {"destroyed": 1}
    assert [one.file.storage.exists(one.file.name) for one in (seen, unseen)] == [True, False]


def test_only_a_closed_case_is_rated(now):
    with refused("not_closed"):
        author_acts.rate(make.CaseFactory(), "yes", now=now)
    assert author_acts.rate(make.CaseFactory(closed=True), "partly", "Lent", now=now).satisfaction == "partly"


def test_a_form_sent_twice_says_it_once(now):
    case = make.CaseFactory()
    for _click in range(2):
        author_acts.reply(case, "Rue Sidi Mandri ", now=now)
    assert case.events.count() == 1
    author_acts.reply(case, "Au numéro 4", now=now)
    author_acts.reply(case, "Rue Sidi Mandri", now=now)  # said again, after something else
    assert case.events.count() == 3


def test_what_the_desk_asks_again_is_answered_again(officer, now):
    case = author_acts.reply(make.CaseFactory(), "Oui", now=now)
    desk_acts.ask(case, "Encore ?", by=officer, now=now)
    assert author_acts.reply(case, "Oui", now=now).state == "in_progress"
    assert [event.kind for event in case.events.order_by("pk")] == ["reply", "question", "reply"]


def test_not_solved_said_twice_reopens_once_and_is_no_error(now):
    case = make.CaseFactory(closed=True)
    for _click in range(2):
        author_acts.not_solved(case, "Toujours éteint", now=now)
    case.refresh_from_db()
    assert (case.reopened_count, case.events.count()) == (1, 1)


def test_satisfaction_given_twice_is_recorded_once_and_changed_when_it_differs(now):
    case = make.CaseFactory(closed=True)
    for answer in ("no", "no", "yes"):
        author_acts.rate(case, answer, "Lent", now=now)
    assert case.events.count() == 2
