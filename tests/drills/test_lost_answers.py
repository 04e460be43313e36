"""A line on which every answer is lost once: each step is sent again, and the last one by four windows at once."""

import time

import pytest
from django.conf import settings
from django.test import Client

from participation.models import Case, CaseKind, Draft
from tests.at_once import together
from tests.participation.views.writer import Writer
from tetouan_portal.lib.challenge import demand

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def steps(writer, words):
    """The posts of the way, each with what its page holds."""
    yield writer.address, {**writer.words, **words}
    yield f"{writer.address}you/", {"name": words["subject"], "action": "on"}
    yield f"{writer.address}send/", writer.answers(writer.confirmation())


def post_twice(client, address, said):
    """The first answer never reaches the browser. Seconds that the second one took."""
    lossy = Client()
    for name, cookie in client.cookies.items():
        lossy.cookies[name] = cookie.value
    assert lossy.post(address, said).status_code == 302
    began = time.monotonic()
    assert client.post(address, said).status_code == 302
    return time.monotonic() - began


def go_the_way(kind, language):
    """The longest repetition, once the receipt is shown and is of the case."""
    writer = Writer(Client(), kind, language)
    words = {"subject": f"{kind} {language}", "text": f"Des mots en {language}."}
    slowest = max(post_twice(writer.client, *step) for step in steps(writer, words))
    case = Case.objects.get(kind=kind, language=language)
    assert case.reference in writer.client.get(writer.receipt).text
    return slowest


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_every_answer_is_lost_once_and_no_word_and_nothing_is_filed_twice(monkeypatch, tell_drill):
    monkeypatch.setattr(demand, "NUMBERS", 50)
    ways = [(kind, language) for kind in CaseKind.values for language in LANGUAGES]
    slowest = max(go_the_way(*way) for way in ways)
    kept = {(case.kind, case.language, case.subject, case.contact.name) for case in Case.objects.all()}
    asked = {(kind, language, f"{kind} {language}", f"{kind} {language}") for kind, language in ways}
    lost, doubled = len(asked - kept), Case.objects.count() - len(ways)
    assert (lost, doubled) == (0, 0)
    tell_drill(
        drag=f"every answer lost once, {len(ways)} messages",
        lost=lost,
        doubled=doubled,
        stood_again=slowest,
        seen="the step once more, then the receipt",
    )


@pytest.mark.django_db(transaction=True)
def test_four_windows_repeat_the_last_page_whose_answer_was_lost(monkeypatch):
    monkeypatch.setattr(demand, "NUMBERS", 50)
    writer = Writer(Client())
    writer.message()
    writer.author()
    answers = writer.answers(writer.confirmation())
    before = {name: cookie.value for name, cookie in writer.client.cookies.items()}

    def window():
        client = Client()
        for name, value in before.items():
            client.cookies[name] = value
        client.post(f"{writer.address}send/", answers)
        return Case.objects.get().reference in client.get(writer.receipt).text

    assert together(*[window] * 4) == [True] * 4
    assert Case.objects.count() == 1
    assert Draft.objects.count() == 1  # the receipt
