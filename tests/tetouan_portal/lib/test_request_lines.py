"""The number of a request, and the line that tells of it."""

import logging
import re

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path

from tetouan_portal import urls
from tetouan_portal.lib.request_lines import request_lines

MADE_HERE = re.compile(r"[0-9a-f]{16}")


def broken(request, word):
    raise RuntimeError("broken")


class Urls:
    handler400, handler403, handler404, handler500 = (
        urls.handler400,
        urls.handler403,
        urls.handler404,
        urls.handler500,
    )
    urlpatterns = [*urls.urlpatterns, path("fr/broken/<word>/", broken, name="broken")]


@pytest.fixture
def site(client, settings):
    settings.ROOT_URLCONF = Urls
    client.raise_request_exception = False
    return client


@pytest.fixture
def told(caplog):
    """The fields of the lines about requests."""
    caplog.set_level(logging.INFO, logger="tetouan_portal.lib.request_lines")
    return lambda: [record.fields for record in caplog.records if record.name == "tetouan_portal.lib.request_lines"]


def test_each_answer_carries_a_number_made_here(site):
    answers = [site.get("/robots.txt") for _ in range(2)]
    numbers = {answer["X-Request-ID"] for answer in answers}
    assert len(numbers) == 2
    assert all(MADE_HERE.fullmatch(number) for number in numbers)


@pytest.mark.parametrize("address", ["/", "/fr/nowhere/", "/fr/broken/x/"])
def test_a_redirect_a_refusal_and_a_failure_carry_one_too(site, address):
    assert MADE_HERE.fullmatch(site.get(address)["X-Request-ID"])


def test_whoever_meets_a_failure_can_quote_its_number(site):
    answer = site.get("/fr/broken/x/")
    assert answer.status_code == 500
    assert answer["X-Request-ID"] in answer.text


def test_the_number_of_our_own_proxy_is_taken(site, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    answer = site.get("/robots.txt", headers={"X-Request-ID": "0f3c-proxy.7_a"})
    assert answer["X-Request-ID"] == "0f3c-proxy.7_a"


@pytest.mark.parametrize("number", ["", "short", "x" * 65, "with blank", "<b>12345678</b>", "é" * 10, "-12345678"])
def test_a_number_of_another_shape_is_not(site, settings, number):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    answer = site.get("/robots.txt", headers={"X-Request-ID": number})
    assert MADE_HERE.fullmatch(answer["X-Request-ID"])


def test_without_a_proxy_of_ours_nobody_gives_numbers(site, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    answer = site.get("/robots.txt", headers={"X-Request-ID": "0f3c-proxy.7_a"})
    assert MADE_HERE.fullmatch(answer["X-Request-ID"])


def test_a_request_is_told_by_the_name_of_its_page_and_never_by_its_address(site, told, caplog):
    site.get("/fr/broken/SECRET-CODE/?q=amina", REMOTE_ADDR="192.0.2.7")
    (line,) = told()
    assert line.pop("ms") >= 0
    assert line == {"method": "GET", "page": "broken", "status": 500}
    site.get("/fr/nowhere/SECRET-CODE/")
    assert (told()[1]["page"], told()[1]["status"]) == ("-", 404)


def test_files_that_are_served_before_any_page_are_not_told(told):
    request_lines(lambda request: HttpResponse())(RequestFactory().get("/static/css/base.css"))
    assert told() == []


def test_an_operator_may_leave_the_lines_out(site, settings, told):
    settings.REQUEST_LINES = False
    assert site.get("/robots.txt").status_code == 200
    assert told() == []
