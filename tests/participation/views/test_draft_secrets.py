"""Two browsers and one secret: who put it there, or copied it, reads nothing of what is typed since."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from participation.models import Case, Draft, Photo
from tests.factories.pictures import picture
from tests.participation.views.writer import Writer
from tetouan_portal.lib.challenge import demand

pytestmark = pytest.mark.django_db
WORDS = {"subject": "Ma voisine", "text": "Ce que personne d’autre ne doit lire."}
COOKIE, RECEIPT = "draft-complaint", "draft-receipt"
PAGES = ["new/complaint/", "new/complaint/you/", "new/complaint/send/", "receipt/", "receipt/due.ics"]


@pytest.fixture(autouse=True)
def _easy(monkeypatch):
    """The challenge is solved in Python, which is slow."""
    monkeypatch.setattr(demand, "NUMBERS", 50)


@pytest.fixture
def victim():
    return Writer(Client())


@pytest.fixture
def thief():
    return Writer(Client())


def photo(size=(40, 20)):
    return SimpleUploadedFile("IMG.jpg", picture(size=size), content_type="image/jpeg")


def secrets(writer):
    cookies = writer.client.cookies.items()
    return {name: cookie.value for name, cookie in cookies if name.startswith("draft") and cookie.value}


def copy(writer, *, to):
    for name, secret in secrets(writer).items():
        to.client.cookies[name] = secret


def seen_by(writer):
    """All that the pages show to a browser."""
    return "".join(writer.client.get(f"/fr/participate/{path}", follow=True).text for path in PAGES)


def reads(writer):
    found = seen_by(writer)
    photos = [
        writer.client.get(f"{writer.address}photos/{key}/") for key in Photo.objects.values_list("key", flat=True)
    ]
    told = [word for word in (*WORDS.values(), "Salma", "salma@example.org", "code-groups") if word in found]
    return told + [answer.status_code for answer in photos if answer.status_code != 404]


# --- put there ------------------------------------------------------------------------


@pytest.mark.parametrize("planted", ["known-to-another", "x" * 64, ""])
def test_a_secret_that_was_not_made_here_is_never_taken_over(victim, thief, planted):
    for writer in (victim, thief):
        for name in (COOKIE, RECEIPT):
            writer.client.cookies[name] = planted
    victim.message(**WORDS, photos=[photo()])
    assert secrets(victim)[COOKIE] != planted
    assert reads(thief) == []
    victim.author(name="Salma", email="salma@example.org")
    assert reads(thief) == []
    victim.send()
    assert reads(thief) == []
    assert Case.objects.get().reference in victim.client.get(victim.receipt).text


@pytest.mark.parametrize("action", ["on", "photos"])
@pytest.mark.parametrize("words", [WORDS, {**WORDS, "subject": ""}], ids=["good", "refused"])
def test_a_draft_that_another_began_and_left_in_the_browser_shows_them_nothing(victim, thief, words, action):
    thief.message(subject="Appât", text="Un brouillon laissé là.")
    copy(thief, to=victim)
    assert "Appât" in victim.client.get(victim.address).text
    victim.message(**words, action=action, photos=[photo()])
    assert reads(thief) == []  # although the victim's browser has not shown the new secret yet
    victim.client.get(victim.address)
    assert reads(thief) == []
    assert "Appât" not in seen_by(thief)  # dead from now on
    victim.message(**WORDS)
    victim.author(name="Salma", email="salma@example.org")
    victim.send()
    assert reads(thief) == []


def test_what_another_posts_meanwhile_with_the_secret_takes_no_word_from_who_is_writing(victim, thief):
    thief.message(subject="Appât", text="Un brouillon laissé là.")
    copy(thief, to=victim)
    victim.message(**WORDS)
    for number in range(2):
        thief.client.cookies[COOKIE] = secrets(thief)[COOKIE]
        thief.message(subject=f"Encore {number}", text="Et encore.")
    assert WORDS["text"] in victim.client.get(victim.address).text
    assert reads(thief) == []


# --- copied out -------------------------------------------------------------------------


def test_who_copied_the_secret_at_a_stage_reads_nothing_from_the_next_one_on(victim, thief):
    victim.message(**WORDS, photos=[photo()])
    copy(victim, to=thief)
    assert reads(thief) != []  # a secret is a secret while it is the browser's own
    victim.author(name="Salma", email="salma@example.org")
    assert "Salma" not in reads(thief)
    victim.confirmation()
    assert reads(thief) == []
    copy(victim, to=thief)
    victim.send()
    assert reads(thief) == []
    victim.client.get(victim.receipt)
    assert reads(thief) == []


def test_the_receipt_is_shown_to_nobody_who_repeats_another_page_than_the_one_that_was_sent(victim, thief):
    victim.message(**WORDS)
    victim.author()
    copy(victim, to=thief)
    theirs = thief.answers(thief.confirmation())
    victim.send()
    answer = thief.client.post(f"{thief.address}send/", theirs)
    assert answer.headers["Location"] == thief.receipt  # where it is said that something was sent, and no more
    assert RECEIPT not in secrets(thief)
    assert reads(thief) == []
    assert Case.objects.count() == 1


def test_the_secret_dies_with_the_receipt(victim, thief):
    victim.all_steps()
    assert COOKIE not in secrets(victim)
    copy(victim, to=thief)
    assert "code-groups" in victim.client.get(victim.receipt).text
    victim.client.post(f"{victim.receipt}close/")
    assert secrets(victim) == {}
    assert reads(thief) == []
    assert not Draft.objects.exists()


def test_the_receipt_goes_with_its_time_and_the_secret_with_it(victim):
    victim.all_steps()
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert "code-groups" not in victim.client.get(victim.receipt).text
    assert secrets(victim) == {}
    assert not Draft.objects.exists()


# --- a slow line, two windows ---------------------------------------------------------------


class LossyLine:
    """The browser's secrets as they were: its post arrives, and the answer does not."""

    def __init__(self, writer):
        self.client, self.before = writer.client, secrets(writer)

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        for name in list(self.client.cookies):
            if name.startswith("draft"):
                del self.client.cookies[name]
        for name, secret in self.before.items():
            self.client.cookies[name] = secret


def test_every_step_whose_answer_was_lost_can_be_sent_again_and_nothing_is_to_be_typed_twice(victim):
    victim.message(**WORDS, photos=[photo()])
    with LossyLine(victim):
        victim.message(**WORDS, place="Rue Sidi Mandri", photos=[photo((30, 30))])
    victim.message(**WORDS, place="Rue Sidi Mandri", photos=[photo((30, 30))])
    with LossyLine(victim):
        victim.author(name="Salma")
    assert victim.author(name="Salma B.").headers["Location"] == f"{victim.address}send/"
    page = victim.confirmation()
    assert all(word in page.text for word in (*WORDS.values(), "Rue Sidi Mandri", "Salma B."))
    answers = victim.answers(page)
    with LossyLine(victim):
        victim.client.post(f"{victim.address}send/", answers)
    assert victim.client.post(f"{victim.address}send/", answers).headers["Location"] == victim.receipt
    case = Case.objects.get()
    assert case.reference in victim.client.get(victim.receipt).text
    assert (case.place, case.photos.count(), case.contact.name) == ("Rue Sidi Mandri", 2, "Salma B.")


def test_who_goes_back_after_a_lost_answer_finds_what_was_kept_before(victim):
    victim.message(**WORDS, photos=[photo()])
    with LossyLine(victim):
        victim.author(name="Salma")
    assert WORDS["text"] in victim.client.get(victim.address).text
    assert victim.client.get(f"{victim.address}photos/{Photo.objects.get().key}/").status_code == 200
    assert victim.client.get(f"{victim.address}you/").status_code == 200


@pytest.mark.parametrize("path", ["new/complaint/send/", "receipt/"])
@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_after_sending_with_a_lost_answer_the_page_says_so_and_not_that_nothing_was_filed(path, language):
    writer = Writer(Client(), language=language)
    writer.message(**WORDS)
    writer.author()
    with LossyLine(writer):
        writer.send()
    page = writer.client.get(f"/{language}/participate/{path}", follow=True)
    said = {"ar": "لقد وصلت رسالتكم", "fr": "Votre message est arrivé", "es": "Su mensaje ha llegado"}
    assert said[language] in page.text
    assert "code-groups" not in page.text


def test_an_answer_lost_again_and_again_leaves_a_bounded_number_of_drafts(victim):
    victim.message(**WORDS)
    for number in range(9):
        with LossyLine(victim):
            victim.message(**WORDS, place=f"Rue {number}", photos=[photo((30 + number, 30))])
    assert Draft.objects.count() == 1 + 3
    victim.message(**WORDS, place="Rue 10")
    assert "Rue 10" in victim.client.get(victim.address).text


def test_erasing_after_a_lost_answer_erases_what_arrived_too(victim):
    victim.message(**WORDS)
    with LossyLine(victim):
        victim.message(**WORDS, place="Rue Sidi Mandri", photos=[photo()])
    victim.client.post(f"{victim.address}erase/")
    assert (Draft.objects.count(), Photo.objects.count(), secrets(victim)) == (0, 0, {})


def test_two_messages_in_two_windows_go_their_ways_each_to_its_receipt():
    client = Client()
    complaint, suggestion = Writer(client), Writer(client, "suggestion")
    complaint.message(**WORDS)
    suggestion.message(subject="Une idée", text="Planter des arbres.")
    complaint.author(name="Salma")
    suggestion.author()
    answers = complaint.answers(complaint.confirmation())
    suggestion.send()
    assert Case.objects.get().reference in client.get(suggestion.receipt).text
    assert WORDS["text"] in complaint.confirmation().text
    client.post(f"{complaint.address}send/", answers)
    assert Case.objects.get(kind="complaint").reference in client.get(complaint.receipt).text
    client.post(f"{complaint.receipt}close/")
    assert not Draft.objects.exists()


def test_in_production_the_cookies_can_be_set_by_no_other_host_and_are_taken_back_alike(settings, victim):
    settings.SESSION_COOKIE_SECURE = True
    given = victim.message(**WORDS).cookies["__Host-draft-complaint"]
    assert (given["secure"], given["path"], given["httponly"], given["domain"]) == (True, "/", True, "")
    taken = victim.client.post(f"{victim.address}erase/").cookies["__Host-draft-complaint"]
    assert (taken["secure"], taken["path"], taken["max-age"], taken.value) == (True, "/", 0, "")


def test_reading_a_page_changes_no_secret(victim):
    victim.message(**WORDS)
    before = secrets(victim)
    for path in PAGES:
        victim.client.get(f"/fr/participate/{path}")
    assert secrets(victim) == before
    assert re.fullmatch(r"[\w-]{43,64}", before[COOKIE])
