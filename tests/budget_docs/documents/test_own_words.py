"""Nobody publishes a budget document, a version of its file or a budget as data that they wrote themselves."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from django.utils import timezone

from budget_docs.documents import publishing
from budget_docs.lines import budget_versions
from budget_docs.models import BudgetDocument, DocumentFile, LineImport
from tests.budget_docs import rows
from tests.factories import people
from tests.refusals import refused
from tetouan_portal.audit.context import acting
from tetouan_portal.lib.uploads import Upload
from tetouan_portal.own_words.models import OwnWords

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("another_publishes")]


@pytest.fixture
def amina():
    return people.budget_officer(first_name="Amina")


@pytest.fixture
def badr():
    return people.budget_officer(first_name="Badr")


def by(person):
    return acting(user=person, origin="form")


def upload(content=b"%PDF-1.7 first"):
    sha256 = hashlib.sha256(content).hexdigest()
    return Upload(ContentFile(content), "budget.pdf", "application/pdf", len(content), sha256, pages=3)


def draft(person):
    with by(person):
        document = rows.document(publish_at=None)
        publishing.add_file(document, upload(), language="fr")
    return document


def in_force(document):
    public = DocumentFile.objects.public(now=timezone.now()).filter(document=document)
    return sorted(public.values_list("version", "is_current"))


@pytest.mark.parametrize("planned", [False, True])
def test_another_publishes_or_plans_than_who_wrote(planned, amina, badr):
    document = draft(amina)
    at = timezone.now() + timedelta(days=2) if planned else None
    with by(amina), refused("own_words") as refusal:
        publishing.publish(document, at=at)
    assert "Badr" in str(refusal.value)
    with by(badr):
        assert publishing.publish(document, at=at).publish_at


def test_whoever_handed_in_a_file_after_the_other_one_looked_does_not_publish(amina, badr):
    document = draft(amina)
    with by(badr):
        publishing.add_file(document, upload(b"%PDF-1.7 other"), language="ar")
        with refused("own_words"):
            publishing.publish(document)


def test_a_new_version_of_what_is_public_waits_for_another_person(amina, badr):
    document = draft(amina)
    with by(badr):
        publishing.publish(document)
    with by(amina):
        added = publishing.add_file(document, upload(b"%PDF-1.7 second"), language="fr")
        assert (added.is_unseen, in_force(document)) == (True, [(1, True)])
        with refused("own_words"):
            publishing.bring_into_force(added)
    with by(badr):
        publishing.bring_into_force(added)
        with refused("in_force"):
            publishing.bring_into_force(added)
    assert in_force(document) == [(1, False), (2, True)]


def test_a_waiting_version_that_is_handed_in_anew_was_never_public(amina, badr):
    document = draft(amina)
    with by(badr):
        publishing.publish(document)
    with by(amina):
        publishing.add_file(document, upload(b"%PDF-1.7 second"), language="fr")
        publishing.add_file(document, upload(b"%PDF-1.7 third"), language="fr")
    assert list(document.files.filter(is_unseen=True).values_list("sha256", flat=True)) == [
        upload(b"%PDF-1.7 third").sha256
    ]
    assert in_force(document) == [(1, True)]


def test_what_is_planned_is_not_rewritten_until_its_hour(amina, badr):
    document = draft(amina)
    with by(badr):
        publishing.publish(document, at=timezone.now() + timedelta(days=2))
    with by(amina):
        with refused("scheduled"):
            publishing.add_file(document, upload(b"%PDF-1.7 second"), language="fr")
        with pytest.raises(DatabaseError, match="another than who wrote"), transaction.atomic():
            BudgetDocument.objects.filter(pk=document.pk).update(title_fr="Autre budget")


def test_where_it_is_set_so_one_person_does_all_of_it(amina):
    OwnWords.objects.create(side="municipality", may_publish=True)
    document = draft(amina)
    with by(amina):
        publishing.publish(document)
        publishing.add_file(document, upload(b"%PDF-1.7 second"), language="fr")
    assert in_force(document) == [(1, False), (2, True)]


def test_what_nobody_hands_in_is_in_force_at_once():
    document = rows.document()
    publishing.add_file(document, upload(), language="fr")
    assert in_force(document) == [(1, True)]


def test_another_publishes_a_budget_than_who_handed_in_its_lines(amina, badr):
    budget = rows.budget(publish_at=None, version=1)
    with by(amina):
        LineImport.objects.create(
            fiscal_year=budget.fiscal_year,
            stage=budget.stage,
            user=amina,
            filename="lignes.csv",
            sha256="0" * 64,
            file=ContentFile(b"x", name="lignes.csv"),
            state="applied",
            due_at=None,
            budget=budget,
        )
    with by(amina), refused("own_words"):
        budget_versions.publish(budget)
    with by(badr):
        assert budget_versions.publish(budget).publish_at


def test_the_database_refuses_it_too(amina, badr):
    document = draft(amina)
    with by(badr):
        arabic = rows.file(document, "ar", content=b"%PDF-1.7 other", is_current=False)
    drafts, files = BudgetDocument.objects.filter(pk=document.pk), DocumentFile.objects.filter(pk=arabic.pk)
    with by(amina), pytest.raises(DatabaseError, match="another than who wrote"), transaction.atomic():
        drafts.update(publish_at=timezone.now())
    drafts.update(publish_at=timezone.now())
    with by(badr), pytest.raises(DatabaseError, match="another than who wrote"), transaction.atomic():
        files.update(is_current=True)
    with by(amina):
        assert files.update(is_current=True) == 1
