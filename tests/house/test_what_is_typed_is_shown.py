"""Whatever a form asks for and the public may read is read within two clicks of its subject, in three languages.

A new text field fails here until a page shows it, or until its help text says that it is not for the public and it
stands below with the reason.
"""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import translation

from tests.factories import people
from tests.house.markers import LANGUAGES, every_text
from tests.house.typed_town import STARTS, town_of_drafts, town_that_is_published

pytestmark = pytest.mark.django_db
CLICKS = 2
UNSEEN = re.compile(r"<(script|style|head)\b.*?</\1>|<!--.*?-->|<[^>]*>", re.DOTALL)

NOT_FOR_THE_PUBLIC = {
    # becomes public as the note of the value that the statement publishes
    "commitments.proposedreading.note": "kept with a statement that is not published yet",
    # written by programs, not by people
    **{f"commitments.keptfile.{name}": "measured" for name in ("purpose", "filename", "content_type", "sha256")},
    **{f"commitments.reportpdf.{name}": "measured" for name in ("error", "source_sha256", "sha256")},
    **{f"commitments.thumbnail.{name}": "measured" for name in ("source_sha256", "sha256")},
    "commitments.linkcheck.host": "taken from the link, to ask each server for one at a time",
    "commitments.edition.sha256": "measured",
    **{f"commitments.thumbnail.{name}": "measured" for name in ("sha256", "source_sha256")},
    **{f"participation.photo.{name}": "measured" for name in ("content_type", "sha256")},
    **{f"budget_docs.filepage.{name}": "read out of a file" for name in ("name", "text")},
    # codes that say where a line stands
    "budget_docs.budgetheading.path": "a code",
    **{
        f"budget_docs.budgetline.{name}": "a code"
        for name in ("part", "section", "chapter", "article", "paragraph", "line", "path", "economic_code")
    },
    # the desk's own, and what an author wrote to it
    "budget_docs.columnmapping.name": "a help for importing",
    **{f"participation.answertemplate.{name}": "the desk's drafts of answers" for name in ("title", "text")},
    **{f"participation.case.{name}": "private" for name in ("place", "subject", "text", "national_reference")},
    **{f"participation.contact.{name}": "private" for name in ("name", "email", "phone", "postal_address")},
    "participation.draft.content": "private",
    "participation.caseevent.text": "private: the author reads it",
    # read by the author of a case, in the explanation of its date or of a refusal
    "participation.holiday.name": "said to the author of a case whose date it moves",
    **{f"participation.term.{name}": "said to the author of a case" for name in ("source", "article")},
    "participation.term.confirmed_by": "who of the Commune, for the staff; the public reads that it is confirmed",
    "participation.refusalground.source": "said to the author of a case",
}


SAYS_SO = {  # of a help text: who reads what is typed
    "ar": ("لا يطّلع عليه إلا الموظفون", "لا يقرؤه أصحاب الرسائل", "لا يقرؤه العموم", "لا يقرؤها العموم"),
    "fr": ("Seuls les agents le lisent", "les auteurs ne le lisent pas", "le public ne l"),
    "es": ("Solo lo lee el personal", "los autores no lo leen", "el público no l"),
}
ASKED_OTHERWISE = {
    *(f"participation.case.{name}" for name in ("place", "subject", "text", "national_reference")),  # by the author
    "commitments.proposedreading.note",  # for the public, in its time
    *(field for field, reason in NOT_FOR_THE_PUBLIC.items() if reason == "measured"),
}


def visible(response):
    """What is read or, in place of a picture, heard."""
    heard = re.findall(r'<img [^>]*\balt="([^"]*)"', response.text)
    return unescape(" ".join([UNSEEN.sub(" ", response.text), *heard]))


class Reader:
    """Of a portal that does not change: each page is asked for once, from wherever it is reached."""

    def __init__(self, client):
        self.client, self.read = client, {}

    def page(self, path):
        """(text, paths it links to); nothing of what is no page."""
        if path not in self.read:
            response = self.client.get(path)
            if not response["Content-Type"].startswith("text/html"):
                self.read[path] = "", []
            else:
                links = (unescape(link) for link in re.findall(r'<a [^>]*href="([^"]+)', response.text))
                paths = [urlsplit(link)._replace(fragment="").geturl() for link in links if link.startswith("/")]
                self.read[path] = visible(response), paths
        return self.read[path]

    def text_from(self, start):
        """The text of the page and of all that two clicks reach."""
        language, seen, now = start.split("/")[1], {}, [start]
        for _click in range(CLICKS + 1):
            found = []
            for path in dict.fromkeys(now):
                if path not in seen and path.startswith(f"/{language}/") and "/admin/" not in path:
                    seen[path], links = self.page(path)
                    found += links
            now = found
        return "\n".join(seen.values())


def text_about(field, texts):
    """Of the start nearest to the field: its model's own, or its app's."""
    app, model, _name = field.split(".")
    return texts.get(f"{app}.{model}") or texts[app]


def test_every_text_field_is_typed_into_or_stands_among_the_exceptions():
    typed = {field for field, _language, _marker in town_that_is_published().typed}
    assert {*every_text()} - typed == {*NOT_FOR_THE_PUBLIC}


@pytest.mark.matrix(3, "tests/house/")
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_published_is_read_within_two_clicks(client, language):
    markers = town_that_is_published().read_in(language)
    reader = Reader(client)
    texts = {subject: reader.text_from(f"/{language}{start}") for subject, start in STARTS.items()}
    unread = [field for field, marker in markers if marker not in text_about(field, texts)]
    assert unread == [], "typed, published, and found on no page"


@pytest.mark.matrix(3, "tests/house/")
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_a_draft_is_read_nowhere(client, language):
    town_that_is_published()
    markers = town_of_drafts().typed
    reader = Reader(client)
    text = "\n".join(reader.text_from(f"/{language}{start}") for start in STARTS.values())
    assert text
    assert [(field, marker) for field, _language, marker in markers if marker in text] == []


def typed_by_staff(request):
    """(field, name in the form, the form's field) of every record page and of the rows within it."""
    for model, record_page in admin.site._registry.items():
        request.path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        if not (record_page.has_add_permission(request) or record_page.has_change_permission(request)):
            continue
        forms = [(model, record_page.get_form(request))]
        forms += [(one.model, one.get_formset(request).form) for one in record_page.get_inline_instances(request)]
        for owner, form in forms:
            for name, field in form.base_fields.items():
                yield f"{owner._meta.label_lower}.{re.sub('_(ar|fr|es)$', '', name)}", name, field


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_for_the_public_says_so_where_staff_type_it(rf, language):
    request = rf.get("/")
    request.user = people.superuser()
    with translation.override(language):
        typed = [
            (name, str(field.help_text))
            for column, name, field in typed_by_staff(request)
            if column in NOT_FOR_THE_PUBLIC.keys() - ASKED_OTHERWISE
        ]
    assert {name for name, _text in typed} >= {"confirmed_by", "source", "title_fr", "text_ar", "name_es"}
    assert [(name, text) for name, text in typed if not any(word in text for word in SAYS_SO[language])] == []
