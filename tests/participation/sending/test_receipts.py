from datetime import UTC, date, datetime, timedelta

import pytest
import qrcode
from django.db import connection
from django.utils import timezone, translation

from participation.case import tracking_code
from participation.case.filing import Filed
from participation.models import Draft
from participation.sending import drafts, receipts
from tests.factories.participation import CODE, CaseFactory, ContactFactory

pytestmark = pytest.mark.django_db
SECRET = "secret-of-one-browser"


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


def test_a_code_that_opens_nothing_any_more_is_not_shown(kept):
    kept.tracking_hash = tracking_code.hash_of("22222-22222-22222")
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
