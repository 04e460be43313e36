"""Whatever is sent, to whatever address, by a stranger or an officer: no answer is a failure of the portal.

Here a share, the same one each time; the drill asks anew each time, and longer.
"""

import io
import itertools
import json
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import odd_requests as odd
from tests import public_pages, wsgi

pytestmark = pytest.mark.django_db
ALIKE = {"deadline": None, "database": None, "suppress_health_check": [*HealthCheck]}
SHARE = settings(max_examples=150, derandomize=True, **ALIKE)
WHOLE = settings(max_examples=4000, **ALIKE)
addresses_of_visitors = itertools.count(1)


@pytest.fixture(scope="module")
def officer(rows_of_a_module):
    """The session's cookie of somebody who may do everything, on a portal with something of everything."""
    public_pages.fill()
    client = Client()
    client.force_login(User.objects.create_superuser("chief", "chief@example.org"))
    return f"sessionid={client.cookies['sessionid'].value}"


@pytest.fixture(autouse=True)
def _no_connection_is_looked_at():
    with wsgi.connections_left_alone():
        yield


def status_of(address, method, environ, form=None, session=""):
    """What is done is undone, and each comes from an address of its own: nobody is slowed down by the former ones."""
    number = next(addresses_of_visitors)
    known = f"csrftoken={odd.SECRET}; {session}"
    asked = {"REMOTE_ADDR": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}", "HTTP_COOKIE": known}
    if form:
        asked |= {"CONTENT_TYPE": form.content_type, "CONTENT_LENGTH": str(len(form.body))}
        asked["wsgi.input"] = io.BytesIO(form.body)
    if "HTTP_COOKIE" in environ:
        environ = environ | {"HTTP_COOKIE": f"{known}; {environ['HTTP_COOKIE']}"}
    with transaction.atomic():
        answer = wsgi.ask(address, method, **asked | environ)
        transaction.set_rollback(True)
    return answer.status


def any_request(officer, address, query, method, environ):
    """`officer` is empty for a stranger."""
    assert status_of(f"{address}?{query}", method, environ, session=officer) < 500


def any_form(officer, address, form, environ):
    assert status_of(address, "POST", environ, form, session=officer) < 500


def any_answer_of_a_device(officer, path, answer):
    body = f"csrfmiddlewaretoken={odd.SECRET}&credential={quote(json.dumps(answer))}".encode()
    form = odd.Form("application/x-www-form-urlencoded", body)
    assert status_of(f"/fr/accounts/second-factor/{path}", "POST", {}, form, session=officer) < 500


PASSKEYS = st.sampled_from(["enter/", "passkeys/enter/", "passkeys/add/", "passkeys/again/"])
PROPERTIES = {
    any_request: {"address": odd.address, "query": odd.query, "method": odd.method, "environ": odd.headers},
    any_form: {"address": odd.address, "form": odd.form, "environ": odd.headers},
    any_answer_of_a_device: {"path": PASSKEYS, "answer": odd.json_text},
}


def hold(how_often, check, officer):
    """For a stranger and for an officer."""
    how_often(
        given(st.sampled_from(["", officer]), st.fixed_dictionaries(PROPERTIES[check]))(
            lambda who, sent: check(who, **sent)
        )
    )()


@pytest.mark.parametrize("check", PROPERTIES, ids=lambda check: check.__name__)
def test_nothing_makes_a_page_fail(officer, check):
    hold(SHARE, check, officer)


@pytest.mark.drill
@pytest.mark.parametrize("check", PROPERTIES, ids=lambda check: check.__name__)
def test_nothing_at_all_makes_a_page_fail(officer, check):
    hold(WHOLE, check, officer)


# --- what was found once, by its name ------------------------------------------------------

QUADRATIC = odd.Form("multipart/form-data; boundary=X; charset=punycode", b"9" * 300_000)
FOUND = {
    "a form in a codec that takes minutes": ("/livez", "POST", {}, QUADRATIC, 400),
    "a query in a codec that fails": (
        "/fr/track/?q=%E9",
        "GET",
        {"CONTENT_TYPE": "text/plain; charset=undefined"},
        None,
        400,
    ),
    "a charset that Django makes no request of": (
        "/fr/",
        "GET",
        {"CONTENT_TYPE": "a; charset*=utf-8''a%00b"},
        None,
        400,
    ),
    "a large body where no file is taken": (
        "/fr/track/",
        "POST",
        {"CONTENT_LENGTH": str(500 * 2**20)},
        QUADRATIC._replace(content_type="multipart/form-data; boundary=X"),
        413,
    ),
    "NUL in the code of a budget line": ("/fr/budget/2026/lines/revenue/%00/", "GET", {}, None, 404),
    "NUL in a table of the budget": ("/fr/budget/2026/%00/1.csv", "GET", {}, None, 404),
    "NUL in the name of a report": ("/reports/2025/1/%00.pdf", "GET", {}, None, 404),
    "a session of control characters": ("/fr/track/", "GET", {"HTTP_COOKIE": 'sessionid="\\000\\001"'}, None, 200),
    "a session of raw control characters": (
        "/fr/accounts/login/",
        "GET",
        {"HTTP_COOKIE": "sessionid=a\x01b"},
        None,
        200,
    ),
    "a range of 5,000 digits": ("/favicon.ico", "GET", {"HTTP_RANGE": "bytes=" + "9" * 5000 + "-"}, None, 200),
    "a device's answer without its identity": (
        "/fr/accounts/second-factor/passkeys/enter/",
        "POST",
        {},
        odd.Form(
            "application/x-www-form-urlencoded", b"credential={%22id%22:1}&csrfmiddlewaretoken=" + odd.SECRET.encode()
        ),
        302,
    ),
}


@pytest.mark.parametrize("found", FOUND.values(), ids=FOUND)
def test_what_failed_once_is_answered(officer, found):
    *request, status = found
    assert status_of(*request) == status
