"""Photos are seen as small pictures where their proofs are listed, by whoever may see the photo and nobody else."""

import gzip
import re

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commitments.evidence.thumbnails import address_of
from commitments.models import Commitment, Evidence, Scan, Thumbnail
from tests.commitments.withdrawing import as_a_draft
from tests.factories.commitments import (
    CommitmentFactory,
    EvidenceFactory,
    IndicatorFactory,
    MilestoneFactory,
    ProgressUpdateFactory,
    ReadingFactory,
    StatementFactory,
)
from tests.factories.photos import a_photo, a_thumbnail
from tests.factories.reports import further_edition, published_report

pytestmark = pytest.mark.django_db
IMG = re.compile(r"<img [^>]*>")


def pictures_on(response):
    return IMG.findall(response.text.partition("<main")[2])


def of_everything(commitment, **state):
    """A photo on each thing that can have one, with its small picture."""
    milestone = MilestoneFactory(commitment=commitment)
    reading = ReadingFactory(indicator=IndicatorFactory(commitment=commitment))
    photos = [
        a_photo(statement=StatementFactory(commitment=commitment, **state)),
        a_photo(statement=StatementFactory(commitment=None, milestone=milestone, **state)),
        a_photo(milestone=milestone),
        a_photo(reading=reading),
        a_photo(update=ProgressUpdateFactory(commitment=commitment, **state)),
    ]
    return [a_thumbnail(photo) for photo in photos]


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_each_photo_of_a_commitment_is_a_picture_that_keeps_its_place_and_waits_to_be_seen(client, language):
    rows = of_everything(CommitmentFactory(slug="light"))
    pictures = pictures_on(client.get(f"/{language}/commitments/light/"))
    assert len(pictures) == len(rows)
    for row in rows:
        picture = next(one for one in pictures if f'src="{address_of(row)}"' in one)
        assert 'width="240" height="180" loading="lazy"' in picture


def test_picture_and_title_are_one_link_to_the_file(client):
    row = a_thumbnail(a_photo(statement=StatementFactory(commitment__slug="light")))
    text = client.get("/es/commitments/light/").text
    link = re.search(r'<a href="([^"]*)"><img [^>]*alt=""[^>]*><br>La obra</a>', text)
    assert link[1] == row.evidence.get_absolute_url()


def test_the_description_of_a_picture_is_said_instead_of_it_in_its_own_language(client):
    statement = StatementFactory(commitment__slug="light")
    a_thumbnail(a_photo(statement=statement, alternative_text_fr="Deux grues", alternative_text_ar="رافعتان"))
    assert 'alt="Deux grues"' in pictures_on(client.get("/fr/commitments/light/"))[0]
    assert 'alt="رافعتان" lang="ar"' in pictures_on(client.get("/es/commitments/light/"))[0]


def test_a_photo_without_its_small_picture_is_a_link_as_before(client):
    row = a_photo(statement=StatementFactory(commitment__slug="light"), alternative_text_fr="Deux grues")
    Thumbnail.objects.create(evidence=row, source_sha256=row.sha256, attempts=1)
    response = client.get("/fr/commitments/light/")
    assert pictures_on(response) == []
    listed = response.text.partition('id="proofs"')[2]
    assert f'<a href="{row.get_absolute_url()}">Le chantier</a>' in listed
    assert "Deux grues" in listed


def test_a_small_picture_is_served_like_its_photo(client):
    row = a_thumbnail(a_photo())
    response = client.get(address_of(row))
    assert b"".join(response) == b"RIFF small WEBP"
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, no-cache"
    assert response["Content-Security-Policy"].startswith("sandbox;")
    assert response["Content-Disposition"].startswith("inline;")
    assert not response.cookies
    again = client.get(address_of(row), headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert client.post(address_of(row)).status_code == 405


def hide_the_commitment(row):
    as_a_draft(Commitment.objects.filter(pk=row.statement.commitment_id))


def hide_the_plan(row):
    plan = row.statement.commitment.plan
    as_a_draft(type(plan).objects.filter(pk=plan.pk))


def hold_back(row):
    Evidence.objects.filter(pk=row.pk).update(held_back=True, hidden=[{"kind": "comments", "n": 1, "places": []}])


def withdraw(row):
    Evidence.objects.filter(pk=row.pk).update(withdrawn_at=timezone.now(), withdrawal_reason_fr="Un visage.")


def infect(row):
    Evidence.objects.filter(pk=row.pk).update(scan=Scan.INFECTED)


def await_the_scanner(row):
    Evidence.objects.filter(pk=row.pk).update(scan=Scan.WAITING)


def belong_to_another_file(row):
    Thumbnail.objects.filter(pk=row.pk).update(source_sha256="f" * 64)


def lose_the_file(row):
    default_storage.delete(row.thumbnail.file.name)


@pytest.mark.parametrize(
    "happen",
    [
        hide_the_commitment,
        hide_the_plan,
        hold_back,
        withdraw,
        infect,
        await_the_scanner,
        belong_to_another_file,
        lose_the_file,
    ],
    ids=lambda happen: happen.__name__,
)
def test_what_the_public_may_not_see_leaks_by_no_small_picture(client, happen):
    row = a_photo(statement=StatementFactory(commitment__slug="light"))
    small = a_thumbnail(row)
    path = address_of(small)
    served = client.get(path)
    assert b"".join(served)
    happen(row)
    for headers in ({}, {"If-None-Match": served["ETag"]}, {"Range": "bytes=0-3"}):
        assert client.get(path, headers=headers).status_code == 404
    if happen is not lose_the_file:
        assert path not in client.get("/fr/commitments/light/").text


def test_photos_of_drafts_have_no_address_for_the_public(client):
    rows = of_everything(CommitmentFactory(slug="light"), state="draft")
    page = client.get("/fr/commitments/light/").text
    for row in rows:
        public = not (row.evidence.statement_id or row.evidence.update_id)
        response = client.get(address_of(row))
        assert b"".join(response)
        assert (response.status_code == 200) == public
        assert (address_of(row) in page) == public


def test_another_mark_than_that_of_the_content_is_not_found(client):
    row = a_thumbnail(a_photo())
    assert client.get(address_of(row).replace(row.sha256[:16], "0" * 16)).status_code == 404
    assert client.get(address_of(row).replace(row.sha256[:16], "")).status_code == 404


def with_photos(slug, count):
    statement = StatementFactory(commitment=CommitmentFactory(slug=slug))
    for number in range(count):
        a_thumbnail(a_photo(size=(40 + number, 30), statement=statement))
    return f"/fr/commitments/{slug}/"


def test_twenty_photos_cost_no_more_queries_than_two_and_little_of_the_page(client):
    few, many = with_photos("few", 2), with_photos("many", 20)
    client.get(few)  # what is asked once in the life of a process
    with CaptureQueriesContext(connection) as of_few:
        client.get(few)
    with CaptureQueriesContext(connection) as of_many:
        response = client.get(many)
    pictures = pictures_on(response)
    assert len(of_many) == len(of_few)
    assert len(pictures) == 20
    assert all('loading="lazy"' in picture for picture in pictures)
    assert len(gzip.compress(response.content)) < 15_000


def test_the_annex_of_a_report_shows_photos_and_nothing_that_was_withdrawn_since(client):
    report = published_report()
    commitment = Commitment.objects.get(slug="budget")
    dated = {"dated_on": "2025-06-30"}
    shown, withdrawn = (a_photo(**dated, statement=StatementFactory(commitment=commitment, **dated)) for _ in range(2))
    further_edition(report)
    rows = [a_thumbnail(shown), a_thumbnail(withdrawn)]
    withdraw(withdrawn)
    pictures = pictures_on(client.get(f"/fr/reports/{report.year}/"))
    assert [address_of(row) in "".join(pictures) for row in rows] == [True, False]


def test_a_link_is_never_taken_for_a_photo(client):
    EvidenceFactory(url="https://www.example.org/evidence/photo.jpg", statement__commitment__slug="light")
    assert pictures_on(client.get("/fr/commitments/light/")) == []
