"""Whatever is missing, an error page comes up. A process of its own lacks it."""

import json

import pytest
from django.utils import translation

from tests.production import PRODUCTION, database_of_tests, python

pytestmark = pytest.mark.django_db(transaction=True)
NOWHERE = {"DATABASE_URL": "postgresql://portal:word@127.0.0.1:1/portal", "REDIS_URL": "redis://127.0.0.1:1/0"}
ASK = """
import django, json
django.setup()
from django.conf import settings
from django.test import Client
from tetouan_portal.lib.postgresql import patience
patience.FIRST = 0
settings.ROOT_URLCONF = "tests.tetouan_portal.pages.failing"
site = Client(enforce_csrf_checks=True, raise_request_exception=False)
here = {"host": settings.ALLOWED_HOSTS[0], "x-forwarded-proto": "https"}
ours = {"origin": "https://" + here["host"]}
asked = {
    "not understood": site.get("/es/", headers=here | {"content-type": "text/html; charset=hex"}),
    "forbidden": site.get("/es/forbidden/", headers=here),
    "without its token": site.post("/es/participate/new/complaint/", {"text": "palabras"}, headers=here | ours),
    "nowhere": site.get("/es/nothing/", headers=here),
    "too much": site.post("/es/track/", headers=here | {"content-length": "99999999"}),
    "broken": site.get("/es/broken/", headers=here),
    "full": site.get("/es/full/", headers=here),
}
print(json.dumps({name: [answer.status_code, answer.text] for name, answer in asked.items()}))
"""
STATUSES = {
    "not understood": (400, "This request cannot be understood"),
    "forbidden": (403, "You may not open this page"),
    "without its token": (403, "This form has expired"),
    "nowhere": (404, "This page does not exist"),
    "too much": (413, "This is too much at once"),
    "broken": (500, "Something went wrong on our side"),
    "full": (503, "It has no room left to keep a file."),
}
LACKING = {  # what is missing: (in production, where no static files are collected, or not; what is nowhere)
    "static files": (True, ()),
    "database": (False, ["DATABASE_URL"]),
    "redis": (False, ["REDIS_URL"]),
    "all of them": (True, ["DATABASE_URL", "REDIS_URL"]),
}


@pytest.mark.parametrize("missing", LACKING)
def test_every_error_page_comes_up_whatever_is_missing(missing, tmp_path, settings):
    is_production, nowhere = LACKING[missing]
    environment = {"DATABASE_URL": database_of_tests(), "REDIS_URL": settings.REDIS_URL, "DATA_DIR": str(tmp_path)}
    environment = (PRODUCTION if is_production else {}) | environment | {name: NOWHERE[name] for name in nowhere}
    asked = python("-c", ASK, environment=environment)
    assert asked.returncode == 0, asked.stderr
    answers = json.loads(asked.stdout.splitlines()[-1])
    assert {name: status for name, (status, _page) in answers.items()} == {name: it[0] for name, it in STATUSES.items()}
    for name, (status, page) in answers.items():
        assert f'<p class="error-code">{status}</p>' in page
        assert '<html lang="es" dir="ltr">' in page
        with translation.override("es"):
            assert translation.gettext(STATUSES[name][1]) in page
        assert ("/static/" in page) != is_production
    assert "palabras" in answers["without its token"][1]
