"""What the public reads of cases: the desk's words, codes and dates, and nothing else, as long as both sides agree."""

from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation.case import author_acts, desk_acts, erasure
from participation.models import Photo, PublishedCase, Teller
from tests.factories import participation as make
from tests.factories.commitments import CommitmentFactory

pytestmark = pytest.mark.django_db
LIST = "/fr/participate/cases/"
LANGUAGES = ["ar", "fr", "es"]
# What authors and officers wrote where the public must not read it.
MARKS = {
    "subject": "OBJET-NON-PUBLIC",
    "text": "TEXTE-NON-CAVIARDE Salma habite au 7",
    "place": "LIEU-EXACT-RUE-17",
    "national_reference": "CHIKAYA-SECRET-99",
    "name": "MARQUE-NOM Bennani",
    "email": "marque.courriel@example.org",
    "phone": "0699887766",
    "postal_address": "MARQUE-ADRESSE 7 rue Sidi",
    "note": "NOTE-INTERNE-MARQUEE",
}


@pytest.fixture
def published(officer, now):
    """A published case with everything around it that could leak, and beside it one that is not published."""
    words = {name: MARKS[name] for name in ("subject", "text", "place", "national_reference")}
    contact = {name: MARKS[name] for name in ("name", "email", "phone", "postal_address")}
    for is_public in (False, True):
        case = make.CaseFactory(may_be_published=True, **words)
        make.ContactFactory(case=case, **contact)
        desk_acts.note(case, MARKS["note"], by=officer, now=now)
        author_acts.reply(case, f"{MARKS['text']} encore", now=now)
        desk_acts.close(case, "solved", f"{MARKS['name']}, c’est réparé.", by=officer, now=now)
        if is_public:
            words = {"title_fr": "Un lampadaire éteint", "text_fr": "Éteint.", "answer_fr": "Réparé."}
            desk_acts.publish(case, words, [photo(case, alternative_text="Un poteau")], by=officer, now=now)
        photo(case, alternative_text=MARKS["name"])
    return case


def photo(case, **values):
    kept = Photo(case=case, content_type="image/jpeg", width=4, height=3, size=5, sha256="a" * 64, **values)
    kept.file.save("x", ContentFile(b"\xff\xd8\xff12"), save=True)
    return kept


def page_of(case, language="fr"):
    return f"/{language}/participate/cases/{case.reference}/"


def everything_public(client, case):
    """(address, what the public reads there), of every place that shows cases or counts them."""
    addresses = ["/sitemap.xml"]
    for language in LANGUAGES:
        addresses += [f"/{language}/participate/{rest}" for rest in ("cases/", "cases/feed/", "statistics/")]
        addresses += [f"/{language}/participate/statistics.csv?year=2026", page_of(case, language), f"/{language}/"]
        addresses += [f"/{language}/participate/statistics/?year=2026"]
        addresses += [f"/{language}/participate/cases/?q=Salma"]
    for address in addresses:
        answer = client.get(address)
        yield address, (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def test_nothing_that_authors_or_officers_wrote_for_themselves_is_public(client, published):
    seen = 0
    for address, text in everything_public(client, published):
        seen += published.reference in text
        for mark in MARKS.values():
            assert mark not in text, address
    assert seen >= 3 * len(LANGUAGES)


def test_words_of_the_author_are_not_even_asked_of_the_database(client, published):
    for address in (LIST, page_of(published), f"{LIST}feed/", "/fr/participate/statistics/"):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        for query in queries:
            for column in ("subject", "place", "text", "tracking_hash", "national_reference"):
                assert f'"participation_case"."{column}"' not in query["sql"], address
            assert "participation_contact" not in query["sql"]
            assert '."text"' not in query["sql"]  # of the history, what a closing decided is asked for alone


def test_a_search_finds_published_words_alone(client, published):
    assert client.get(LIST, {"q": "lampadaire"}).context["total"] == 1
    for mark in MARKS.values():
        assert client.get(LIST, {"q": mark}).context["total"] == 0


def test_the_page_tells_how_it_ended_and_how_long_it_took(client, published):
    page = client.get(page_of(published))
    case = page.context["case"]
    assert (case["answer"]["fr"], case["days"], case["is_closed"]) == ("Réparé.", 14, True)
    assert 'alt="Un poteau"' in page.text


def test_a_text_in_another_language_is_marked_as_such(client, published):
    assert '<span lang="fr" dir="ltr">Un lampadaire éteint</span>' in client.get(page_of(published, "ar")).text


def answer_of(client, reference):
    answer = client.get(f"/fr/participate/cases/{reference}/")
    return answer.status_code, answer.text.replace(reference, "REFERENCE")


def test_what_is_not_public_looks_like_what_never_was(client, published, officer, now):
    never_was = answer_of(client, "2026-99999")
    hidden = make.CaseFactory()
    assert answer_of(client, hidden.reference) == never_was
    desk_acts.unpublish(published, "À revoir.", by=officer, now=now)
    assert answer_of(client, published.reference) == never_was
    assert never_was[0] == 404


@pytest.mark.parametrize(
    "reference", ["1", "2025-{pk:05d}", "2026-{pk}", "2026-0{pk:05d}", "x", "2026-9999999999999999"]
)
def test_a_case_has_one_address(client, published, reference):
    typed = reference.format(pk=published.pk)
    if typed != published.reference:
        assert client.get(f"{LIST}{typed}/").status_code == 404


def test_taken_back_by_its_author_it_is_gone_at_once(client, published, now):
    address = f"/participate/photos/{published.photos.get(is_public=True).key}"
    assert client.get(address).getvalue() == b"\xff\xd8\xff12"
    author_acts.agree_to_publication(published, agrees=False, now=now)
    assert client.get(address).status_code == 404
    for gone in (LIST, f"{LIST}feed/", "/sitemap.xml"):
        assert published.reference not in client.get(gone).text


def test_after_time_has_erased_the_case_its_published_words_stay(client, published, now):
    erasure.erase(published, now=now, by=Teller.SYSTEM)
    assert client.get(page_of(published)).status_code == 200


def test_a_photo_that_the_desk_does_not_show_has_no_public_address(client, published):
    hidden = published.photos.get(is_public=False)
    assert client.get(f"/participate/photos/{hidden.key}").status_code == 404
    assert str(hidden.key) not in client.get(page_of(published)).text


def test_a_photo_is_asked_for_anew_each_time(client, published):
    answer = client.get(f"/participate/photos/{published.photos.get(is_public=True).key}")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "public, no-cache")


def test_the_commitment_is_named_when_it_is_public_itself(client, published):
    for is_published, shown in ((False, False), (True, True)):
        commitment = CommitmentFactory(slug=f"c-{is_published}".lower(), is_published=is_published)
        type(published).objects.filter(pk=published.pk).update(commitment=commitment)
        assert (f"/commitments/{commitment.slug}/" in client.get(page_of(published)).text) is shown


def test_a_commitment_shows_what_citizens_say_about_it(client, published, now):
    commitment = CommitmentFactory(slug="lighting")
    address = "/fr/commitments/lighting/"
    assert "participate/cases/2" not in client.get(address).text
    type(published).objects.filter(pk=published.pk).update(commitment=commitment)
    text = client.get(address).text
    assert f"/fr/participate/cases/{published.reference}/" in text
    assert not [mark for mark in MARKS.values() if mark in text]
    author_acts.agree_to_publication(published, agrees=False, now=now)
    assert published.reference not in client.get(address).text


# --- the list -----------------------------------------------------------------------------


def shown(client, **wanted):
    return [row["title"]["fr"] for row in client.get(LIST, wanted).context["found"]]


@pytest.fixture
def several():
    other = make.CategoryFactory(slug="roads", name_fr="Voirie")
    open_case = make.CaseFactory(category=other, district=None, may_be_published=True, kind="suggestion")
    make.PublishedCaseFactory(title_fr="Lampadaire", published_at=datetime(2026, 6, 11, tzinfo=UTC))
    make.PublishedCaseFactory(case=open_case, title_fr="Trou", published_at=datetime(2026, 6, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        ({}, ["Trou", "Lampadaire"]),
        ({"kind": "suggestion"}, ["Trou"]),
        ({"category": "lighting"}, ["Lampadaire"]),
        ({"district": "medina"}, ["Lampadaire"]),
        ({"state": "solved"}, ["Lampadaire"]),
        ({"state": "open"}, ["Trou"]),
        ({"q": "trou"}, ["Trou"]),
        ({"q": "trou", "kind": "complaint"}, []),
    ],
)
def test_the_list_is_narrowed(client, several, wanted, titles):
    assert shown(client, **wanted) == titles


@pytest.mark.parametrize(
    "query", ["kind=bribe", "category=none", "district=x", "state=abuse", "page=0", "page=51", "page=x", "q=%00"]
)
def test_what_is_not_in_the_lists_is_refused_with_a_sentence(client, several, query):
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 400
    assert answer.context["form"].errors


def test_a_page_beyond_the_last_does_not_exist(client, several):
    assert client.get(LIST, {"page": 2}).status_code == 404


def test_pages_hold_each_case_once(client):
    for number in range(45):
        make.PublishedCaseFactory(title_fr=f"Cas {number}", published_at=datetime(2026, 6, 11, tzinfo=UTC))
    titles = [title for page in (1, 2, 3) for title in shown(client, page=page)]
    assert (len(titles), len(set(titles))) == (45, 45)
    assert client.get(LIST, {"page": 3}).context["next"] is None


def test_lists_before_there_is_anything_say_so(client):
    for language in LANGUAGES:
        assert 'class="empty"' in client.get(f"/{language}/participate/cases/").text


@pytest.mark.parametrize("count", [1, 5])
def test_a_longer_list_costs_no_more_queries(client, django_assert_num_queries, count):
    for number in range(count):
        make.PublishedCaseFactory(title_fr=f"Cas {number}")
    with django_assert_num_queries(4):
        client.get(LIST)
    with django_assert_num_queries(1):
        client.get(f"{LIST}feed/")


def test_one_case_costs_few_queries(client, published, django_assert_num_queries):
    with django_assert_num_queries(4):
        client.get(page_of(published))


def test_the_feed_is_in_the_readers_language(client):
    make.PublishedCaseFactory(title_ar="مصباح", title_fr="Lampadaire")
    assert "<title>مصباح</title>" in client.get("/ar/participate/cases/feed/").text
    assert "<title>Lampadaire</title>" in client.get(f"{LIST}feed/").text


def test_public_pages_set_no_cookie(client, published):
    for address in (LIST, page_of(published), "/fr/participate/statistics/"):
        answer = client.get(address)
        assert not answer.cookies
        assert "Cookie" not in answer.headers.get("Vary", "")
    assert PublishedCase.objects.count() == 1
