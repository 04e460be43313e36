import re
from datetime import date
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.html import strip_tags

from tetouan_portal.templatetags import portal

TEMPLATES = settings.BASE_DIR / "templates"
TITLE = {"ar": "ميزانية", "fr": "Budget", "es": ""}


def page(address):
    return {"request": RequestFactory().get(address)}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/fr/commitments/?axis=1&late=1", "/ar/commitments/?axis=1&amp;late=1"),
        ("/fr/", "/ar/"),
        ("/fr/nothing/%22%3E%3Cb%3E/", "/ar/nothing/%22%3E%3Cb%3E/"),
        ("/fr/%D8%AA/", "/ar/%D8%AA/"),
        ("/fr/?q=%22%3E<b>", "/ar/?q=%22%3E%3Cb%3E"),
        ("/fr/?q=%zz", "/ar/?q=%zz"),
        ("/livez", "/ar/"),
        ("/de/commitments/", "/ar/"),
    ],
)
def test_the_same_page_in_another_language_keeps_its_query_and_is_safe_to_print(address, expected):
    assert portal.this_page_in(page(address), "ar") == expected


def test_the_permanent_address_is_full_and_without_query(settings):
    settings.SITE_URL = "https://portal.example.org"
    assert portal.permanent_address(page("/fr/plan/?x=1"), "es") == "https://portal.example.org/es/plan/"


@pytest.mark.parametrize(
    ("language", "shown"),
    [("ar", "ميزانية"), ("fr", "Budget"), ("es", '<span lang="ar" dir="rtl">ميزانية</span>')],
)
def test_a_borrowed_text_is_marked_with_its_language_and_direction(language, shown):
    row = SimpleNamespace(title_ar=TITLE["ar"], title_fr=TITLE["fr"], title_es=TITLE["es"])
    with translation.override(language):
        template = Template('{% translated row "title" %}|{% translated data "title" %}|{{ title|one_of }}')
        assert template.render(Context({"row": row, "data": {"title": TITLE}, "title": TITLE})) == "|".join([shown] * 3)


def test_prose_is_markdown_without_markup_of_its_own():
    with translation.override("fr"):
        rendered = portal.prose({"body": {"fr": "Un **mot**.\n\n- a\n\n<b onclick=x>gras</b>"}}, "body")
    assert (
        rendered
        == "<p>Un <strong>mot</strong>.</p>\n<ul>\n<li>a</li>\n</ul>\n<p>&lt;b onclick=x&gt;gras&lt;/b&gt;</p>\n"
    )


@pytest.mark.parametrize(("language", "text"), [("ar", "غشت 2026"), ("fr", "août 2026"), ("es", "agosto de 2026")])
def test_months_are_named_as_people_here_name_them(language, text):
    with translation.override(language):
        assert portal.month("2026-08-31") == f'<time datetime="2026-08-31">{text}</time>'
        assert portal.month(None) == "—"


@pytest.mark.parametrize(("language", "shown"), [("ar", "1.234,5"), ("fr", "1\u00a0234,5"), ("es", "1.234,5")])
def test_numbers_are_exact_and_grouped_as_the_language_does(language, shown):
    with translation.override(language):
        assert portal.number("1234.5000") == shown
        assert portal.number(None) == "—"
        assert portal.number("seven") == "seven"


def test_an_identifier_is_isolated_from_the_text_around_it():
    assert portal.code("MATET<0004") == '<bdi dir="ltr">MATET&lt;0004</bdi>'
    assert portal.code("") == ""


@pytest.mark.parametrize(
    ("language", "text"), [("ar", "1 يناير 2025"), ("fr", "1er janvier 2025"), ("es", "1 de enero de 2025")]
)
def test_the_first_of_a_month_is_written_as_the_language_writes_it(language, text):
    with translation.override(language):
        assert strip_tags(portal.day(date(2025, 1, 1))) == text


@pytest.mark.parametrize(("language", "mark"), [("ar", ":"), ("fr", "\u00a0:"), ("es", ":")])
def test_french_sets_a_colon_off_from_its_label(language, mark):
    with translation.override(language):
        assert portal.colon() == mark


def test_an_icon_exists_in_the_drawings_and_only_those_that_point_are_mirrored():
    drawings = (settings.BASE_DIR / "tetouan_portal/static/img/icons.svg").read_text()
    used = {name for path in TEMPLATES.rglob("*.html") for name in re.findall(r'{% icon "([^"]+)"', path.read_text())}
    assert used
    assert {name for name in used if f'<symbol id="{name}"' not in drawings} == set()
    assert "icon-pointing" in portal.icon("chevron-right")
    assert "icon-pointing" not in portal.icon("calendar")
    assert 'aria-hidden="true"' in portal.icon("calendar")


@pytest.mark.parametrize(("language", "mark"), [("ar", "؟"), ("fr", "\u202f?"), ("es", "?")])
def test_no_colon_follows_a_question(language, mark):
    class Question(forms.Form):
        q = forms.CharField(label=f"X{mark}")
        name = forms.CharField(label="X")

    with translation.override(language):
        assert portal.colon(f"X{mark}") == ""
        assert portal.colon("X").endswith(":")
        assert f"X{mark}</label>" in Question()["q"].label_tag()
        assert ":</label>" in Question()["name"].label_tag()


def test_the_comma_is_that_of_the_language():
    assert [in_language(language, portal.comma) for language in ("ar", "fr", "es")] == ["،", ",", ","]


def in_language(language, said):
    with translation.override(language):
        return said()


@pytest.mark.parametrize(("language", "group"), [("ar", "."), ("fr", "\u00a0"), ("es", ".")])
def test_an_amount_below_nothing_is_isolated_with_its_sign(language, group):
    run = f'<bdi class="run" dir="ltr">−1{group}000</bdi>'
    unit = "\u00a0درهم" if language == "ar" else "\u00a0DH"
    assert in_language(language, lambda: portal.money(-1000)) == run + unit
    assert in_language(language, lambda: portal.number(-1000)) == run
    assert in_language(language, lambda: portal.plain_money(-1000)) == f"-1{group}000{unit}"
