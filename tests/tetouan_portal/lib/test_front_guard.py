"""The sender's charset decodes nothing. These tests but the last ones have no database: nothing else is reached."""

import codecs
import http.client
import pkgutil
import threading
from encodings import __path__ as codec_folder
from encodings.aliases import aliases
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory

from tests import wsgi
from tetouan_portal.lib.front_guard import fault_of, guard
from tetouan_portal.wsgi import application

CODECS = sorted({*aliases, *aliases.values(), *(module.name for module in pkgutil.iter_modules(codec_folder))})
ADDRESSES = [
    "/",
    "/livez",
    "/robots.txt",
    "/sitemap.xml",
    "/static/css/base.css",
    "/fr/",
    "/es/track/",
    "/ar/participate/new/complaint/",
    "/fr/accounts/login/",
    "/fr/nowhere/",
]
FORMS = ["multipart/form-data; boundary=X", "application/x-www-form-urlencoded"]
OURS = ["utf-8", "UTF-8", "utf8", "Utf8", '"UTF-8"', "us-ascii", "ascii", "US-ASCII", "ANSI_X3.4-1968"]
NAMED_OTHERWISE = [
    "charset*=utf-8''a%00b",
    "charset*=utf-8''latin-1",
    "charset*=spy''utf-8",
    "charset*0=spy",
    "charset*0=s; charset*1=py",
    "charset*0*=utf-8''s; charset*1*=py",
    "boundary*=spy''X",
    "title*=spy''x",
    'charset="spy"',
    "CHARSET=spy",
    "charset = spy",
    "charset=spy; charset=utf-8",
    "charset=utf-8; charset=spy",
    "charset=utf-8 spy",
    "charset=",
    "charset",
    "charset=utf-8%00",
    "charset=utf-8-sig",
    "charset*" + "9" * 5000 + "=x",
]


def ask(path, content_type, method="POST", language=""):
    """What the portal's own WSGI application answers: status, headers, page."""
    answer = wsgi.ask(
        f"{path}?q=%E9",
        method,
        CONTENT_TYPE=content_type,
        CONTENT_LENGTH="30000",
        HTTP_ACCEPT_LANGUAGE=language,
        HTTP_COOKIE="csrftoken=" + "a" * 32,
        **{"wsgi.input": wsgi.Unread()},
    )
    return answer.status, answer.headers, answer.page


@pytest.fixture(autouse=True)
def _no_connection_is_looked_at():
    with wsgi.connections_left_alone():
        yield


@pytest.fixture
def looked_up():
    """The names under which a codec that nobody may use was looked for."""
    names = []

    def search(name):
        if name == "spy":
            names.append(name)
            return codecs.CodecInfo(codecs.utf_8_encode, codecs.utf_8_decode, name="spy")
        return None

    codecs.register(search)
    yield names
    codecs.unregister(search)


def is_ours(name):
    try:
        return codecs.lookup(name).name in {"utf-8", "ascii"}
    except LookupError:
        return False


# --- refused --------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "PUT", "OPTIONS"])
@pytest.mark.parametrize("path", ADDRESSES)
def test_a_foreign_charset_is_refused_at_every_address_before_anything_is_decoded(path, method, looked_up):
    status, _headers, _page = ask(path, "multipart/form-data; boundary=X; charset=spy", method)
    assert status == 400
    assert looked_up == []


@pytest.mark.parametrize("form", FORMS)
def test_of_all_codecs_of_python_two_are_let_in(form):
    assert len(CODECS) > 300
    let_in = [name for name in CODECS if ask("/robots.txt", f"{form}; charset={name}", "GET")[0] != 400]
    assert let_in == [name for name in CODECS if is_ours(name)]


@pytest.mark.parametrize("form", FORMS)
def test_a_form_in_any_other_codec_of_python_is_never_read(form):
    foreign = [name for name in CODECS if not is_ours(name)]
    answers = {ask("/fr/track/", f"{form}; charset={name}")[0] for name in foreign}
    assert answers == {400}


@pytest.mark.parametrize("parameters", NAMED_OTHERWISE)
def test_no_other_way_of_naming_it_gets_past(parameters, looked_up):
    assert ask("/fr/track/", f"text/plain; {parameters}")[0] == 400
    assert looked_up == []


@pytest.mark.parametrize(
    ("path", "preference", "language"),
    [("/fr/track/", "es", "fr"), ("/ar/", "", "ar"), ("/robots.txt", "es", "es"), ("/livez", "", "ar")],
)
def test_the_refusal_is_the_portals_page_in_the_readers_language(path, preference, language):
    status, headers, page = ask(path, "text/plain; charset=punycode", language=preference)
    assert (status, headers["Content-Language"]) == (400, language)
    assert f'<html lang="{language}"' in page
    assert "error-code" in page
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_of_a_refused_request_nothing_is_handed_on():
    sent = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": "text/plain; charset=punycode", "CONTENT_LENGTH": "5"}
    handed = {}
    guard(lambda environ, _start: handed.update(environ))({**sent, "HTTP_COOKIE": "sessionid=x"}, None)
    assert [handed[name] for name in ("CONTENT_TYPE", "CONTENT_LENGTH", "HTTP_COOKIE")] == ["", "0", ""]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("charset", ["latin-1", "unicode_escape", "punycode"])
def test_a_server_that_calls_django_directly_refuses_too(client, method, charset):
    response = client.generic(method, "/fr/track/?q=%E9", b"text=%E9", f"text/plain; charset={charset}")
    assert response.status_code == 400
    assert '<html lang="fr"' in response.text


def test_over_a_real_connection_the_page_comes_too():
    with make_server("127.0.0.1", 0, application, handler_class=Silent) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        connection.request("GET", "/fr/", headers={"Content-Type": "text/plain; charset*=utf-8''a%00b"})
        response = connection.getresponse()
        assert (response.status, b"error-code" in response.read()) == (400, True)
        connection.close()
        thread.join()


class Silent(WSGIRequestHandler):
    def log_message(self, *args):
        pass


@pytest.mark.parametrize(
    "content_type", ["", ";", "text", "a;b", "a; b*=''c", "a; b*=utf-8''%00", 'a; b="\\";', "é; x"]
)
def test_whatever_is_let_in_django_can_make_a_request_of(content_type):
    assert not fault_of({"REQUEST_METHOD": "GET", "CONTENT_TYPE": content_type})
    WSGIRequest({**RequestFactory().get("/").environ, "CONTENT_TYPE": content_type})


# --- let in ----------------------------------------------------------------------------


@pytest.mark.parametrize("charset", OURS)
@pytest.mark.parametrize("form", FORMS)
def test_every_spelling_of_utf_8_and_ascii_is_welcome(form, charset):
    assert ask("/robots.txt", f"{form}; charset={charset}", "GET")[0] == 200


@pytest.mark.parametrize("content_type", ["", *FORMS, "application/json", "multipart/form-data; boundary=spy"])
def test_nobody_must_name_a_charset(content_type):
    assert ask("/robots.txt", content_type, "GET")[0] == 200


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["", "; charset=UTF-8", '; charset="utf-8"', "; charset*=utf-8''utf-8"])
def test_a_form_in_utf_8_is_read_as_ever(client, charset):
    page = client.generic(
        "POST",
        "/fr/participate/new/complaint/",
        "subject=%D9%85%D8%B5%D8%A8%D8%A7%D8%AD",
        content_type=f"application/x-www-form-urlencoded{charset}",
    )
    assert "مصباح" in page.text


# --- the parts of a form ----------------------------------------------------------------


def in_parts(client, *headers):
    """What is shown again of a form of one part."""
    lines = [*headers, "", "مصباح"]
    body = "--X\r\n" + "\r\n".join(lines) + "\r\n--X--\r\n"
    return client.generic(
        "POST", "/fr/participate/new/complaint/", body, content_type="multipart/form-data; boundary=X"
    )


@pytest.mark.django_db
def test_a_part_is_read_as_utf_8_whatever_it_says_of_itself(client, looked_up):
    page = in_parts(client, 'Content-Disposition: form-data; name="subject"', "Content-Type: text/plain; charset=spy")
    assert "مصباح" in page.text
    assert looked_up == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["name*=spy''subject", "name=subject; x*=spy''y", "name*=no-codec''subject"])
def test_a_part_whose_name_is_written_in_a_foreign_charset_is_left_out(client, name, looked_up):
    page = in_parts(client, f"Content-Disposition: form-data; {name}")
    assert page.status_code == 400
    assert "مصباح" not in page.text
    assert looked_up == []


@pytest.mark.django_db
def test_a_name_in_utf_8_is_read_in_that_notation_too(client):
    assert "مصباح" in in_parts(client, "Content-Disposition: form-data; name*=utf-8''subject").text
