"""With the real plan alone, no page says of the world what the portal cannot know: absence has its one component."""

import html
import re

import pytest
from django.core.management import call_command
from django.test import Client

from tests.walk import pages_reached_from

pytestmark = pytest.mark.django_db
COMPONENT = re.compile(r'<span class="absence [^"]*">.*?</span>', re.DOTALL)
UNSEEN = re.compile(r"<(script|style|head)\b.*?</\1>|<[^>]+>", re.DOTALL)
ASSERTED = {
    "ar": r"غير منشور|(?<!أم )لم (?:ي|ت)ُ?نشر|لم يتم نشر|متأخر منذ|شهر[اًٌ]* من التأخر|دون أي تحيين",
    "fr": r"non publi|pas (?:encore )?(?:été )?publi|n[’']est encore publi|jamais (?:été )?publi|encore été publi"
    r"|mois de retard|jours? de retard|sans aucune mise à jour",
    "es": r"no publicad|no (?:se )?ha(?:n)? (?:sido )?publicad|sin publicar|no (?:está|están) publicad"
    r"|meses de retraso|días? de retraso|sin ninguna actualización",
}
GUIDES = ("/about/reading-progress/", "/about/using-the-portal/")  # show and say what “late” looks like


@pytest.fixture(scope="module")
def real_plan(rows_of_a_module):
    for command in ("load_plan", "load_budget", "load_participation", "load_holidays"):
        call_command(command, verbosity=0)
    return rows_of_a_module


def said_on(page):
    return html.unescape(" ".join(UNSEEN.sub(" ", COMPONENT.sub(" ", page)).split()))


@pytest.mark.matrix(3)
@pytest.mark.parametrize("language", list(ASSERTED))
def test_no_page_of_the_real_plan_asserts_absence_in_the_world(real_plan, language):
    found = pages_reached_from(Client(), f"/{language}/")
    pages = {
        path: response.text for path, response in found.items() if response["Content-Type"].startswith("text/html")
    }
    assert len(pages) > 30
    asserted = {
        path: re.findall(f".{{30}}(?:{ASSERTED[language]}).{{20}}", said_on(text))
        for path, text in pages.items()
        if not path.endswith(GUIDES)
    }
    assert {path: sentences for path, sentences in asserted.items() if sentences} == {}
    assert [path for path, text in pages.items() if 'class="absence' in text]
