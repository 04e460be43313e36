"""Paths, methods, lengths, cookies and ranges that no browser sends. No database: nothing is reached."""

import pytest
from django.http import HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from tests import wsgi
from tetouan_portal.lib.front_guard import METHODS, cookies, fault_of, front_guard, mend

FORM = "application/x-www-form-urlencoded"
SESSION, CSRF = "a1" * 16, "aB3" * 10 + "Zz"
OURS = [f"sessionid={SESSION}", f"csrftoken={CSRF}", f"csrftoken={CSRF * 2}", "draft=a-b_C1", "case-fr=1:ab:1x:Y-_z"]


@pytest.fixture(autouse=True)
def _no_connection_is_looked_at():
    with wsgi.connections_left_alone():
        yield


def left(header):
    return [*cookies(header)]


# --- paths -----------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["%00", "%01", "%1f", "%7f", "%0d%0a", "%09", "%ff", "%c3", "%ed%a0%80", "%c0%80"])
@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/fr/budget/2026/lines/revenue/{}/", "fr"),
        ("/es/budget/2026/{}.csv", "es"),
        ("/reports/2025/1/{}.pdf", "ar"),
        ("/static/{}.css", "ar"),
        ("/ar/admin/{}/", "ar"),
    ],
)
def test_a_path_with_control_characters_or_broken_letters_does_not_exist(path, language, wrong):
    answer = wsgi.ask(path.format(wrong))
    assert (answer.status, answer.headers["Content-Language"]) == (404, language)
    assert 'class="error-code">404<' in answer.page


def test_letters_of_every_script_are_no_fault():
    assert wsgi.ask("/fr/admin/الميزانية é 🙂/").status == 302  # to the page where one signs in


@pytest.mark.parametrize(("name", "status"), [("é", 302), ("%C3%A9", 302), ("%0b", 404)])
def test_a_server_that_calls_django_directly_refuses_too(client, name, status):
    assert client.get(f"/fr/admin/{name}/").status_code == status


# --- methods and lengths ----------------------------------------------------------------


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "BREW", "get"])
def test_other_methods_are_refused_at_every_address(method):
    answer = wsgi.ask("/fr/track/", REQUEST_METHOD=method)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD, POST, OPTIONS")


@pytest.mark.parametrize("method", METHODS)
def test_those_that_browsers_use_are_let_in(method):
    assert fault_of({"REQUEST_METHOD": method, "PATH_INFO": "/"}) == 0


@pytest.mark.parametrize("length", ["-1", "+5", "1.5", "٣", "x", " 5", "9" * 20, "9" * 5000])
def test_a_length_that_is_no_number_is_refused(length):
    answer = wsgi.ask("/fr/track/", "POST", CONTENT_LENGTH=length, CONTENT_TYPE=FORM, **{"wsgi.input": wsgi.Unread()})
    assert answer.status == 400


def test_a_form_of_unknown_length_is_refused_unread():
    chunked = {"CONTENT_LENGTH": None, "HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": wsgi.Unread()}
    answer = wsgi.ask("/fr/track/", "POST", CONTENT_TYPE=FORM, **chunked)
    assert answer.status == 411
    assert 'class="error-code">411<' in answer.page


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "", "multipart/mixed; boundary=X", "x"])
def test_what_is_no_form_is_refused_unread(content_type):
    answer = wsgi.ask(
        "/fr/accounts/login/",
        "POST",
        CONTENT_TYPE=content_type,
        CONTENT_LENGTH="10",
        **{"wsgi.input": wsgi.Unread()},
    )
    assert answer.status == 415
    assert "Seul est lu" in answer.page


@pytest.mark.parametrize("content_type", [FORM, f"{FORM}; charset=utf-8", "Multipart/Form-Data; boundary=X"])
def test_forms_are_let_in(content_type):
    sent = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": content_type, "CONTENT_LENGTH": "10"}
    assert fault_of(sent) == 0


def test_a_post_without_anything_in_it_needs_no_type():
    assert fault_of({"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "0"}) == 0


# --- cookies -----------------------------------------------------------------------------


@pytest.mark.parametrize("cookie", OURS)
def test_cookies_of_the_portal_pass(cookie):
    assert left(cookie) == [cookie]


@pytest.mark.parametrize(
    "value",
    [
        *("", "a" * 31, "a" * 33, "A" * 32, "é" * 32, "a" * 31 + "\x00", "a" * 31 + "\x7f", f'"{SESSION}"'),
        *(r'"\000aaaa"', f"{SESSION}\x0b", f"{SESSION},x", "../" * 11, "%00" * 11),
    ],
)
def test_a_session_cookie_of_another_shape_is_as_if_it_were_not_there(value):
    assert left(f"sessionid={value}; csrftoken={CSRF}") == [f"csrftoken={CSRF}"]


@pytest.mark.parametrize(
    "value", ["", "a" * 31, "a" * 33, CSRF * 3, f'"{CSRF}"', "a" * 31 + "\x7f", "é" * 32, "a." * 16]
)
def test_a_token_of_another_shape_is_as_if_it_were_not_there(value):
    assert left(f"csrftoken={value}; sessionid={SESSION}") == [f"sessionid={SESSION}"]


@pytest.mark.parametrize(
    "cookie", ["draft=a\x01b", 'draft="a\\000b"', "draft=é", "draft", "=draft", "dra ft=x", "draft=a b", "draft=a,b"]
)
def test_so_is_any_other_that_only_a_program_makes(cookie):
    assert left(f"{cookie}; sessionid={SESSION}") == [f"sessionid={SESSION}"]


@given(st.text(st.characters(max_codepoint=255), max_size=80))
def test_whatever_is_let_through_holds_printable_letters_alone(header):
    assert all(" " < letter < "\x7f" for cookie in left(header) for letter in cookie)


def test_a_visitor_with_a_broken_cookie_reads_the_page():
    assert wsgi.ask("/robots.txt", HTTP_COOKIE='sessionid="\\000\\001"; csrftoken=\x7f').status == 200


# --- ranges ------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["bytes=0-0", "bytes=5-", "bytes=-5", f"bytes={'9' * 19}-{'9' * 19}"])
def test_a_range_that_a_reader_asks_for_stays(asked):
    environ = {"HTTP_RANGE": asked}
    mend(environ)
    assert environ == {"HTTP_RANGE": asked}


@pytest.mark.parametrize(
    "asked",
    [
        *("bytes=" + "9" * 5000 + "-", "bytes=-" + "9" * 5000, "bytes=-", "bytes=", "bytes=0-1,3-4", "items=0-1"),
        *("bytes=" + ",".join(["0-"] * 1300), "bytes=٣-٤", "bytes=1-x", "", "bytes=" + "9" * 20 + "-"),
    ],
)
def test_any_other_is_as_if_it_were_not_there(asked):
    environ = {"HTTP_RANGE": asked}
    mend(environ)
    assert environ == {}


@pytest.mark.parametrize("path", ["/static/css/base.css", "/robots.txt"])
def test_such_a_range_is_answered_with_the_whole(path):
    assert wsgi.ask(path, HTTP_RANGE="bytes=" + "9" * 5000 + "-").status == 200


def test_what_stands_behind_the_guard_meets_none_of_them(rf):
    met = {}

    def answer(request):
        met.update(cookies=request.COOKIES, range=request.headers.get("Range"))
        return HttpResponse()

    front_guard(answer)(rf.get("/", HTTP_COOKIE=f"sessionid=x; csrftoken={CSRF}", HTTP_RANGE="items=0-1"))
    assert met == {"cookies": {"csrftoken": CSRF}, "range": None}
