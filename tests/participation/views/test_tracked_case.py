"""What the page of a case tells its author, what they can do there, and what they can take away."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from participation.case import author_acts, desk_acts, filing, history
from participation.models import Case, CaseEvent, Contact, EventKind, Photo
from participation.views import tracking as views
from tests.factories import participation as make
from tests.factories.pictures import picture
from tetouan_portal.lib import photos
from tetouan_portal.lib.turns import Turns

pytestmark = pytest.mark.django_db
NOTE = "note interne, à ne pas montrer"
PAGE = "/fr/track/case/"


@pytest.fixture(autouse=True)
def _morning(now):
    with time_machine.travel(now, tick=False):
        yield


# --- what it says -----------------------------------------------------------------------


def test_the_author_reads_what_happened_and_nothing_internal(author, filed, officer, now):
    desk_acts.take_up(filed.case, by=officer, now=now)
    desk_acts.assign(filed.case, officer, by=officer, now=now)
    desk_acts.note(filed.case, NOTE, by=officer, now=now)
    desk_acts.ask(filed.case, "Quel est le numéro du poteau ?", by=officer, now=now)
    text = author.get(PAGE).text
    assert "Quel est le numéro du poteau ?" in text
    assert NOTE not in text
    assert officer.username not in text
    assert "Salma" not in text
    assert "salma@example.org" not in text


def test_a_case_joined_to_another_does_not_tell_of_its_author(author, filed, officer, now):
    other = make.CaseFactory()
    desk_acts.close(other, "duplicate", "Même sujet.", by=officer, now=now, duplicate_of=filed.case)
    assert other.reference not in author.get(PAGE).text
    assert other.reference not in author.get(f"{PAGE}copy.json").text


def test_the_due_date_is_told_with_how_it_was_computed(author):
    text = author.get(PAGE).text
    assert '<time datetime="2026-07-31">' in text
    assert "60 jours après" in text
    assert "à confirmer" in text


def test_a_passed_date_is_said_in_words(author, filed):
    Case.objects.filter(pk=filed.case.pk).update(due_on="2026-06-10")
    assert "late" in author.get(PAGE).text


def test_a_refusal_names_the_remedies_with_their_dates(author, officer, now):
    case = make.CaseFactory.build(kind="request", is_formal=True, category=None, district=None)
    request = filing.file_case(case, now=now)
    desk_acts.close(request.case, "refused", "Vie privée.", by=officer, now=now, ground=make.RefusalGroundFactory())
    author.post("/fr/track/close/")
    page = author.post("/fr/track/", {"code": request.code}, follow=True)
    assert len(page.context["remedies"]) == 3
    assert "2026" in page.context["remedies"][0].counted
    assert "art. 7" in page.text


def test_a_passed_deadline_and_a_moved_one_are_told_in_sentences(author, filed, now):
    moved = {"before": "2026-07-31", "after": "2026-08-03"}
    history.record(filed.case, EventKind.RECOMPUTED, at=now, **moved)
    entry = author.get(PAGE).context["events"][-1]
    assert (len(entry["sentences"]), entry["before"]) == (1, None)


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_costs_the_same_however_long_the_history(author, filed, now, django_assert_num_queries, count):
    for _time in range(count):
        author_acts.reply(filed.case, "Encore éteint.", now=now)
    with django_assert_num_queries(8):
        author.get(PAGE)


# --- what an author does ------------------------------------------------------------------


def test_a_reply_reaches_the_desk_once(author, filed, officer, now):
    desk_acts.ask(filed.case, "Où ?", by=officer, now=now)
    answer = author.post(f"{PAGE}reply/", {"text": "Devant l’école."})
    assert answer["Location"] == f"{PAGE}?done=reply"
    assert [event.text for event in filed.case.events.filter(kind=EventKind.REPLY)] == ["Devant l’école."]
    filed.case.refresh_from_db()
    assert filed.case.state == "in_progress"


def upload(content=None, name="lampe.jpg"):
    return SimpleUploadedFile(name, content or picture())


def test_photos_go_with_a_reply_and_the_history_says_so(author, filed):
    for _twice in range(2):
        author.post(f"{PAGE}reply/", {"text": "Voici.", "photos": [upload(), upload(picture("PNG"), "b.png")]})

    assert filed.case.photos.count() == 2
    assert filed.case.events.filter(kind=EventKind.REPLY).get().details == {"photos": 2}
    page = author.get(PAGE).content.decode()
    assert "avec 2 photos" in page
    assert page.count('class="case-photos"') == 1


def test_a_photo_that_cannot_be_taken_is_named_and_nothing_typed_is_lost(author, filed):
    answer = author.post(f"{PAGE}reply/", {"text": "Voici.", "photos": [upload(), upload(b"words", "notes.txt")]})

    assert answer.status_code == 400
    page = answer.content.decode()
    assert "notes.txt" in page
    assert "Voici." in page
    assert not filed.case.photos.exists()
    assert not filed.case.events.filter(kind=EventKind.REPLY).exists()


def test_a_case_holds_only_so_many_photos(author, filed, settings):
    settings.CASE_PHOTOS_MAX = 1
    two = [upload(), upload(picture("PNG"), "b.png")]
    answer = author.post(f"{PAGE}reply/", {"text": "Voici.", "photos": two})

    assert answer.status_code == 400
    assert "au plus 1 photos" in answer.content.decode()
    assert not filed.case.photos.exists()


def test_photos_of_replies_count_with_all_that_come_over_a_connection(author, filed, monkeypatch):
    monkeypatch.setattr(photos.PACE, "limit", 1)
    two = [upload(), upload(picture("PNG"), "b.png")]
    answer = author.post(f"{PAGE}reply/", {"text": "Voici.", "photos": two})

    assert answer.status_code == 400
    assert "Voici." in answer.content.decode()
    assert not filed.case.photos.exists()


def test_where_others_photos_are_being_looked_into_a_reply_stays_as_it_was_typed(author, filed, monkeypatch):
    monkeypatch.setattr(photos, "TURNS", Turns("photos", places=1, waiting=0, patience=0))
    with photos.TURNS.one():
        answer = author.post(f"{PAGE}reply/", {"text": "Voici.", "photos": [upload(), upload(picture("PNG"), "b.png")]})
    assert answer.status_code == 503
    assert "beaucoup de photos" in answer.text
    assert "b.png" in answer.text
    assert "Voici." in answer.text
    assert not filed.case.photos.exists()
    assert author.post(f"{PAGE}reply/", {"text": "Voici.", "photos": [upload()]}).status_code == 302


def test_one_reply_brings_only_so_many_photos(author, filed, settings):
    settings.PHOTOS_MAX = 1
    two = [upload(), upload(picture("PNG"), "b.png")]

    assert author.post(f"{PAGE}reply/", {"text": "Voici.", "photos": two}).status_code == 400
    assert not filed.case.photos.exists()


def test_an_empty_reply_is_refused_with_a_sentence(author, filed):
    answer = author.post(f"{PAGE}reply/", {"text": "  "})
    assert answer.status_code == 400
    assert answer.context["wrong"].errors
    assert not filed.case.events.filter(kind=EventKind.REPLY).exists()


def test_a_reply_to_a_case_closed_meanwhile_is_not_lost(author, filed, officer, now):
    desk_acts.close(filed.case, "solved", "Réparé.", by=officer, now=now)
    answer = author.post(f"{PAGE}reply/", {"text": "Pas réparé du tout."})
    assert answer.status_code == 400
    assert "Pas réparé du tout." in answer.text


def test_messages_have_a_measure(author, filed, monkeypatch):
    monkeypatch.setattr(views.MESSAGES, "limit", 2)
    statuses = [author.post(f"{PAGE}reply/", {"text": "Encore."}).status_code for _time in range(3)]
    assert statuses == [302, 302, 400]


def test_not_solved_opens_the_case_again_until_the_day_for_it(author, filed, officer, now):
    desk_acts.close(filed.case, "solved", "Réparé.", by=officer, now=now)
    author.post(f"{PAGE}not-solved/", {"text": "Toujours éteint."})
    filed.case.refresh_from_db()
    assert (filed.case.state, filed.case.reopened_count) == ("in_progress", 1)
    desk_acts.close(filed.case, "solved", "Réparé.", by=officer, now=now)
    Case.objects.filter(pk=filed.case.pk).update(reopen_until="2026-06-14")
    assert author.post(f"{PAGE}not-solved/", {"text": "Toujours éteint."}).status_code == 400
    filed.case.refresh_from_db()
    assert filed.case.state == "closed"


def test_satisfaction_is_said_with_words(author, filed, officer, now):
    desk_acts.close(filed.case, "solved", "Réparé.", by=officer, now=now)
    author.post(f"{PAGE}satisfaction/", {"satisfaction": "partly", "text": "Un sur deux."})
    filed.case.refresh_from_db()
    assert filed.case.satisfaction == "partly"
    assert author.post(f"{PAGE}satisfaction/", {"satisfaction": "very"}).status_code == 400


def test_agreement_to_publication_is_given_and_taken_back(author, filed):
    for answer, agrees in (("yes", True), ("no", False)):
        author.post(f"{PAGE}publication/", {"agrees": answer})
        filed.case.refresh_from_db()
        assert filed.case.may_be_published is agrees


def test_mail_is_stopped_and_the_case_goes_on(author, filed):
    author.post(f"{PAGE}contact/")
    assert not Contact.objects.exists()
    page = author.get(f"{PAGE}?done=contact")
    assert page.status_code == 200
    assert not page.context["has_contact"]


def test_withdrawing_asks_first_then_says_what_was_deleted(author, filed):
    photo(filed.case)
    asked = author.get(f"{PAGE}withdraw/")
    assert asked.context["photos"] == 1
    assert Case.objects.get().text
    answer = author.post(f"{PAGE}withdraw/")
    assert answer.status_code == 200
    assert (answer.context["has_contact"], answer.context["photos"], answer.context["was_open"]) == (True, 1, True)
    assert "Lampadaire" not in answer.text
    case = Case.objects.get()
    assert (case.state, case.text, case.erased_at is None) == ("withdrawn", "", False)
    assert not Contact.objects.exists()
    assert not CaseEvent.objects.exclude(text="").exists()
    assert author.get(PAGE)["Location"] == "/fr/track/"


# --- what an author takes away --------------------------------------------------------------


def photo(case, **values):
    kept = Photo(case=case, content_type="image/jpeg", width=4, height=3, size=6, sha256="a" * 64, **values)
    kept.file.save("x", ContentFile(b"\xff\xd8\xff123"), save=True)
    return kept


def test_the_copy_holds_everything_about_the_author_and_nothing_of_the_desk(author, filed, officer, now):
    desk_acts.note(filed.case, NOTE, by=officer, now=now)
    photo(filed.case)
    held = author.get(f"{PAGE}copy.json")
    copy = held.json()
    assert copy["contact"] == {
        "name": "Salma Bennani",
        "email": "salma@example.org",
        "phone": "0612345678",
        "postal_address": "",
        "confirmed_at": None,
    }
    assert copy["case"]["text"] == filed.case.text
    assert (copy["internal_notes"], len(copy["photos"]), copy["mails"][0]["event"]) == (1, 1, "mail_asked")
    text = author.get(f"{PAGE}copy.txt").text
    for answer in (held.text, text):
        assert "salma@example.org" in answer
        assert NOTE not in answer
        assert officer.username not in answer
        assert filed.case.tracking_hash not in answer
    assert held["Content-Disposition"].startswith(f'attachment; filename="tetouan-{filed.case.reference}.json"')


def test_every_column_of_a_case_is_in_its_copy_or_left_out_on_purpose(author):
    left_out = {
        "id",
        "is_demo",
        "search",
        "entered_by",
        "assigned_to",
        "fingerprint",
        "tracking_hash",
        "duplicate_of",
        "erased_at",
    }
    told = set(author.get(f"{PAGE}copy.json").json()["case"])
    assert {field.name for field in Case._meta.fields} - told == left_out


def test_the_calendar_entry_names_the_date_and_nothing_of_the_matter(author):
    text = author.get(f"{PAGE}due.ics").text
    assert "DTSTART;VALUE=DATE:20260731" in text
    for word in ("Lampadaire", "Salma", "éclairage"):
        assert word not in text


def test_a_photo_is_shown_to_its_author_alone(author, filed):
    kept = photo(filed.case)
    address = f"{PAGE}photos/{kept.key}"
    shown = author.get(address)
    assert (b"".join(shown.streaming_content), shown["Content-Type"]) == (b"\xff\xd8\xff123", "image/jpeg")
    assert shown["Cache-Control"] == "no-store, private"
    assert Client().get(address).status_code == 302
    other = photo(make.CaseFactory())
    assert author.get(f"{PAGE}photos/{other.key}").status_code == 404


def test_times_are_those_of_morocco(author, filed):
    CaseEvent.objects.create(
        case=filed.case, kind="answer", at=datetime(2026, 6, 10, 23, 30, tzinfo=UTC), by="desk", text="Bientôt."
    )
    assert '<time datetime="2026-06-11">' in author.get(PAGE).text
