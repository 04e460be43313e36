import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.signals import request_finished
from django.db import close_old_connections
from django.db.models.fields.files import FieldFile
from django.test import RequestFactory

from commitments.models import ReportPdf
from tetouan_portal.lib.downloads import disposition, file_response

CONTENT = bytes(range(256)) * 1000  # larger than one chunk


@pytest.fixture(autouse=True)
def _no_database():
    """Closing a response would look after database connections; there are none here."""
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)


@pytest.fixture
def stored():
    name = default_storage.save("reports/x.pdf", ContentFile(CONTENT))
    return FieldFile(ReportPdf(), ReportPdf._meta.get_field("file"), name)


@pytest.fixture
def ask(stored):
    def ask(**headers):
        request = RequestFactory().get("/x.pdf", headers=headers)
        return file_response(
            request, file=stored, filename="تقرير 2025.pdf", content_type="application/pdf", etag="abc", inline=True
        )

    return ask


def body(response):
    content = b"".join(response)
    response.close()
    return content


def test_the_whole_file_with_its_names_and_tag(ask):
    response = ask()
    assert response.status_code == 200
    assert body(response) == CONTENT
    assert response["Content-Length"] == str(len(CONTENT))
    assert response["Content-Type"] == "application/pdf"
    assert response["ETag"] == '"abc"'
    assert response["Accept-Ranges"] == "bytes"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == (
        "inline; filename=\" 2025.pdf\"; filename*=UTF-8''%D8%AA%D9%82%D8%B1%D9%8A%D8%B1%202025.pdf"
    )


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=10-19", 10, 19),
        ("bytes=255990-", 255990, 255999),
        ("bytes=-5", 255995, 255999),
        ("bytes=100-999999999", 100, 255999),
        ("bytes=-999999999", 0, 255999),
    ],
)
def test_one_range_is_answered_with_its_bytes(ask, asked, first, last):
    response = ask(Range=asked)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/256000"
    assert response["Content-Length"] == str(last - first + 1)
    assert body(response) == CONTENT[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=0-1,5-9", "bytes=9-5", "bytes=-", "pages=1-2", "bytes=a-b", "nonsense"])
def test_several_ranges_and_nonsense_are_answered_with_the_whole(ask, asked):
    response = ask(Range=asked)
    assert response.status_code == 200
    assert body(response) == CONTENT


@pytest.mark.parametrize("asked", ["bytes=256000-", "bytes=999999-1000000", "bytes=-0"])
def test_a_range_beyond_the_end_is_refused_with_the_size(ask, asked):
    response = ask(Range=asked)
    assert response.status_code == 416
    assert response["Content-Range"] == "bytes */256000"


@pytest.mark.parametrize("tag", ['"abc"', 'W/"abc"', '"x", "abc"', "*"])
def test_a_known_file_is_not_sent_again(ask, tag):
    response = ask(**{"If-None-Match": tag})
    assert response.status_code == 304
    assert response["ETag"] == '"abc"'
    assert not response.content


def test_a_changed_file_is_sent_whole_to_whoever_resumes(ask):
    response = ask(Range="bytes=5-", **{"If-Range": '"older"'})
    assert response.status_code == 200
    assert body(response) == CONTENT
    resumed = ask(Range="bytes=5-", **{"If-Range": '"abc"'})
    assert resumed.status_code == 206
    assert body(resumed) == CONTENT[5:]


def test_memory_stays_constant(ask):
    response = ask()
    assert max(map(len, response)) <= 64 * 1024
    response.close()


def test_a_name_cannot_break_the_header():
    header = disposition('a"\r\nSet-Cookie: x=1;.pdf', inline=False)
    assert "\r" not in header
    assert "\n" not in header
    assert header.startswith('attachment; filename="aSet-Cookie: x=1;.pdf"; ')
