"""A full disk at every door that takes files: the words come back, nothing is half kept, and the page says why."""

import errno
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from participation.case import filing
from tests.addresses import doors_for_files
from tests.budget_docs import rows as budget
from tests.budget_docs.lines.files import line, xlsx
from tests.commitments.admin.pages import address, form_on
from tests.commitments.staff import progress_page
from tests.factories import commitments as make
from tests.factories import participation as cases
from tests.factories import people
from tests.factories.files import a_pdf
from tests.factories.pictures import picture
from tests.participation.views.writer import Writer
from tetouan_portal.lib.passing import NO_ROOM

pytestmark = pytest.mark.django_db
WORDS = "Paroles tapées à la main"


@pytest.fixture
def chief(client):
    """A client of an administrator."""
    user = people.superuser()
    client.force_login(user)
    return client


@pytest.fixture
def _full(monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", refuse)


def a_file():
    return SimpleUploadedFile("preuve.pdf", a_pdf(), "application/pdf")


def a_photo():
    return SimpleUploadedFile("IMG_1.jpg", picture(size=(40, 20)), content_type="image/jpeg")


def proof():
    return {
        "evidence-TOTAL_FORMS": 1,
        "evidence-0-title_fr": WORDS,
        "evidence-0-dated_on": "31/01/2026",
        "evidence-0-file": a_file(),
    }


def sent(client, page, form_id, **changes):
    return client.post(page, form_on(client.get(page), form_id) | changes)


def adding(model, **values):
    return lambda client: sent(client, address(model, "add"), f"{model}_form", **values, **proof())


def changing(model, factory):
    def send(client):
        page = address(model, "change", factory().pk)
        return sent(client, page, f"{model}_form", **proof())

    return send


def on_evidence(page_of):
    def send(client):
        values = {"title_fr": WORDS, "dated_on": "31/01/2026", "file": a_file(), "url": ""}
        return sent(client, page_of(), "evidence_form", **values)

    return send


def new_evidence():
    return address("evidence", "add") + f"?statement={make.StatementFactory(draft=True).pk}"


def old_evidence():
    return address("evidence", "change", make.EvidenceFactory(statement__draft=True).pk)


def enter_progress(client):
    commitment = make.ResponsibilityFactory().commitment
    page = progress_page.address(commitment)
    return client.post(page, progress_page.filled(client.get(page), summary=WORDS, **{"evidence-0-file": a_file()}))


def drop_into(row_of):
    def send(client):
        row = row_of()
        page = f"/fr/admin/budget_docs/{row._meta.model_name}/{row.pk}/files/"
        return client.post(page, {"files": [a_file()], "language": "fr", "note": WORDS})

    return send


def new_lines(client):
    page = "/fr/admin/budget_docs/lineimport/add/"
    values = {"fiscal_year": budget.fiscal_year(2026).pk, "stage": "voted", "document": "", "mapping": ""}
    return client.post(page, values | {"file": SimpleUploadedFile("budget.xlsx", xlsx(line()).read())})


def reply(client):
    case = cases.CaseFactory.build(category=cases.CategoryFactory(), district=None)
    filed = filing.file_case(case, now=timezone.now())
    client.post("/fr/track/", {"code": filed.code})
    return client.post("/fr/track/case/reply/", {"text": WORDS, "photos": [a_photo()]})


def new_statement(client):
    said = {"side": "municipality", "level": "limited", "dated_on": "31/01/2026", "summary_fr": WORDS}
    return adding("statement", commitment=make.CommitmentFactory().pk, **said)(client)


def new_update(client):
    said = {"dated_on": "31/01/2026", "title_fr": WORDS, "body_fr": WORDS}
    return adding("progressupdate", commitment=make.CommitmentFactory().pk, **said)(client)


def new_indicator():
    """Of a promise that is not public: there values come with statements."""
    return make.IndicatorFactory(commitment__draft=True)


def new_reading(client):
    said = {"indicator": new_indicator().pk, "dated_on": "31/01/2026", "value": "8"}
    return adding("reading", **said)(client)


SENDING = {
    "/fr/admin/progress/complaint/1/": enter_progress,
    "/fr/admin/commitments/evidence/add/": on_evidence(new_evidence),
    "/fr/admin/commitments/evidence/1/change/": on_evidence(old_evidence),
    "/fr/admin/commitments/statement/add/": new_statement,
    "/fr/admin/commitments/statement/1/change/": changing("statement", lambda: make.StatementFactory(draft=True)),
    "/fr/admin/commitments/progressupdate/add/": new_update,
    "/fr/admin/commitments/progressupdate/1/change/": changing(
        "progressupdate", lambda: make.ProgressUpdateFactory(draft=True)
    ),
    "/fr/admin/commitments/reading/add/": new_reading,
    "/fr/admin/commitments/reading/1/change/": changing(
        "reading", lambda: make.ReadingFactory(indicator=new_indicator())
    ),
    "/fr/admin/budget_docs/publicationdate/1/files/": drop_into(budget.slot),
    "/fr/admin/budget_docs/budgetdocument/1/files/": drop_into(budget.document),
    "/fr/admin/budget_docs/lineimport/add/": new_lines,
    "/fr/participate/new/complaint/": lambda client: Writer(client).message(text=WORDS, photos=[a_photo()]),
    "/fr/track/case/reply/": reply,
}
WITHOUT_WORDS = {"/fr/admin/budget_docs/lineimport/add/"}


def files():
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def test_every_door_that_takes_files_is_tried():
    assert {*doors_for_files()} == {*SENDING}


@pytest.mark.usefixtures("_full")
@pytest.mark.parametrize("door", SENDING)
def test_a_full_disk_keeps_the_words_and_leaves_no_stump(chief, door, caplog):
    before = files()
    answer = SENDING[door](chief)
    assert answer.status_code == 503
    with translation.override("fr"):
        assert str(NO_ROOM) in answer.text or "Le portail n’a pas de place pour cette photo" in answer.text
    assert "Le fichier est vide" not in answer.text
    assert WORDS in answer.text or door in WITHOUT_WORDS
    assert files() == before
    assert "There is no room for a" in caplog.text


@pytest.mark.parametrize("door", SENDING)
def test_where_there_is_room_the_same_is_taken(chief, door):
    before = files()
    assert SENDING[door](chief).status_code == 302
    assert files() > before
