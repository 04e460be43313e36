from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from commitments.evidence import proof_files
from commitments.models import Evidence, KeptFile
from commitments.statements import declarations
from commitments.tasks import forget_files
from tests.commitments.kept_files import kept
from tests.factories.commitments import EvidenceFactory, StatementFactory
from tests.factories.photos import a_photo, a_thumbnail
from tests.refusals import refused
from tetouan_portal.stored_files.destroying import destroy_waiting
from tetouan_portal.stored_files.models import DoomedFile

pytestmark = pytest.mark.django_db


def test_a_kept_file_becomes_evidence_without_being_copied():
    file = kept()
    evidence = EvidenceFactory(url="", statement=StatementFactory(draft=True), **proof_files.evidence_of(file))
    assert evidence.file.name == file.file.name
    assert evidence.file.read().startswith(b"%PDF")
    assert (evidence.filename, evidence.sha256) == ("محضر.pdf", file.sha256)
    evidence.file.close()


def test_what_nobody_came_back_for_is_forgotten_after_a_day_file_and_all():
    forgotten = kept()
    fresh, after_a_day = kept(), forgotten.kept_at + timedelta(days=1)
    assert proof_files.forget_kept(now=after_a_day) == 0
    now = after_a_day + timedelta(microseconds=1)
    assert proof_files.forget_kept(now=now) == 1
    assert list(KeptFile.objects.all()) == [fresh]
    assert DoomedFile.objects.get().due_at == now + timedelta(hours=1)  # a form sent at this moment may have it
    DoomedFile.objects.update(due_at=timezone.now())
    assert destroy_waiting() == {"destroyed": 1}
    assert not default_storage.exists(forgotten.file.name)
    assert default_storage.exists(fresh.file.name)


def test_a_forgotten_file_that_became_evidence_at_the_last_moment_stays():
    file = kept()
    KeptFile.objects.update(kept_at=timezone.now() - timedelta(days=2))
    assert forget_files() == {"forgotten": 1}
    EvidenceFactory(url="", statement=StatementFactory(draft=True), **proof_files.evidence_of(file))
    DoomedFile.objects.update(due_at=timezone.now())
    assert destroy_waiting() == {"needed": 1}
    assert default_storage.exists(file.file.name)


def test_what_is_taken_out_of_a_draft_goes_with_its_small_picture_and_the_rest_stays():
    statement = StatementFactory(draft=True)
    removed, stays = a_photo(statement=statement), a_photo("red", statement=statement)
    small = a_thumbnail(removed)
    declarations.declare(
        statement.commitment,
        statement.institution,
        level=statement.level,
        dated_on=statement.dated_on,
        texts={},
        removed=[removed.pk],
    )
    assert destroy_waiting() == {"destroyed": 2}
    assert [default_storage.exists(row.file.name) for row in (removed, small, stays)] == [False, False, True]
    assert Evidence.objects.get() == stays


# --- withdrawn ------------------------------------------------------------------------------


def published_file():
    statement, file = StatementFactory(), kept()
    file.delete()
    return EvidenceFactory(
        url="", statement=statement, title_fr="Liste des bénéficiaires", **proof_files.evidence_of(file)
    )


def test_withdrawn_evidence_is_gone_and_its_place_says_why(client):
    evidence = published_file()
    proof_files.withdraw(evidence, {"fr": "Contenait des noms de particuliers."})
    destroy_waiting()
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
