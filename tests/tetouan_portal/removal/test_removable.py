"""What the journal tells in words may be removed, and the sentence fits wherever it may have to stand."""

from datetime import date

import pytest
from django.db import connection, models

from tetouan_portal.journal.subjects import places_of, subjects
from tetouan_portal.removal.models import Ground
from tetouan_portal.removal.passages import sentences_of
from tetouan_portal.removal.removable import removables

OTHERWISE = {
    ("admission", "letter_reference"): "a number of a letter; who was admitted stands nowhere",
    ("indicator", "unit"): "a word such as documents",
    ("evidence", "url"): "an address elsewhere: the evidence is withdrawn",
    ("statedfigure", "source_url"): "an address elsewhere: the figure is another",
    ("documentfile", "filename"): "goes with the file",
    ("planattachment", "url"): "an address elsewhere",
    ("institution", "name"): "what an office is called: corrected with a reason",
    ("fiscalyear", "population_source"): "a census: corrected with a reason",
    **{("documenttype", part): "a rule of the calendar" for part in ("name", "explanation", "legal_basis")},
    **{("refusalground", part): "the words of the law" for part in ("name", "article", "source")},
    **{("term", part): "the words of the law" for part in ("source", "article", "stated_at")},
    **{("publishedcase", part): "the desk corrects it, or takes it off" for part in ("title", "text", "answer")},
}
LONGEST = [text for ground in Ground for text in sentences_of(ground, date(2026, 11, 30)).values()]


def test_every_text_of_the_journal_may_be_removed_or_goes_otherwise():
    told = {(model._meta.model_name, part) for model, subject in subjects().items() for part in subject.texts}
    removed = {(model._meta.model_name, part) for model, one in removables().items() for part in one.texts}
    assert told - removed == set(OTHERWISE)


@pytest.mark.parametrize("model", removables(), ids=lambda model: model._meta.model_name)
def test_the_sentence_fits(model):
    for part in removables()[model].texts:
        field = model._meta.get_field(part)
        assert isinstance(field, models.CharField | models.TextField | models.JSONField)
        if not isinstance(field, models.JSONField):
            assert (field.max_length or 10_000) >= max(map(len, LONGEST)), part
        assert places_of(model(), part)


@pytest.mark.django_db
@pytest.mark.parametrize("model", removables(), ids=lambda model: model._meta.model_name)
def test_a_trigger_that_keeps_what_was_published_lets_a_removal_pass(model):
    with connection.cursor() as cursor:
        cursor.execute(
            "select proname, prosrc from pg_trigger join pg_proc on pg_proc.oid = tgfoid"
            " where tgrelid = %s::regclass and not tgisinternal and prosrc like %s and (tgtype & 16) <> 0",
            [model._meta.db_table, "%restrict_violation%"],
        )
        deaf = [name for name, source in cursor.fetchall() if "portal_removes" not in source]
    assert set(deaf) <= OF_OTHER_COLUMNS


OF_OTHER_COLUMNS = {  # keep nothing that is a text
    "budget_file_published_by_another",
    "budget_publication_stands",
    "budget_published_by_another",
    "commitments_published_by_another",
    "portal_promise_kept",
    "portal_journal_is_told",  # asks for a line, which a removal writes
    "commitments_done_by_hand_is_past",
    "commitments_done_is_declared",
    "commitments_stays_with_its_readings",
    "commitments_reading_of_its_statement",
}
