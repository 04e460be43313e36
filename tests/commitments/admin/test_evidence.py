import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.translation import gettext
from kombu.exceptions import OperationalError
from PIL import Image

from commitments import tasks
from commitments.evidence import thumbnails
from commitments.models import Evidence, Statement
from commitments.statements import publication
from tests.commitments.admin.pages import address, errors_on, form_on, offers, press, sent
from tests.factories.commitments import CommitmentFactory, EvidenceFactory, StatementFactory
from tests.factories.files import a_pdf, a_picture, as_jpeg
from tetouan_portal.lib import queue

pytestmark = pytest.mark.django_db


def in_french(sentence):
    with translation.override("fr"):
        return gettext(sentence)


def proof(file, **more):
    return {
        "evidence-TOTAL_FORMS": 1,
        "evidence-0-title_fr": "Procès-verbal",
        "evidence-0-dated_on": "31/01/2026",
        "evidence-0-file": file,
        **more,
    }


def test_a_file_is_attached_recognised_renamed_and_measured(staff):
    statement, content = StatementFactory(draft=True), a_pdf()
    file = SimpleUploadedFile("محضر الاجتماع.exe", content, "application/octet-stream")
    answer = sent(staff, address("statement", "change", statement.pk), "statement_form", **proof(file))
    assert answer.status_code == 302
    evidence = statement.evidence.get()
    assert (evidence.filename, evidence.content_type) == ("محضر_الاجتماع.pdf", "application/pdf")
    assert (evidence.size, evidence.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert evidence.file.name == f"evidence/{evidence.key}"
    assert evidence.file.read() == content
    publication.publish(statement)
    assert staff.get(evidence.get_absolute_url()).getvalue() == content


@pytest.mark.parametrize(
    "content", [b"<!doctype html><script>alert(1)</script>", b"MZ" + bytes(99), b"", b"%PDF-1.7 <script>"]
)
def test_a_hostile_file_is_refused_with_a_sentence_and_the_statement_is_not_lost(staff, content):
    file = SimpleUploadedFile("proof.pdf", content, "application/pdf")
    values = {
        "commitment": CommitmentFactory().pk,
        "side": "municipality",
        "level": "limited",
        "dated_on": "31/01/2026",
        "summary_fr": "Fait",
    }
    answer = sent(staff, address("statement", "add"), "statement_form", **values, **proof(file))
    assert answer.status_code == 200
    assert len(errors_on(answer)) == 1
    assert form_on(answer, "statement_form")["summary_fr"] == "Fait"
    assert not Evidence.objects.exists()
    assert not Statement.objects.exists()


def test_a_file_too_large_is_refused_with_a_sentence(staff, settings):
    settings.EVIDENCE_MAX_BYTES = 100
    file = SimpleUploadedFile("proof.pdf", a_pdf(), "application/pdf")
    answer = sent(
        staff, address("statement", "change", StatementFactory(draft=True).pk), "statement_form", **proof(file)
    )
    assert answer.status_code == 200
    assert not Evidence.objects.exists()


def test_a_file_or_a_link_one_of_the_two(staff):
    url = address("statement", "change", StatementFactory(draft=True).pk)
    file = SimpleUploadedFile("proof.pdf", a_pdf(), "application/pdf")
    for wrong in (proof(file, **{"evidence-0-url": "https://www.example.org/"}), proof("")):
        answer = sent(staff, url, "statement_form", **wrong)
        assert errors_on(answer) == [in_french("Attach a file or give a link, one of the two.")]
    assert (
        sent(staff, url, "statement_form", **proof("", **{"evidence-0-url": "https://www.example.org/"})).status_code
        == 302
    )
    assert Evidence.objects.get().url == "https://www.example.org/"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "no address"])
def test_a_link_leads_to_the_web(staff, url):
    page = address("statement", "change", StatementFactory(draft=True).pk)
    assert sent(staff, page, "statement_form", **proof("", **{"evidence-0-url": url})).status_code == 200
    assert not Evidence.objects.exists()


def test_a_file_stays_as_it_is_when_only_its_title_changes(staff):
    statement, content = StatementFactory(draft=True), a_pdf()
    url = address("statement", "change", statement.pk)
    sent(staff, url, "statement_form", **proof(SimpleUploadedFile("a.pdf", content)))
    before = statement.evidence.get()
    changed = {"evidence-0-title_fr": "Procès-verbal signé"}
    assert sent(staff, url, "statement_form", **changed).status_code == 302
    after = statement.evidence.get()
    assert after.title_fr == "Procès-verbal signé"
    assert (after.file.name, after.sha256, after.filename) == (before.file.name, before.sha256, before.filename)


def test_evidence_is_listed_with_its_measure(staff):
    EvidenceFactory()
    assert "Procès-verbal" in staff.get(address("evidence")).text


def test_a_publisher_withdraws_published_evidence_and_a_draft_has_no_such_button(staff):
    evidence, draft = EvidenceFactory(), EvidenceFactory(statement=StatementFactory(draft=True))
    assert offers(staff.get(address("evidence", "change", evidence.pk)), "withdraw")
    assert not offers(staff.get(address("evidence", "change", draft.pk)), "withdraw")
    press(staff, evidence, "withdraw", fr="Données personnelles")
    evidence.refresh_from_db()
    assert evidence.withdrawal_reason_fr == "Données personnelles"


def test_withdrawing_takes_its_own_permission(signed_in):
    evidence = EvidenceFactory()
    client = signed_in("view_evidence", "change_evidence", "view_dashboard")
    assert press(client, evidence, "withdraw", fr="x").status_code == 403
    evidence.refresh_from_db()
    assert evidence.withdrawn_at is None


@pytest.mark.parametrize(("content", "times"), [(a_picture(), 1), (a_pdf(), 0)])
def test_a_photo_that_is_attached_hurries_the_worker_along_once(
    staff, monkeypatch, django_capture_on_commit_callbacks, content, times
):
    woken = []
    monkeypatch.setattr(queue.Queue, "wake", lambda _queue, _keys: woken.append(1))
    page = address("statement", "change", StatementFactory(draft=True).pk)
    with django_capture_on_commit_callbacks(execute=True):
        sent(staff, page, "statement_form", **proof(SimpleUploadedFile("chantier", content)))
    assert Evidence.objects.count() == 1
    assert len(woken) == times


def test_a_broker_that_is_away_is_no_error_of_whoever_attaches_a_photo(
    staff, monkeypatch, django_capture_on_commit_callbacks
):
    def away(_queue, _keys):
        raise OperationalError

    monkeypatch.setattr(queue.Queue, "wake", away)
    page = address("statement", "change", StatementFactory(draft=True).pk)
    with django_capture_on_commit_callbacks(execute=True):
        answer = sent(staff, page, "statement_form", **proof(SimpleUploadedFile("chantier", a_picture())))
    assert answer.status_code == 302
    assert tasks.make_waiting_thumbnails()["made"] == 1


def test_another_photo_in_place_of_a_draft_s_has_its_own_small_picture(staff):
    draft = StatementFactory(draft=True)
    page = address("statement", "change", draft.pk)
    sent(staff, page, "statement_form", **proof(SimpleUploadedFile("chantier", a_picture())))
    tasks.make_waiting_thumbnails()
    row = draft.evidence.get()
    other = SimpleUploadedFile("autre", as_jpeg(Image.new("RGB", (60, 20), "red")))
    sent(staff, address("evidence", "change", row.pk), "evidence_form", file=other)
    assert not thumbnails.Thumbnail.objects.of_its_picture().exists()
    assert tasks.make_waiting_thumbnails() == {"forgotten": 1, "made": 1}
    assert (draft.evidence.get().thumbnail.width, draft.evidence.get().thumbnail.height) == (60, 20)
