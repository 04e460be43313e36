import uuid
from datetime import UTC, datetime

import factory
import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from factory.django import DjangoModelFactory

from commitments.models import Evidence, KeptFile, Scan
from tests.commitments.models.refusals import (
    Rule,
    named,
    nothing_in,
    the_database_refuses_to_insert,
    the_database_refuses_to_update,
    the_form_refuses,
)
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
FILE = {
    "url": "",
    "file": "evidence/one",
    "filename": "one.pdf",
    "content_type": "application/pdf",
    "size": 12,
    "sha256": "c" * 64,
}


class ProofOfADraft(EvidenceFactory):
    statement = factory.SubFactory(StatementFactory, draft=True)


class KeptFileFactory(DjangoModelFactory):
    class Meta:
        model = KeptFile

    user = factory.LazyFunction(lambda: User.objects.create_user("clerk"))
    purpose, file, filename, content_type, size, sha256 = "commitment:1", "a", "a.pdf", "application/pdf", 1, "c" * 64


RULES = [
    Rule(
        "evidence_withdrawn_iff_explained",
        ProofOfADraft,
        {"withdrawn_at": datetime(2026, 6, 15, tzinfo=UTC)},
        "Give a reason when, and only when, evidence is withdrawn.",
    ),
    Rule("evidence_scan_is_known", ProofOfADraft, {"scan": "perhaps"}),
    Rule("kept_file_scan_is_known", KeptFileFactory, {"scan": "perhaps"}),
    Rule(
        "evidence_about_exactly_one_thing",
        ProofOfADraft,
        {"statement": None},
        "Evidence belongs to exactly one statement, reading, milestone or update.",
    ),
    Rule("evidence_file_or_link", ProofOfADraft, {"url": ""}, "Attach a file or give a link, one of the two."),
    Rule(
        "evidence_file_or_link",
        ProofOfADraft,
        {"url": "https://www.example.org/"},
        "Attach a file or give a link, one of the two.",
        good=FILE,
    ),
    Rule("evidence_file_is_described", ProofOfADraft, {"size": None}, good=FILE),
    Rule("evidence_file_is_described", ProofOfADraft, {"sha256": ""}, good=FILE),
    Rule("evidence_file_is_described", ProofOfADraft, {"content_type": ""}, good=FILE),
    Rule("evidence_file_is_described", ProofOfADraft, {"filename": ""}, good=FILE),
    Rule("evidence_held_back_while_it_hides", ProofOfADraft, {"held_back": True}, good=FILE | {"hidden": []}),
    Rule("keptfile_held_back_while_it_hides", KeptFileFactory, {"held_back": True}, good={"hidden": []}),
    Rule("evidence_has_a_title", ProofOfADraft, nothing_in("title"), "Write the title in at least one language."),
]


@pytest.mark.parametrize("rule", named(RULES))
def test_the_form_says_what_is_wrong(rule):
    the_form_refuses(rule)


@pytest.mark.parametrize("rule", named(RULES))
def test_no_such_row_is_inserted(rule):
    the_database_refuses_to_insert(rule)


@pytest.mark.parametrize("rule", named(RULES))
def test_no_row_is_updated_to_such(rule):
    the_database_refuses_to_update(rule)


def subjects(commitment):
    return [
        {"statement": StatementFactory(commitment=commitment)},
        {"statement": StatementFactory(commitment=None, milestone=MilestoneFactory(commitment=commitment))},
        {"reading": ReadingFactory(indicator=IndicatorFactory(commitment=commitment))},
        {"milestone": MilestoneFactory(commitment=commitment)},
        {"update": ProgressUpdateFactory(commitment=commitment)},
    ]


def proof_of(commitment):
    return [EvidenceFactory(**{"statement": None} | subject) for subject in subjects(commitment)]


def test_evidence_is_about_one_thing_only():
    with pytest.raises(IntegrityError, match="evidence_about_exactly_one_thing"):
        EvidenceFactory(milestone=MilestoneFactory())


def test_evidence_about_anything_published_is_public():
    shown = proof_of(CommitmentFactory())
    assert set(Evidence.objects.public()) == set(shown)


@pytest.mark.parametrize("hidden", [{"is_published": False}, {"axis__plan__is_published": False}])
def test_evidence_about_an_unpublished_commitment_is_not_public(hidden):
    proof_of(CommitmentFactory(**hidden))
    assert not Evidence.objects.public().exists()


def test_evidence_about_a_draft_is_not_public():
    milestone = MilestoneFactory()
    EvidenceFactory(statement=StatementFactory(draft=True))
    EvidenceFactory(statement=StatementFactory(draft=True, commitment=None, milestone=milestone))
    EvidenceFactory(statement=None, update=ProgressUpdateFactory(draft=True))
    assert not Evidence.objects.public().exists()


@pytest.mark.parametrize("scan", [Scan.WAITING, Scan.INFECTED])
def test_a_file_that_the_scanner_has_not_cleared_is_not_public(scan):
    EvidenceFactory(**FILE, scan=scan)
    assert not Evidence.objects.public().exists()


@pytest.mark.parametrize("about", ["statement", "reading"])
def test_evidence_of_what_was_published_is_neither_changed_nor_deleted(about):
    published = {"statement": StatementFactory, "reading": ReadingFactory}[about]()
    evidence = EvidenceFactory(**{"statement": None, about: published})
    for column, value in {"url": "https://www.example.org/other", "title_fr": "Autre", "sha256": "d" * 64}.items():
        with pytest.raises(IntegrityError, match="is kept"), transaction.atomic():
            Evidence.objects.filter(pk=evidence.pk).update(**{column: value})
    with pytest.raises(IntegrityError, match="is kept"), transaction.atomic():
        evidence.delete()


def test_a_missing_title_and_a_description_may_be_added_to_published_evidence():
    evidence = EvidenceFactory(title_es="")
    Evidence.objects.filter(pk=evidence.pk).update(title_es="Acta", alternative_text_fr="Une salle")
    evidence.refresh_from_db()
    assert evidence.title_es == "Acta"


def test_evidence_of_a_draft_or_a_milestone_may_change_and_go():
    for evidence in (ProofOfADraft(), EvidenceFactory(statement=None, milestone=MilestoneFactory())):
        Evidence.objects.filter(pk=evidence.pk).update(url="https://www.example.org/other")
        evidence.delete()
    assert not Evidence.objects.exists()


def test_a_link_leads_to_itself_and_a_file_to_its_unguessable_address():
    link, file = EvidenceFactory(), EvidenceFactory(**FILE)
    assert link.get_absolute_url() == link.url
    assert file.get_absolute_url() == f"/evidence/{file.key}/one.pdf"
    assert isinstance(file.key, uuid.UUID)
    assert file.key != link.key


def test_only_pictures_are_shown_as_pictures():
    assert Evidence(content_type="image/webp").is_picture
    assert not Evidence(content_type="application/pdf").is_picture


def test_evidence_is_called_by_what_is_known_of_it():
    assert str(Evidence(title_fr="Acte", filename="a.pdf")) == "Acte"
    assert str(Evidence(filename="a.pdf")) == "a.pdf"
    assert str(Evidence(url="https://www.example.org/a")) == "https://www.example.org/a"
