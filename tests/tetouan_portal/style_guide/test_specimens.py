from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import RequestFactory
from django.test.signals import template_rendered

from tetouan_portal.style_guide import foundations, views
from tetouan_portal.style_guide.specimens import Specimen, apart

TEMPLATES = settings.BASE_DIR / "templates"
COMPONENTS = ("components", "commitments/standing", "commitments/standing/charts")
# in the head of a page, on paper alone, or another question each time
UNSEEN = {
    *("components/alternates.html", "components/feed.html", "components/share.html", "components/printed.html"),
    "components/challenge.html",
}
CSS = Path(foundations.FOLDER / "style_guide.css").read_text()


def seen_in(request):
    """The templates drawn by the specimens, those within others too."""
    names = set()

    def note(sender, template, **_kwargs):
        names.add(template.name)

    template_rendered.connect(note)
    views.sections_in("fr", request)
    template_rendered.disconnect(note)
    return names


def test_every_component_has_a_specimen():
    found = {str(path.relative_to(TEMPLATES)) for folder in COMPONENTS for path in (TEMPLATES / folder).glob("*.html")}
    lacking = found - UNSEEN - seen_in(RequestFactory().get("/fr/style-guide/"))
    assert lacking == set(), "Add a specimen of each of these to tetouan_portal/style_guide/"


@pytest.mark.parametrize(("kind", "prefix"), [("text", "sized"), ("space", "spaced")])
def test_every_size_of_the_tokens_is_shown(kind, prefix):
    names = foundations.sizes(kind)
    assert len(names) > 4
    assert [name for name in names if f".{prefix}-{name} " not in CSS] == []


def test_every_drawing_is_shown(monkeypatch, tmp_path):
    (tmp_path / "sheet.svg").write_text('<svg><symbol id="star" viewBox="0 0 9 9"></symbol><symbol id="sun"/></svg>')
    (tmp_path / "sea.svg").write_text("<svg></svg>")
    monkeypatch.setattr(foundations, "DRAWINGS", tmp_path)
    assert foundations.drawings() == {
        "files": ["img/sea.svg"],
        "symbols": [("img/sheet.svg", "star"), ("img/sheet.svg", "sun")],
    }


def test_the_ids_of_a_specimen_are_its_own_and_still_meet():
    html = '<label for="a">x</label><input id="a" aria-describedby="b c"><a href="#a">y</a>'
    own = '<label for="p-a">x</label><input id="p-a" aria-describedby="p-b p-c"><a href="#p-a">y</a>'
    elsewhere = '<use href="/i.svg#a"/><a href="/page/#a">z</a>'
    assert apart(html + elsewhere, "p") == own + elsewhere


def test_a_specimen_stands_in_what_it_cannot_stand_without():
    specimen = Specimen("", "components/demo_mark.html", {"is_demo": True}, "<p>{}</p>")
    html = specimen.html(HttpRequest(), "x")
    assert html.startswith('<p><span class="demo-mark">')
