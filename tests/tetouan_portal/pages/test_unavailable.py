"""The database is away, or something has no room: what a person sees. A process of its own asks a database that is not
there, in every language and at every kind of door.
"""

import errno
import json

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path
from psycopg import errors as refusals

from tests.addresses import public_addresses
from tests.production import python
from tetouan_portal import urls

ASK = """
import django, json, sys
django.setup()
from django.test import Client
from tetouan_portal.lib.postgresql import patience
patience.FIRST = 0
answers = []
for method, path, headers, cookies in json.load(sys.stdin):
    site = Client(raise_request_exception=False)
    site.cookies.load(cookies)
    typed = {"login": "amina", "password": "x"} if method == "post" else None
    answer = getattr(site, method)(path, typed, headers={"host": "localhost", **headers})
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answers.append([answer.status_code, dict(answer.headers), body.decode(errors="replace")])
print(json.dumps(answers))
"""
NOWHERE = "postgresql://portal:the-password@127.0.0.1:1/portal"
SIGNED_IN = {"sessionid": "a" * 32}
DOORS = [
    ("get", "/fr/"),
    ("get", "/es/commitments/"),
    ("get", "/ar/reports/"),
    ("get", "/sitemap.xml"),
    ("post", "/fr/participate/new/complaint/"),
    ("get", "/fr/calendar/"),
    ("post", "/ar/accounts/login/"),
]
STAFF = [("get", "/ar/admin/"), ("get", "/fr/admin/commitments/commitment/"), ("post", "/es/admin/auth/user/add/")]


@pytest.fixture(scope="module")
def ask():
    def ask(*requests):
        full = [[*request, {}, {}][:4] for request in requests]
        asked = python(
            "-c",
            ASK.replace("sys.stdin", f"__import__('io').StringIO({json.dumps(json.dumps(full))})"),
            environment={"DATABASE_URL": NOWHERE},
        )
        assert asked.returncode == 0, asked.stderr
        return json.loads(asked.stdout.splitlines()[-1]), asked.stderr

    return ask


def test_a_database_that_is_away_is_a_page_of_its_own_at_every_door(ask):
    signed_in = [(*door, {}, SIGNED_IN) for door in [*DOORS, *STAFF]]
    answers, log = ask(*DOORS, *signed_in)
    asked = [*DOORS, *signed_in]
    assert {door[1]: answer[0] for door, answer in zip(asked, answers, strict=True) if answer[0] != 503} == {}
    for (method, address, *_), (_status, headers, page) in zip(asked, answers, strict=True):
        language = address[1:3] if address[3] == "/" else "ar"
        assert f'<html lang="{language}"' in page
        assert "error-code" in page
        assert (headers["Retry-After"], headers["Cache-Control"]) == ("30", "no-store")
        assert headers["X-Request-ID"] in page
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")
        assert f'href="{address}"' in page or method == "post"
    assert "Traceback" not in log
    assert "the-password" not in log


@pytest.mark.parametrize(
    ("language", "again", "back"),
    [
        ("ar", "أعيدوا المحاولة بعد دقيقة.", "ما كتبتموه لا يزال في متصفحكم"),
        ("fr", "Réessayez dans une minute.", "Ce que vous avez saisi est encore dans votre navigateur"),
        ("es", "Vuelva a intentarlo dentro de un minuto.", "Lo que ha escrito sigue en su navegador"),
    ],
)
def test_who_reads_may_try_again_and_who_sent_is_told_where_the_words_are(ask, language, again, back):
    address = f"/{language}/participate/new/complaint/"
    (read, sent), _log = ask(("get", f"/{language}/"), ("post", address))
    assert again in read[2]
    assert back not in read[2]
    assert back in sent[2]


def test_what_needs_no_database_is_served_also_to_who_is_signed_in(ask):
    address = "/fr/accounts/login/nowhere/"
    (page,), _log = ask(("get", address, {}, SIGNED_IN))
    css = page[2].partition('rel="stylesheet" href="')[2].partition('"')[0]
    answers, _log = ask(("get", css, {}, SIGNED_IN), ("get", "/static/img/icon.svg"), ("get", "/robots.txt"))
    assert css
    assert [answer[0] for answer in answers] == [200] * 3


def test_what_a_stranger_is_given_without_a_database_is_given_to_who_is_signed_in_too(ask):
    asked = [("get", one.path) for one in public_addresses() if "/accounts/" not in one.path]
    strangers, _log = ask(*asked)
    served = [request for request, answer in zip(asked, strangers, strict=True) if answer[0] != 503]
    signed_in, _log = ask(*((*request, {}, SIGNED_IN) for request in served))
    lost = {request[1]: answer[0] for request, answer in zip(served, signed_in, strict=True) if answer[0] == 503}
    assert ("get", "/favicon.ico") in served
    assert lost == {}


# --- in the middle of an answer -----------------------------------------------------------


class Broken:
    """What a view of this test raises."""

    error = None


def broken(request):
    raise Broken.error


def ended(request):
    with connection.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(pg_backend_pid())")


def well(request):
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("well")


def in_pieces(request):
    def pieces():
        raise Broken.error
        yield b"never"

    return StreamingHttpResponse(pieces())


def takes_files(request):
    return HttpResponse(",".join(request.FILES))


class Urls:
    handler400, handler403, handler404, handler500 = (
        urls.handler400,
        urls.handler403,
        urls.handler404,
        urls.handler500,
    )
    urlpatterns = [
        *urls.urlpatterns,
        *(path(f"fr/{view.__name__}/", view) for view in (broken, ended, well, in_pieces, takes_files)),
    ]


@pytest.fixture
def site(client, settings):
    settings.ROOT_URLCONF = Urls
    client.raise_request_exception = False
    return client


@pytest.mark.django_db(transaction=True)
def test_a_session_that_the_server_ends_is_no_fault_and_the_next_reader_has_another(site):
    assert site.get("/fr/ended/").status_code == 503
    connection.close()  # as a server does after each answer, and the test's client does not
    assert (site.get("/fr/well/").status_code, site.get("/fr/well/").text) == (200, "well")


@pytest.mark.parametrize("address", ["/fr/broken/", "/fr/in_pieces/"])
@pytest.mark.parametrize(
    ("error", "status"),
    [
        (refusals.AdminShutdown(), 503),
        (refusals.DiskFull(), 503),
        (refusals.ReadOnlySqlTransaction(), 503),
        (OSError(errno.ENOSPC, "x"), 503),
        (refusals.UndefinedTable(), 500),
        (OSError(errno.EIO, "x"), 500),
        (RuntimeError(), 500),
    ],
    ids=str,
)
def test_what_passes_by_itself_is_told_from_faults_also_where_the_answer_comes_in_pieces(site, address, error, status):
    Broken.error = error
    answer = site.get(address)
    assert (answer.status_code, "error-code" in answer.text) == (status, True)


def test_a_disk_without_room_is_said_in_other_words_than_an_absent_database(site):
    Broken.error = OSError(errno.ENOSPC, "x")
    assert "Il n’a plus de place pour conserver un fichier." in site.get("/fr/broken/").text
    Broken.error = refusals.DiskFull()
    assert "Il n’arrive pas à joindre sa base de données." in site.get("/fr/broken/").text


def test_a_file_for_which_the_folder_of_arrivals_has_no_room_is_no_fault(site, monkeypatch, settings):
    """It fails while the form is read, before any view; nothing of the page needs the form again."""
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

    def full(handler, raw_data, start):
        handler.file.close()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", full)
    answer = site.post("/fr/takes_files/", {"words": "x", "file": ContentFile(b"x" * 100, name="a.pdf")})
    assert answer.status_code == 503
    assert "envoyez-le sans le fichier" in answer.text
