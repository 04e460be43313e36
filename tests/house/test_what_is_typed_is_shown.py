"""Whatever a form asks for and the public may read is read within two clicks of its subject, in three languages.

A new text field fails here until a page shows it, or until its help text says that it is not for the public and it
stands below with the reason.
"""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest

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
    "commitments.edition.sha256": "measured",
    **{f"participation.photo.{name}": "measured" for name in ("content_type", "sha256")},
    "participation.caseletter.error": "written by the mail program",
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


def visible(response):
    """What is read or, in place of a picture, heard."""
    heard = re.findall(r'<img [^>]*\balt="([^"]*)"', response.text)
    return unescape(" ".join([UNSEEN.sub(" ", response.text), *heard]))


def read_from(client, start):
    """The text of the page and of all that two clicks reach."""
    language, seen, now = start.split("/")[1], {}, [start]
    for _click in range(CLICKS + 1):
        found = []
        for path in dict.fromkeys(now):
            if path in seen or not path.startswith(f"/{language}/") or "/admin/" in path:
                continue
            response = client.get(path)
            if not response["Content-Type"].startswith("text/html"):
                continue
            seen[path] = visible(response)
            links = (unescape(link) for link in re.findall(r'<a [^>]*href="([^"]+)', response.text))
            found += [urlsplit(link)._replace(fragment="").geturl() for link in links if link.startswith("/")]
        now = found
    return "\n".join(seen.values())


def text_about(field, texts):
    """Of the start nearest to the field: its model's own, or its app's."""
    app, model, _name = field.split(".")
    return texts.get(f"{app}.{model}") or texts[app]


def test_every_text_field_is_typed_into_or_stands_among_the_exceptions():
    typed = {field for field, _language, _marker in town_that_is_published().typed}
    assert {*every_text()} - typed == {*NOT_FOR_THE_PUBLIC}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_published_is_read_within_two_clicks(client, language):
    markers = town_that_is_published().read_in(language)
    texts = {subject: read_from(client, f"/{language}{start}") for subject, start in STARTS.items()}
    unread = [field for field, marker in markers if marker not in text_about(field, texts)]
    assert unread == [], "typed, published, and found on no page"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_a_draft_is_read_nowhere(client, language):
    town_that_is_published()
    markers = town_of_drafts().typed
    text = "\n".join(read_from(client, f"/{language}{start}") for start in STARTS.values())
    assert text
    assert [(field, marker) for field, _language, marker in markers if marker in text] == []
