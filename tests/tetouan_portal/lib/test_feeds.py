"""The portal's feeds as programs read them: valid by RFC 4287, each text in the language that it is in."""

from datetime import UTC, date, datetime

import pytest

from tests import atom
from tests.budget_docs import rows
from tests.factories import commitments as make
from tests.factories.drafts import SECRETS, drafts_around
from tests.factories.participation import PublishedCaseFactory
from tetouan_portal.lib.languages import LANGUAGE_CODES

pytestmark = pytest.mark.django_db
FEEDS = ["commitments/feed/", "budget/feed/", "participate/cases/feed/"]


@pytest.fixture
def commitment():
    """With news of every kind, and drafts around it."""
    commitment = make.CommitmentFactory(slug="budget")
    make.StatementFactory(commitment=commitment, is_demo=True, summary_fr="<b>Deux</b> documents")
    milestone = make.MilestoneFactory(commitment=commitment)
    make.StatementFactory(commitment=None, milestone=milestone, by_monitor=True)
    make.ProgressUpdateFactory(commitment=commitment, title_fr=None, title_es=None)
    make.AmendmentFactory(commitment=commitment)
    drafts_around(commitment)
    return commitment


@pytest.fixture
def filled(commitment):
    rows.file(rows.document(title_fr=None, title_es=None, is_demo=True))
    PublishedCaseFactory()


def feed_of(client, address):
    response = client.get(address)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return atom.parsed(response.content)


def entries(client, address):
    return feed_of(client, address).findall(f"{atom.ATOM}entry")


@pytest.mark.parametrize("language", LANGUAGE_CODES)
@pytest.mark.parametrize("address", FEEDS)
def test_every_feed_is_valid_in_every_language(client, filled, language, address):
    feed = feed_of(client, f"/{language}/{address}")
    assert atom.faults(feed) == []
    assert feed.get(atom.LANG) == language
    assert feed.findall(f"{atom.ATOM}entry")


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_that_has_nothing_yet_is_valid(client, address):
    assert atom.faults(feed_of(client, f"/fr/{address}")) == []


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ("updated", "entry has 0 updated"),
        ("id", "entry has 0 id"),
        ("title", "entry has 0 title"),
        ("link", "4.1.2: an entry has neither content nor an alternate link"),
    ],
)
def test_the_test_itself_sees_what_is_missing(client, filled, broken, fault):
    feed = feed_of(client, "/fr/budget/feed/")
    entry = feed.find(f"{atom.ATOM}entry")
    entry.remove(entry.find(f"{atom.ATOM}{broken}"))
    assert atom.faults(feed) == [fault]


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_a_text_shown_in_another_language_says_which_and_so_does_its_mark(client, filled, language):
    [document] = entries(client, f"/{language}/budget/feed/")
    assert document.get(atom.LANG) == "ar"
    assert document.findtext(f"{atom.ATOM}title") == "ميزانية 2026 (عرض تجريبي)"
    assert document.find(f"{atom.ATOM}summary").get(atom.LANG) == language


def test_a_new_version_of_a_file_brings_its_document_up_again(client):
    old = rows.document("old", publish_at=datetime(2026, 1, 1, tzinfo=UTC))
    rows.document("new", publish_at=datetime(2026, 2, 1, tzinfo=UTC), slot=rows.slot(2025))
    first = rows.file(old, is_current=False)
    second = rows.file(old, version=2, content=b"%PDF-1.7 second")
    stored = type(second).objects
    stored.filter(pk=first.pk).update(added_at=datetime(2025, 12, 1, tzinfo=UTC))
    stored.filter(pk=second.pk).update(added_at=datetime(2026, 3, 1, tzinfo=UTC))
    told = [
        (e.findtext(f"{atom.ATOM}id"), e.findtext(f"{atom.ATOM}updated")[:10])
        for e in entries(client, "/fr/budget/feed/")
    ]
    assert [(address.split("/")[-2], day) for address, day in told] == [("old", "2026-03-01"), ("new", "2026-02-01")]


def test_a_version_that_nobody_can_have_brings_nothing_up(client):
    document = rows.document(publish_at=datetime(2026, 1, 1, tzinfo=UTC))
    held = rows.file(document, hidden=[{"kind": "sheets", "count": 1, "names": []}], held_back=True)
    type(held).objects.filter(pk=held.pk).update(added_at=datetime(2026, 3, 1, tzinfo=UTC))
    [entry] = entries(client, "/fr/budget/feed/")
    assert entry.findtext(f"{atom.ATOM}updated")[:10] == "2026-01-01"


def test_words_in_angle_brackets_are_words(client, filled):
    summaries = [entry.findtext(f"{atom.ATOM}summary") for entry in entries(client, "/fr/commitments/feed/")]
    assert "<b>Deux</b> documents" in summaries


def test_statements_of_both_sides_news_and_changes_are_told_and_no_draft(client, commitment):
    found = entries(client, "/fr/commitments/feed/")
    assert len(found) == 4
    text = "".join("".join(entry.itertext()) for entry in found)
    assert "Déclaré par la Commune" in text
    assert "Évalué par l’organe de suivi" in text
    assert "La promesse a été modifiée" in text
    for secret in SECRETS.values():
        assert secret.encode() not in client.get("/fr/commitments/feed/").content


def test_what_came_in_late_under_an_early_date_is_new(client, commitment):
    make.StatementFactory(commitment=commitment, dated_on=date(2023, 1, 1), summary_fr="Ancien et nouveau")
    assert entries(client, "/fr/commitments/feed/")[0].findtext(f"{atom.ATOM}summary") == "Ancien et nouveau"


@pytest.mark.parametrize("count", [1, 3])
def test_a_feed_of_commitments_asks_as_often_however_much_there_is(client, django_assert_num_queries, count):
    for _n in range(count):
        commitment = make.CommitmentFactory()
        make.StatementFactory(commitment=commitment)
        make.ProgressUpdateFactory(commitment=commitment)
        make.AmendmentFactory(commitment=commitment)
    with django_assert_num_queries(7):
        client.get("/fr/commitments/feed/")


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_pages_announce_their_feeds(client, filled, language):
    announced = f'rel="alternate" type="application/atom+xml" hreflang="{language}"'
    wanted = {
        "": FEEDS,
        "commitments/": FEEDS[:1],
        "commitments/budget/": FEEDS[:1],
        "budget/": FEEDS[1:2],
        "budget/2026/": FEEDS[1:2],
        "participate/cases/": FEEDS[2:],
    }
    for page, feeds in wanted.items():
        text = client.get(f"/{language}/{page}").text
        assert text.count(announced) == len(feeds)
        assert [feed for feed in feeds if f'href="/{language}/{feed}"' not in text] == []
