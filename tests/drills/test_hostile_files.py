"""Files that fetch, act, deceive or exhaust, one after the other at every door; then an honest one."""

import time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from budget_docs import tasks
from budget_docs.documents.uploads import drop
from budget_docs.lines.importing import accept_upload
from budget_docs.models import DocumentFile, TextState
from tests.budget_docs import rows
from tests.factories.pdfs import pdf
from tests.tetouan_portal.lib import hostile_fetching
from tetouan_portal.lib import file_texts, photos, uploads
from tetouan_portal.lib.inspection.cell import read_apart

LIMIT = 10 * 1024 * 1024
SOME = [
    "Excel: picture of a function",
    "Excel: workbook on a share",
    "LibreOffice: table elsewhere",
    "Word: letter tied to a list",
    "PDF: file on the web that belongs to it",
    "PDF: page of a thousand million points",
    "PDF: cut off, with an end behind it",
    "Word: 2,000,000 elements in each other",
]


def sent(content):
    return SimpleUploadedFile("proof.bin", content)


def photo_of(content):
    (found,) = photos.photos_of_post([sent(content)], sender="192.0.2.1")
    if isinstance(found, ValidationError):
        raise found


def budget_document(content):
    """Whether the page of budget documents takes it: as an officer drops it there."""
    (dropped,) = drop(lambda: rows.document("dropped"), [sent(content)], language="fr")
    if dropped.problem:
        raise ValidationError(dropped.problem, code="refused")


DOORS = {
    "proof of a commitment": lambda content: uploads.accept(sent(content), max_bytes=LIMIT),
    "budget document": budget_document,
    "import of lines": lambda content: accept_upload(sent(content)),
    "photo of a citizen": photo_of,
}


def refused_at(door, content):
    """The sentences of the refusal, without anything left out; "" where the file was taken."""
    try:
        DOORS[door](content)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


def drill(names, tell):
    """All of these at every door; what came through, and how long an honest file waited at the end."""
    begun, taken = time.monotonic(), []
    for name in names:
        content = hostile_fetching.FILES[name][0]()
        sentences = {door: refused_at(door, content) for door in DOORS}
        taken += [(name, door) for door, said in sentences.items() if not said or "%(" in said]
    ended = time.monotonic()
    file = rows.file(rows.document("after"), content=pdf("Entretien des jardins publics"))
    state = tasks.read_file_text(file.pk)
    assert taken == []
    assert state == TextState.READY
    assert DocumentFile.objects.count() == 1
    many = len(names) * len(DOORS)
    tell(
        drag=f"{len(names)} hostile files at {len(DOORS)} doors in {ended - begun:.0f} s",
        lost=0,
        doubled=DocumentFile.objects.count() - 1,
        stood_again=time.monotonic() - ended,
        seen=f"refused {many - len(taken)} of {many}, each with what to do; an honest file was read at once",
    )


@pytest.fixture(autouse=True)
def _as_it_really_is(inspected_apart, monkeypatch):
    def pages(content, content_type):
        return [file_texts.Page(*page) for page in read_apart(content, content_type)]

    monkeypatch.setattr(file_texts, "pages_apart", pages)


@pytest.mark.django_db
def test_hostile_files_are_refused_at_every_door_and_work_goes_on(tell_drill):
    drill(SOME, tell_drill)


@pytest.mark.drill
@pytest.mark.django_db
def test_every_hostile_file_is_refused_at_every_door_and_work_goes_on(tell_drill):
    drill(list(hostile_fetching.FILES), tell_drill)
