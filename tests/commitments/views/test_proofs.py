"""Every proof of a commitment stands on its page with what it takes to check it; what is not public never."""

import hashlib

import pytest
from django.core.files.base import ContentFile

from commitments.evidence import proof_files
from tests.factories.commitments import (
    CommitmentFactory,
    EvidenceFactory,
    IndicatorFactory,
    MilestoneFactory,
    ProgressUpdateFactory,
    ReadingFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db


def kept(name, **values):
    content = name.encode()
    return EvidenceFactory(
        url="",
        file=ContentFile(content, name=name),
        filename=name,
        content_type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        **values,
    )


def of_everything(commitment, **state):
    """One piece on each thing that can have one."""
    milestone = MilestoneFactory(commitment=commitment)
    reading = ReadingFactory(indicator=IndicatorFactory(commitment=commitment))
    return [
        kept("statement.pdf", statement=StatementFactory(commitment=commitment, **state)),
        kept("said.pdf", statement=StatementFactory(commitment=None, milestone=milestone, **state)),
        kept("milestone.pdf", statement=None, milestone=milestone),
        kept("reading.pdf", statement=None, reading=reading),
        kept("update.pdf", statement=None, update=ProgressUpdateFactory(commitment=commitment, **state)),
    ]


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_a_file_is_listed_with_its_whole_fingerprint_and_its_address(client, language):
    rows = of_everything(CommitmentFactory(slug="light"))
    listed = client.get(f"/{language}/commitments/light/").text.partition('id="proofs"')[2]
    for row in rows:
        assert row.sha256 in listed
        assert f'href="{row.get_absolute_url()}"' in listed


def test_a_link_says_that_no_copy_is_kept_and_who_says_when_it_was_consulted(client):
    row = EvidenceFactory(answered_on="2026-03-04", url="https://www.example.org/list")
    listed = client.get(f"/fr/commitments/{row.statement.commitment.slug}/").text.partition('id="proofs"')[2]
    assert "aucune copie n’est conservée ici" in listed
    assert "selon la personne qui l’a joint" in listed


def test_the_proof_of_drafts_and_what_is_held_back_is_never_listed(client):
    commitment = CommitmentFactory(slug="light")
    hidden = [row for row in of_everything(commitment, state="draft") if row.statement or row.update]
    held = kept("held.pdf", statement=StatementFactory(commitment=commitment, dated_on="2025-01-01"))
    held.hidden, held.held_back = [{"kind": "comments", "n": 1, "places": []}], True
    held.save()
    text = client.get("/fr/commitments/light/").text
    for row in [*hidden, held]:
        assert row.sha256 not in text
        assert str(row.key) not in text


def test_of_withdrawn_evidence_the_name_the_reason_and_the_fingerprint_stay(client):
    row = kept("named.pdf", statement=StatementFactory(commitment__slug="light"))
    proof_files.withdraw(row, {"fr": "Une personne y est nommée."})
    listed = client.get("/fr/commitments/light/").text.partition('id="proofs"')[2]
    assert "Une personne y est nommée." in listed
    assert row.sha256 in listed
    assert str(row.key) not in listed
