from datetime import UTC, date, datetime, timedelta

import pytest
import qrcode
import time_machine
from django.db import connection
from django.utils import timezone, translation

from participation.case import tracking_code
from participation.case.filing import Filed
from participation.models import Draft
from participation.sending import drafts, receipts
from tests.factories.participation import CODE, CaseFactory, ContactFactory
from tests.participation.views.writer import Writer
from tetouan_portal.lib.challenge import demand

pytestmark = pytest.mark.django_db
SECRET = "secret-of-one-browser"
OTHER_CODE = "22222-22222-22222"


@pytest.fixture
def kept():
    """A case whose receipt the browser has, and the moment at which it was filed."""
    case = CaseFactory(tracking_hash=tracking_code.hash_of(CODE))
    draft, _secret = drafts.begin("complaint", "message", {"subject": "Lampe"})
    receipts.keep(draft, Filed(case, CODE), secret=SECRET, version="v1")
    return case


def find(secret=SECRET, after=timedelta(0)):
    return receipts.find(secret, now=timezone.now() + after)


def test_the_receipt_is_found_by_its_browser_for_half_an_hour(kept):
    assert find() == (kept, CODE)
    assert find(after=timedelta(minutes=29)) == (kept, CODE)
    assert find(after=timedelta(minutes=31)) is None
    assert find(secret="another") is None


def test_nothing_that_was_typed_is_left_and_the_code_is_not_to_be_read_even_with_the_keys(kept):
    row = Draft.objects.get()
    assert "Lampe" not in row.content
    assert CODE not in row.content
    with connection.cursor() as cursor:
        cursor.execute("select * from participation_draft")
        assert SECRET not in repr(cursor.fetchall())


def test_to_the_second_half_an_hour_and_then_the_row_is_gone(kept):
    assert find(after=timedelta(minutes=29, seconds=59)) == (kept, CODE)
    assert Draft.objects.exists()
    with time_machine.travel(Draft.objects.get().updated_at + timedelta(minutes=30), tick=False):
        assert find() is None
    assert not Draft.objects.exists()


def test_looking_at_it_keeps_it_no_longer(kept):
    at = Draft.objects.get().updated_at
    for minutes in (10, 20, 29):
        with time_machine.travel(at + timedelta(minutes=minutes)):
            assert find() == (kept, CODE)
    assert find(after=timedelta(minutes=31)) is None


def test_a_receipt_copied_under_another_secret_opens_nothing(kept):
    """By whoever writes into the database."""
    content = Draft.objects.get().content
    Draft.objects.create(key_hash=drafts.key_hash("another", receipts.RECEIPT), content=content)
    assert find(secret="another") is None


def test_a_receipt_takes_the_place_of_the_one_before_it(kept):
    other = CaseFactory(tracking_hash=tracking_code.hash_of(OTHER_CODE))
    draft, _secret = drafts.begin("complaint", "message", {"subject": "Banc"})
    receipts.keep(draft, Filed(other, OTHER_CODE), secret=SECRET, version="v2")
    assert find() == (other, OTHER_CODE)
    assert Draft.objects.count() == 1


# --- in a row after the draft's, while its answer may be lost ---------------------------------------


@pytest.fixture
def sent():
    """A message that was sent, its receipt not seen yet: the draft's secret."""
    case = CaseFactory(tracking_hash=tracking_code.hash_of(CODE))
    draft, former = drafts.begin("complaint", "message", {"subject": "Lampe"})
    receipts.put_after(draft, Filed(case, CODE), secret=SECRET, former=former, kind="complaint", version="v1")
    return former


def waits_unseen(secret, kind="complaint", after=timedelta(0)):
    return receipts.waits_unseen(secret, kind, now=timezone.now() + after)


def test_of_a_draft_that_was_sent_no_word_is_left_and_its_secret_finds_none(sent):
    assert sorted(row.content for row in Draft.objects.filter(former=None)) == ["{}"]
    assert not [row for row in Draft.objects.all() if "Lampe" in row.content]
    for kind in ("complaint", "receipt"):
        assert drafts.find(sent, kind, now=timezone.now()) is None
    assert receipts.find(sent, now=timezone.now()) is None


def test_the_former_secret_shows_that_something_was_sent_for_half_an_hour_and_of_its_kind_alone(sent):
    assert waits_unseen(sent)
    assert not waits_unseen(sent, kind="suggestion")
    assert not waits_unseen("another")
    assert not waits_unseen("")
    assert waits_unseen(sent, after=timedelta(minutes=29))
    assert not waits_unseen(sent, after=timedelta(minutes=31))


def test_half_an_hour_counts_from_the_sending_however_long_the_writing_took():
    draft, former = drafts.begin("complaint", "message", {"subject": "Lampe"})
    with time_machine.travel(timezone.now() + timedelta(hours=5)):
        case = CaseFactory(tracking_hash=tracking_code.hash_of(CODE))
        receipts.put_after(draft, Filed(case, CODE), secret=SECRET, former=former, kind="complaint", version="v1")
        assert waits_unseen(former, after=timedelta(minutes=29))
        assert find(after=timedelta(minutes=29)) == (case, CODE)


def test_once_the_receipt_was_seen_the_former_secret_shows_nothing(sent):
    assert find() is not None
    assert not waits_unseen(sent)
    assert Draft.objects.count() == 1


def test_another_message_from_the_same_browser_ends_the_receipt_before_it(client, monkeypatch):
    """Whoever copied its secret sees it no longer, and one browser keeps one."""
    monkeypatch.setattr(demand, "NUMBERS", 50)
    complaint, suggestion = Writer(client), Writer(client, "suggestion")
    complaint.all_steps()
    former = client.cookies["draft-receipt"].value
    assert find(secret=former) is not None
    suggestion.message(subject="Une idée", text="Planter des arbres.")
    suggestion.author()
    suggestion.send()
    assert find(secret=former) is None
    assert find(secret=client.cookies["draft-receipt"].value).case.kind == "suggestion"
    assert Draft.objects.count() == 1


# --- what it shows -----------------------------------------------------------------------------------


def test_a_code_that_opens_nothing_any_more_is_not_shown(kept):
    kept.tracking_hash = tracking_code.hash_of(OTHER_CODE)
    kept.save()
    assert find() is None


def test_a_closed_receipt_is_gone(kept):
    receipts.close("another")
    assert find() is not None
    receipts.close(SECRET)
    assert find() is None


def test_the_receipt_knows_which_version_was_sent(kept):
    assert receipts.is_of(SECRET, "v1")
    assert not receipts.is_of(SECRET, "v2")
    assert not receipts.is_of("another", "v1")


def test_a_receipt_says_when_and_why_and_how_to_go_on(settings):
    settings.SITE_URL = "https://portail.example.org"
    facts = {"use": "request", "amount": 20, "unit": "working_days", "from": "2026-06-01", "holidays": ["2026-06-17"]}
    case = CaseFactory(request=True, due_facts=facts)
    with translation.override("ar"):
        context = receipts.receipt_context(case, CODE)
    assert context["groups"] == ["K7WQ2", "9FXRM", "4TZ8B"]
    assert context["address"] == "https://portail.example.org/ar/track/"
    assert "17 يونيو 2026" in context["explanation"].sentence
    assert (context["remedy"].step, context["remedy"].begins_on) == ("head", date(2026, 6, 30))


def modules(drawn):
    """The dark modules that the path of a drawing covers."""
    strokes = [stroke.split("h") for stroke in drawn.path.removesuffix("z").replace("M", "").split("z")]
    dark = set()
    for corner, length, *_back in ((one[0], one[1].partition("v")[0]) for one in strokes):
        x, y = map(int, corner.split())
        dark |= {(column, y) for column in range(x, x + int(length))}
    return dark


def test_the_drawing_is_the_code_that_the_library_makes():
    drawn = receipts.qr_code("https://portail.example.org/ar/track/#" + CODE)
    library = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    library.add_data("https://portail.example.org/ar/track/#" + CODE)
    matrix = library.get_matrix()
    assert drawn.side == len(matrix)
    assert modules(drawn) == {(x, y) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}


def test_the_date_goes_into_a_calendar_without_a_word_of_the_case(client, kept):
    client.cookies["draft-receipt"] = SECRET
    file = client.get("/fr/participate/receipt/due.ics")
    assert file.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "DTSTART;VALUE=DATE:20260731" in file.text
    assert kept.subject not in file.text
    assert CODE not in file.text
    client.cookies.clear()
    assert client.get("/fr/participate/receipt/due.ics").status_code == 404


def test_the_receipt_page_shows_the_code_and_can_be_closed(client, kept):
    kept.due_facts = {"use": "submission", "amount": 60, "unit": "days", "from": "2026-06-01", "holidays": []}
    kept.received_at = datetime(2026, 6, 1, 9, tzinfo=UTC)
    kept.save()
    client.cookies["draft-receipt"] = SECRET
    page = client.get("/fr/participate/receipt/").text
    assert all(f"<span>{group}</span>" in page for group in CODE.split("-"))
    assert kept.reference in page
    assert "31 juillet 2026" in page
    assert client.post("/fr/participate/receipt/close/").status_code == 302
    assert "<span>K7WQ2</span>" not in client.get("/fr/participate/receipt/").text


@pytest.mark.parametrize(
    ("language", "said"), [("ar", "لتُخبَروا بالبريد"), ("fr", "informé par courriel"), ("es", "informe también")]
)
def test_who_left_an_address_reads_on_the_receipt_that_it_is_to_be_confirmed(client, kept, language, said):
    client.cookies["draft-receipt"] = SECRET
    address = f"/{language}/participate/receipt/"
    assert said not in client.get(address).text
    contact = ContactFactory(case=kept, confirmed_at=None)
    assert said in client.get(address).text
    contact.confirmed_at = timezone.now()
    contact.save()
    assert said not in client.get(address).text
