import json
import re
from datetime import date

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import translation
from django.utils.html import strip_tags

from tetouan_portal.lib.absence import Absence, Kind
from tetouan_portal.templatetags.absence import absence_words

DAY = date(2026, 3, 3)
ADDRESS = "https://www.example.org/documents?year=2026"


def shown(one, language="fr", arguments=""):
    with translation.override(language):
        return " ".join(
            strip_tags(Template(f"{{% absence one {arguments} %}}").render(Context({"one": one}))).split()
        ).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (Absence(Kind.NOT_TAKEN_UP), "pas encore dans ce portail – voir town.example"),
        (Absence(Kind.NOT_FOUND, DAY, ADDRESS, "M. B."),
         "recherche du 3 mars 2026, sans résultat – example.org – qui a cherché : M. B."),
        (Absence(Kind.NOT_FOUND), "recherche sans résultat"),
        (Absence(Kind.SAID_NOT_TO_EXIST, address=ADDRESS), "n’existe pas, selon la source – example.org"),
        (Absence(Kind.EXPECTED_SINCE, DAY, who={"ar": "مصلحة", "fr": "Service"}),
         "attente depuis le 3 mars 2026, rien de reçu ici – réponse attendue de : Service"),
        (Absence(Kind.NOT_DUE_YET, DAY, is_confirmed=False),
         "échéance le 3 mars 2026 (date à confirmer par la Commune)"),
        (Absence(Kind.ELSEWHERE, DAY, ADDRESS, "M. B."),
         "publication ailleurs – example.org – vu le 3 mars 2026 – qui a cherché : M. B."),
    ],
)  # fmt: skip
def test_each_kind_says_what_is_known_and_where_to_look(settings, one, words):
    settings.MUNICIPALITY = {"website": "https://www.town.example/"}
    assert shown(one) == words


def test_a_cell_says_the_state_alone_and_keeps_the_way_to_what_stands_elsewhere():
    assert shown(Absence(Kind.NOT_TAKEN_UP), arguments="brief=True") == "pas encore dans ce portail"
    elsewhere = Absence(Kind.ELSEWHERE, DAY, ADDRESS, "M. B.")
    assert shown(elsewhere, arguments="brief=True") == "publication ailleurs – example.org"


def test_nobody_is_sent_to_a_site_that_is_not_known(settings):
    settings.MUNICIPALITY = {"website": ""}
    assert shown("not_taken_up") == "pas encore dans ce portail"


def test_every_kind_has_its_own_words_in_every_language():
    words = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words += [absence_words(Absence(kind, DAY)) for kind in Kind]
    assert len(set(words)) == len(Kind) * len(settings.LANGUAGES)


def test_nobody_is_announced_where_no_name_is_known():
    assert shown(Absence(Kind.EXPECTED_SINCE, DAY, who={"ar": "", "fr": "", "es": ""})).endswith("rien de reçu ici")


def test_what_somebody_typed_is_shown_as_text():
    one = Absence(Kind.ELSEWHERE, DAY, 'https://example.org/"><script>', "<b>")
    html = Template("{% absence one %}").render(Context({"one": one}))
    assert "<script>" not in html
    assert "<b>" not in html


@pytest.mark.parametrize(
    ("url", "trust", "is_said"),
    [
        ("", "press", True),
        ("https://www.example.org/", "press", True),
        ("https://www.example.org", "press", True),
        ("https://www.example.org/2025/article", "press", False),
        ("https://www.example.org/?p=3", "press", False),
        ("", "portal", False),
    ],
)
def test_a_source_in_the_press_has_an_address_of_its_text_or_the_words_that_none_is_recorded(url, trust, is_said):
    source = {"title": {"fr": "Article"}, "url": url, "trust": trust}
    page = Template('{% include "components/source.html" %}').render(Context({"source": source}))
    assert ("absence-no_address" in page) is is_said


@pytest.mark.parametrize("file", ["commitments/data/plan-2022-2026.json", "budget_docs/data/budget.json"])
def test_every_source_in_the_press_is_named_with_a_date_or_the_words_that_it_has_none(file):
    undated = {"ar": "تاريخ غير مسجل هنا", "fr": "date non relevée ici", "es": "fecha no anotada aquí"}
    sources = json.loads((settings.BASE_DIR / file).read_text())["sources"]
    rows = sources.values() if isinstance(sources, dict) else [one for one in sources if one["trust"] == "press"]
    assert len(rows) > 4
    for row in rows:
        for language, title in row["title"].items():
            is_dated = re.search(r"(?<!\d-)20\d\d(?!-)", title.replace("2023-2028", "").replace("2021-2027", ""))
            assert is_dated or title.endswith(undated[language]), title
