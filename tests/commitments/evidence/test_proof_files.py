from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from commitments.evidence import proof_files
from commitments.models import Evidence, KeptFile
from commitments.tasks import forget_files
from tests.commitments.kept_files import an_upload, grown_old, kept
from tests.factories.commitments import EvidenceFactory, StatementFactory
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def test_a_kept_file_becomes_evidence_without_being_copied():
    file = kept()
    evidence = EvidenceFactory(url="", statement=StatementFactory(draft=True), **proof_files.evidence_of(file))
    assert evidence.file.name == file.file.name
    assert evidence.file.read().startswith(b"%PDF")
    assert (evidence.filename, evidence.sha256) == ("محضر.pdf", file.sha256)
    evidence.file.close()


def test_what_nobody_came_back_for_is_forgotten_after_a_day_file_and_all():
    forgotten, fresh = kept(), kept()
    KeptFile.objects.filter(pk=forgotten.pk).update(kept_at=timezone.now() - timedelta(days=2))
    for file in (forgotten, fresh):
        grown_old(file.file.name)
    assert forget_files() == {"forgotten": 1, "deleted": 1}
    assert list(KeptFile.objects.all()) == [fresh]
    assert not default_storage.exists(forgotten.file.name)
    assert default_storage.exists(fresh.file.name)
    assert forget_files() == {"forgotten": 0, "deleted": 0}


def test_a_file_taken_out_of_a_draft_is_deleted_and_other_evidence_stays():
    removed = EvidenceFactory(url="", statement=StatementFactory(draft=True), **proof_files.evidence_of(kept()))
    stays = EvidenceFactory(url="", statement=StatementFactory(draft=True), **proof_files.evidence_of(kept()))
    KeptFile.objects.all().delete()
    for evidence in (removed, stays):
        grown_old(evidence.file.name)
    removed.delete()
    assert forget_files()["deleted"] == 1
    assert default_storage.exists(stays.file.name)
    assert Evidence.objects.get() == stays


def test_a_file_whose_row_may_still_come_is_left_alone():
    default_storage.save("evidence/just-now", an_upload().file)
    assert forget_files()["deleted"] == 0


def test_nothing_stored_is_nothing_to_forget():
    assert forget_files() == {"forgotten": 0, "deleted": 0}


# --- withdrawn ------------------------------------------------------------------------------


def published_file():
    statement = StatementFactory()
    return EvidenceFactory(
        url="", statement=statement, title_fr="Liste des bénéficiaires", **proof_files.evidence_of(kept())
    )


def test_withdrawn_evidence_is_gone_and_its_place_says_why(client, django_capture_on_commit_callbacks):
    evidence = published_file()
    with django_capture_on_commit_callbacks(execute=True):
        proof_files.withdraw(evidence, {"fr": "Contenait des noms de particuliers."})
    assert not default_storage.exists(evidence.file.name)
    page = client.get(f"/fr/commitments/{evidence.statement.commitment.slug}/").text
    assert "Liste des bénéficiaires" in page
    assert "Contenait des noms" in page
    assert str(evidence.key) not in page
    answer = client.get(evidence.get_absolute_url())
    assert answer.status_code == 410
    assert "Contenait des noms" in answer.text
    assert "Liste des bénéficiaires" not in client.get("/fr/").text


def test_a_drafts_evidence_is_taken_out_of_the_draft_and_never_withdrawn():
    evidence = EvidenceFactory(url="", statement=StatementFactory(draft=True), **proof_files.evidence_of(kept()))
    with refused("not_published"):
        proof_files.withdraw(evidence, {"fr": "Erreur"})
    evidence.refresh_from_db()
    assert evidence.withdrawn_at is None
    assert default_storage.exists(evidence.file.name)


def test_nothing_is_withdrawn_twice_or_without_a_reason():
    evidence = published_file()
    with refused("unexplained"):
        proof_files.withdraw(evidence, {"fr": " "})
    proof_files.withdraw(evidence, {"ar": "معطيات شخصية"})
    with refused("withdrawn"):
        proof_files.withdraw(evidence, {"ar": "معطيات شخصية"})
