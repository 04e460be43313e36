"""A version of a case is handed in by one officer and published by another."""

import pytest
from django.db import DatabaseError, transaction

from participation.case import desk_acts
from participation.case.erasure import erase
from participation.models import PublishedCase
from tests.factories import people
from tests.factories.participation import CaseFactory
from tests.participation.admin.desk import Desk, errors
from tests.participation.photos import make_photo
from tests.refusals import refused
from tetouan_portal.audit.context import acting
from tetouan_portal.own_words.models import OwnWords

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("another_publishes")]
WORDS = {"title_fr": "Un lampadaire", "text_fr": "Il est éteint."}
FORM = {"public__title_fr": "Un lampadaire", "public__text_fr": "Il est éteint.", "public__is_read": "on"}


@pytest.fixture
def amina():
    return people.desk_officer(first_name="Amina")


@pytest.fixture
def badr():
    return people.desk_officer(first_name="Badr")


@pytest.fixture
def case():
    return CaseFactory(closed=True, may_be_published=True)


@pytest.fixture
def acts(case, now):
    """A function by which an officer does something with the case."""

    def do(act, officer, *said):
        with acting(user=officer, origin="form"):
            return act(case, *said, by=officer, now=now)

    return do


def is_shown():
    return PublishedCase.objects.live().exists()


def test_what_one_hands_in_another_publishes_as_it_stands(acts, amina, badr):
    acts(desk_acts.prepare, amina, WORDS)
    assert not is_shown()
    with refused("own_words") as refusal:
        acts(desk_acts.publish, amina, WORDS)
    assert "Badr" in str(refusal.value)
    with refused("unprepared"):
        acts(desk_acts.publish, badr, WORDS | {"text_fr": "Il est éteint depuis mai."})
    acts(desk_acts.publish, badr, WORDS)
    assert is_shown()


def test_nobody_publishes_what_was_not_handed_in(acts, amina):
    with refused("unprepared"):
        acts(desk_acts.publish, amina, WORDS)


def test_the_photos_are_those_that_were_handed_in(acts, amina, badr, case):
    photo = make_photo(case)
    acts(desk_acts.prepare, amina, WORDS)
    photo.alternative_text = "Un lampadaire"
    with refused("unprepared"):
        acts(desk_acts.publish, badr, WORDS, [photo])
    acts(desk_acts.prepare, amina, WORDS, [photo])
    acts(desk_acts.publish, badr, WORDS, [photo])
    assert case.photos.filter(is_public=True).count() == 1


def test_whoever_hands_it_in_anew_wrote_it_whoever_wrote_the_former_one(acts, amina, badr):
    acts(desk_acts.prepare, amina, WORDS)
    acts(desk_acts.prepare, badr, WORDS)
    with refused("own_words"):
        acts(desk_acts.publish, badr, WORDS)
    acts(desk_acts.publish, amina, WORDS)
    assert is_shown()


def test_a_correction_is_taken_off_first_and_handed_in_again(acts, amina, badr):
    acts(desk_acts.prepare, amina, WORDS)
    acts(desk_acts.publish, badr, WORDS)
    corrected = WORDS | {"text_fr": "Il est réparé."}
    for act in (desk_acts.prepare, desk_acts.publish):
        with refused("shown"):
            acts(act, badr, corrected)
    acts(desk_acts.unpublish, badr, "Une maison était reconnaissable.")
    acts(desk_acts.prepare, badr, corrected)
    assert not is_shown()
    acts(desk_acts.publish, amina, corrected)
    assert is_shown()


def test_where_it_is_set_so_one_officer_does_both(acts, amina):
    OwnWords.objects.create(side="municipality", may_publish=True)
    acts(desk_acts.publish, amina, WORDS)
    acts(desk_acts.publish, amina, WORDS | {"text_fr": "Il est réparé."})
    assert is_shown()


def test_the_database_refuses_it_too(acts, amina, badr, case, now):
    acts(desk_acts.prepare, amina, WORDS)
    rows = PublishedCase.objects.filter(case=case)
    for person, change in ((amina, {"published_at": now}), (badr, {"published_at": now, "text_fr": "Autre"})):
        with acting(user=person, origin="form"), pytest.raises(DatabaseError, match="another"), transaction.atomic():
            rows.update(**change)
    with acting(user=badr, origin="form"):
        rows.update(published_at=now)


def test_what_was_handed_in_and_never_public_goes_with_the_case(acts, amina, case, now):
    acts(desk_acts.prepare, amina, WORDS)
    erase(case, now=now)
    assert not PublishedCase.objects.exists()


def test_at_the_desk_one_chooses_to_hand_in_and_the_other_to_publish(case, amina, badr):
    first, second = Desk(amina), Desk(badr)
    assert list(errors(first.save(case, **FORM, public__publication="publish"))) == ["publication"]
    first.done(case, **FORM, public__publication="prepare")
    assert not is_shown()
    assert case.pk in second.listed("?standing=publish")
    second.done(case, public__is_read="on", public__publication="publish")
    assert is_shown()
