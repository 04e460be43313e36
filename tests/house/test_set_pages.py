"""Pages as they are set: figures isolated and unbroken, the marks of each language, no colon after a question."""

import re
from html import unescape

import pytest

from commitments.models import ActionPlan, NarrativeSection
from tests.public_pages import LANGUAGES, PAGES, fill

pytestmark = pytest.mark.django_db
PUBLIC = [path for path in PAGES if not path.startswith("/accounts/")]
UNSEEN = re.compile(r"<(head|script|style|option|svg)\b.*?</\1>", re.DOTALL)  # none of them takes markup
ISOLATED = re.compile(r'<bdi[^>]* dir="ltr"[^>]*>.*?</bdi>|<bdi dir="ltr">.*?</bdi>', re.DOTALL)
OTHER_LANGUAGE = re.compile(r'<(\w+)[^>]* lang="(\w+)"[^>]*>.*?</\1>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")
TORN = {
    "a sign that may change sides": re.compile(r"(?<![\w.])[+−]\d"),
    "a range that may turn or break": re.compile(r"(?<![\d/-])\d{4}\s?[-–]\s?\d{4}(?![\d/-])"),
    "a figure torn from its unit": re.compile(r"\d (?:DH|MAD|Mo|Ko|MB|KB|%|درهم|ميغابايت|كيلوبايت)(?!\w)"),
    "a colon after a question mark": re.compile(r"[?؟]\s*:"),
}
LATIN_COMMA = re.compile(r"[\u0621-\u064a»)]\s*,")


def seen(page, language):
    """The words of a page, without those that are isolated or of another language."""
    html = ISOLATED.sub("X", UNSEEN.sub(" ", page))
    body = html.partition("<body")[2]
    html = OTHER_LANGUAGE.sub(lambda found: found[0] if found[2] == language else " ", body)
    return unescape(TAG.sub("", html))


@pytest.fixture
def portal():
    fill()
    ActionPlan.objects.update(title_ar="خطة 2022-2026", title_fr="Plan 2022-2026", title_es="Plan 2022-2026")
    for section in NarrativeSection.objects.all():
        section.body_ar, section.body_fr, section.body_es = "برنامج 2023-2028.", "Programme 2023-2028.", "De 2023-2028."
        section.save()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_set_as_its_language_is(client, portal, language):
    wrong = []
    for path in PUBLIC:
        words = seen(client.get(f"/{language}{path}").text, language)
        wrong += [(path, fault, found[0]) for fault, pattern in TORN.items() if (found := pattern.search(words))]
        if language == "ar" and (found := LATIN_COMMA.search(words)):
            wrong.append((path, "a Latin comma", words[max(0, found.start() - 30) : found.end() + 10]))
    assert wrong == []


def test_a_difference_keeps_its_sign_to_the_left_of_the_figures(client, portal):
    page = client.get("/ar/budget/2026/lines/revenue/1/0.1/?compare=2025").text
    assert '<bdi class="run" dir="ltr">+10</bdi>\u00a0درهم' in page
