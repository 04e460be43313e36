import pytest

from budget_docs.first_steps import steps
from tests.budget_docs import rows

pytestmark = pytest.mark.django_db


def first_documents():
    return next(step.is_done for step in steps() if step.name == "documents")


def test_a_draft_is_no_published_document():
    rows.document(publish_at=None)
    assert not first_documents()


def test_a_published_document_is_the_first_step():
    rows.document()
    assert first_documents()
