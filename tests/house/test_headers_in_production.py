"""What the portal tells a browser under production settings."""

import json

import pytest

from tests.production import PRODUCTION, database_of_tests, python

ASK = """
import json, sys, django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("collectstatic", interactive=False, verbosity=0)
site = Client(headers={"host": "portail.example.org"})
answers = {}
for path in ("/fr/accounts/login/", "/robots.txt"):
    answer = site.get(path, secure=True)
    cookies = [morsel.OutputString() for morsel in answer.cookies.values()]
    answers[path] = {"status": answer.status_code, "headers": dict(answer.headers), "cookies": cookies}
plain = site.get("/robots.txt")
answers["plain"] = {"status": plain.status_code, "headers": dict(plain.headers)}
answers["stranger"] = {"status": Client(headers={"host": "evil.example"}).get("/robots.txt", secure=True).status_code}
print(json.dumps(answers))
"""


@pytest.fixture
def production(tmp_path):
    """What the portal answers under production settings, in a process of its own."""
    ours = {"DATABASE_URL": database_of_tests(), "DATA_DIR": str(tmp_path)}
    asked = python("-c", ASK, environment=PRODUCTION | ours)
    assert asked.returncode == 0, asked.stderr
    return json.loads(asked.stdout.splitlines()[-1])


@pytest.mark.django_db(transaction=True)
def test_in_production_all_is_https_and_cookies_stay_on_this_host(production):
    assert production["/fr/accounts/login/"]["status"] == 200
    for path in ("/fr/accounts/login/", "/robots.txt"):
        assert production[path]["headers"]["Strict-Transport-Security"] == "max-age=86400"
    cookies = production["/fr/accounts/login/"]["cookies"]
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
    assert production["plain"]["status"] == 301
    assert production["plain"]["headers"]["Location"] == "https://portail.example.org/robots.txt"
    assert production["stranger"]["status"] == 400
