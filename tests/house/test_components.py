"""Templates are built only from what the stylesheets know, and the stylesheets know nothing that no template uses."""

import re
from fnmatch import fnmatchcase

import pytest
from django.conf import settings

from tetouan_portal.lib.stylesheet import FOLDER, SOURCES

TEMPLATES = settings.BASE_DIR / "templates"
OTHERS = ("admin", "emails", "pdf")  # Django's own stylesheets, none, report_pdf.css
OF_PAGES = (
    *SOURCES,
    "accounts",
    "style_guide",
    "participation",
    "tracking",
    "report_pdf",
)  # a report is a page and a PDF
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
TAG = re.compile(r"{%.*?%}", re.DOTALL)
VALUE = re.compile(r"{{.*?}}", re.DOTALL)
# Names for the readers of the markup and for tests, which nothing styles.
NAMES_ALONE = """
  address amendment-about commitment-row-title data download glossary history-entry indicator-method news news-text
  promise remove report-author report-head site-footer-licence specimen-other success
"""


def css_classes(*names):
    sheets = (COMMENT.sub("", (FOLDER / f"{name}.css").read_text()) for name in names)
    return set(
        re.findall(r"\.(-?[a-zA-Z_][\w-]*)", "".join(re.sub(r'"[^"]*"|url\([^)]*\)', "", css) for css in sheets))
    )


def used_classes(text):
    """The class names of a template; what it computes stands as `*`: level-*."""
    lists = re.findall(r'\sclass="((?:[^"{]|{{.*?}}|{%.*?%})*)"', text, re.DOTALL)
    return {name for names in lists for name in TAG.sub(" ", VALUE.sub("*", names)).split()}


TAGS = sorted(settings.BASE_DIR.glob("*/templatetags/*.py"))
EVERY = sorted(TEMPLATES.rglob("*.html"))
PUBLIC = [path for path in EVERY if path.relative_to(TEMPLATES).parts[0] not in OTHERS]


def test_the_classes_of_a_template_are_read_whatever_computes_them():
    text = (
        """<p class="a{% if b == "c" %} d{% endif %} e-{{ f|default:'g' }}"><i class='x'><b data-class="y" class="z">"""
    )
    assert used_classes(text) == {"a", "d", "e-*", "z"}


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_every_class_of_a_public_page_is_styled(path):
    known = css_classes(*OF_PAGES) | set(NAMES_ALONE.split())
    unknown = {used for used in used_classes(path.read_text()) if not any(fnmatchcase(name, used) for name in known)}
    assert unknown == set()


@pytest.mark.parametrize("sheet", ["layout", "components", "charts", "budget", "forms", "report", "style_guide"])
def test_every_styled_class_is_used(sheet):
    used = set().union(*(used_classes(path.read_text()) for path in EVERY))
    used |= {"errorlist"}  # Django's forms
    used |= {name for path in TAGS for name in used_classes(path.read_text().replace("{}", "{{ value }}"))}
    dead = {name for name in css_classes(sheet) if not any(fnmatchcase(name, pattern) for pattern in used)}
    assert dead == set()
