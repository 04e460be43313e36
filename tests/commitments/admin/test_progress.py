import hashlib
import io
from datetime import date
from decimal import Decimal

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.translation import gettext

from commitments.models import Evidence, Reading, Statement
from tests.commitments.admin.pages import address, errors_on, form_on, sent
from tests.factories.commitments import (
    CommitmentFactory,
    EvidenceFactory,
    IndicatorFactory,
    InstitutionFactory,
    MilestoneFactory,
    ReadingFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db


def in_french(sentence):
    with translation.override("fr"):
        return gettext(sentence)


def a_pdf():
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out)
    return out.getvalue()


# --- statements -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_a_statement_is_entered_in_one_language_alone_and_published(staff, language):
    commitment = CommitmentFactory()
    values = {
        "commitment": commitment.pk,
        "side": "municipality",
        "level": "limited",
        "dated_on": "31/01/2026",
        f"summary_{language}": "1, 2, 3",
        "is_published": "on",
    }
    assert sent(staff, address("statement", "add"), "statement_form", **values).status_code == 302
    statement = Statement.objects.published().get()
    assert (statement.commitment, statement.dated_on) == (commitment, date(2026, 1, 31))
    assert statement.__dict__[f"summary_{language}"] == "1, 2, 3"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"commitment": ""}, "Name one commitment or one milestone."),
        ({"level": "no_evidence"}, "Only the independent monitor may say that no evidence is available."),
        ({"summary_fr": ""}, "Say what was done or found in at least one language before publishing."),
    ],
)
def test_a_wrong_statement_is_refused_with_a_sentence(staff, wrong, sentence):
    values = {
        "commitment": CommitmentFactory().pk,
        "side": "municipality",
        "level": "limited",
        "dated_on": "31/01/2026",
        "summary_fr": "Fait",
        "is_published": "on",
    }
    answer = sent(staff, address("statement", "add"), "statement_form", **values | wrong)
    assert answer.status_code == 200
    assert errors_on(answer) == [in_french(sentence)]
    assert form_on(answer, "statement_form")["dated_on"] == "31/01/2026"


def test_what_was_published_is_only_read_and_a_crafted_post_changes_nothing(staff):
    statement = StatementFactory(summary_es="")
    url = address("statement", "change", statement.pk)
    offered = form_on(staff.get(url), "statement_form")
    frozen = {
        "commitment": CommitmentFactory().pk,
        "milestone": MilestoneFactory().pk,
        "side": "monitor",
        "institution": InstitutionFactory().pk,
        "dated_on": "01/01/2020",
        "level": "complete",
        "is_published": "",
        "summary_ar": "محرف",
        "summary_fr": "Falsifié",
        "obstacles_fr": "Ajouté",
        "next_steps_es": "Añadido",
        "supersedes": StatementFactory().pk,
    }
    assert not set(frozen) & set(offered)
    before = Statement.objects.values().get(pk=statement.pk)
    answer = staff.post(url, offered | frozen)
    assert answer.status_code == 302
    assert Statement.objects.values().get(pk=statement.pk) == before


def test_a_missing_translation_is_filled_in_and_then_settled(staff):
    statement = StatementFactory(summary_es="")
    url = address("statement", "change", statement.pk)
    assert sent(staff, url, "statement_form", summary_es="Dos documentos").status_code == 302
    statement.refresh_from_db()
    assert statement.summary_es == "Dos documentos"
    assert "summary_es" not in form_on(staff.get(url), "statement_form")


def test_a_draft_may_change_in_everything(staff):
    draft = StatementFactory(draft=True)
    url = address("statement", "change", draft.pk)
    assert sent(staff, url, "statement_form", level="complete", summary_fr="Autre").status_code == 302
    draft.refresh_from_db()
    assert (draft.level, draft.summary_fr) == ("complete", "Autre")


def test_a_published_statement_is_corrected_by_a_new_one_that_knows_its_subject(staff):
    statement = StatementFactory(by_monitor=True, institution=InstitutionFactory(kind="monitor"))
    page = staff.get(address("statement", "change", statement.pk))
    link = page.context["correct_url"]
    assert link.replace("&", "&amp;") in page.text
    form = form_on(staff.get(link), "statement_form")
    taken = {name: form[name] for name in ("supersedes", "commitment", "milestone", "side", "institution")}
    assert taken == {
        "supersedes": str(statement.pk),
        "commitment": str(statement.commitment_id),
        "milestone": "",
        "side": "monitor",
        "institution": str(statement.institution_id),
    }
    correction = {"level": "substantial", "dated_on": "02/02/2026", "summary_fr": "Corrigé", "is_published": "on"}
    assert sent(staff, link, "statement_form", **correction).status_code == 302
    assert Statement.objects.get(supersedes=statement).level == "substantial"
    assert "correct_url" not in staff.get(address("statement", "change", statement.pk)).context


def test_a_draft_needs_no_correction(staff):
    draft = StatementFactory(draft=True)
    assert "correct_url" not in staff.get(address("statement", "change", draft.pk)).context


def test_a_correction_of_another_side_is_refused_with_a_sentence(staff):
    statement = StatementFactory(by_monitor=True)
    values = {
        "supersedes": statement.pk,
        "commitment": statement.commitment_id,
        "side": "municipality",
        "level": "complete",
        "dated_on": "02/02/2026",
        "summary_fr": "Tout est fait",
    }
    answer = sent(staff, address("statement", "add"), "statement_form", **values)
    assert errors_on(answer) == [in_french("A correction comes from the same side and is about the same thing.")]


def test_a_published_statement_is_not_deleted_by_any_page(staff):
    statement = StatementFactory()
    assert staff.post(address("statement", "delete", statement.pk), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [statement.pk], "post": "yes"}
    assert staff.post(address("statement"), chosen).status_code == 200
    assert Statement.objects.filter(pk=statement.pk).exists()


def test_a_draft_and_an_invented_row_may_be_deleted(staff):
    for statement in (StatementFactory(draft=True), StatementFactory(is_demo=True)):
        assert staff.post(address("statement", "delete", statement.pk), {"post": "yes"}).status_code == 302
    assert not Statement.objects.exists()


# --- readings -----------------------------------------------------------------------------------


def reading(value, indicator=None, dated_on="31/01/2026"):
    return {"indicator": (indicator or IndicatorFactory()).pk, "dated_on": dated_on, "value": value}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("7,5", "7.5"),
        ("1 234,5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("٧٫٥", "7.5"),
        ("١٢٣٤", "1234"),
        ("0,125", "0.125"),
    ],
)
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_value_is_entered_as_people_write_it(staff, language, typed, value):
    url = address("reading", "add", language=language)
    dated_on = "2026-01-31" if language == "ar" else "31/01/2026"
    assert sent(staff, url, "reading_form", **reading(typed, dated_on=dated_on)).status_code == 302
    assert Reading.objects.get().value == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "said"), [("1.234", "1.234"), ("١٬٢٣٤,٥,٦", "1234,5"), ("beaucoup", "1234,5"), ("1,23456", "4")]
)
def test_an_unclear_value_is_refused_with_a_sentence_and_nothing_typed_is_lost(staff, typed, said):
    values = reading(typed) | {"note_fr": "Compté deux fois"}
    answer = sent(staff, address("reading", "add"), "reading_form", **values)
    assert answer.status_code == 200
    (sentence,) = errors_on(answer)
    assert said in sentence
    shown = form_on(answer, "reading_form")
    assert {name: shown[name] for name in values} == {name: str(value) for name, value in values.items()}
    assert not Reading.objects.exists()


def test_a_second_reading_of_a_day_is_refused_with_a_sentence(staff):
    first = ReadingFactory(dated_on=date(2026, 1, 31))
    answer = sent(staff, address("reading", "add"), "reading_form", **reading("8", first.indicator))
    assert errors_on(answer) == [in_french("There is already a reading for this date: correct it instead.")]


def test_values_are_entered_on_the_indicators_own_page_and_older_ones_only_read(staff):
    first = ReadingFactory(value=7)
    url = address("indicator", "change", first.indicator_id)
    form = form_on(staff.get(url), "indicator_form")
    assert not any(name.startswith("readings-0-value") for name in form)
    new = {"readings-TOTAL_FORMS": 2, "readings-1-dated_on": "31/01/2026", "readings-1-value": "٨٫٥"}
    crafted = {"readings-0-value": "99", "readings-0-dated_on": "01/01/2020"}
    assert sent(staff, url, "indicator_form", **new, **crafted).status_code == 302
    assert list(Reading.objects.values_list("value", flat=True)) == [7, Decimal("8.5")]


def test_a_reading_is_corrected_by_a_new_one_and_never_changed(staff):
    wrong = ReadingFactory(value=7)
    url = address("reading", "change", wrong.pk)
    staff.post(url, form_on(staff.get(url), "reading_form") | {"value": "99"})
    link = staff.get(url).context["correct_url"]
    form = form_on(staff.get(link), "reading_form")
    assert (form["indicator"], form["supersedes"]) == (str(wrong.indicator_id), str(wrong.pk))
    assert form["dated_on"] == "31/12/2025"
    assert sent(staff, link, "reading_form", value="6").status_code == 302
    wrong.refresh_from_db()
    assert (wrong.value, wrong.superseded_by.value) == (7, 6)


def test_an_indicator_with_readings_is_not_deleted(staff):
    indicator = ReadingFactory().indicator
    page = staff.post(address("indicator", "delete", indicator.pk), {"post": "yes"})
    assert page.status_code in {200, 403}
    assert Reading.objects.exists()


def test_a_target_in_the_wrong_direction_is_refused_with_a_sentence(staff):
    indicator = IndicatorFactory()
    answer = sent(staff, address("indicator", "change", indicator.pk), "indicator_form", target="1,5")
    assert errors_on(answer) == [in_french("The target must lie in the stated direction from the baseline.")]


# --- evidence -------------------------------------------------------------------------------------


def proof(file, **more):
    return {
        "evidence-TOTAL_FORMS": 1,
        "evidence-0-title_fr": "Procès-verbal",
        "evidence-0-dated_on": "31/01/2026",
        "evidence-0-file": file,
        **more,
    }


def test_a_file_is_attached_recognised_renamed_and_measured(staff):
    statement, content = StatementFactory(), a_pdf()
    file = SimpleUploadedFile("محضر الاجتماع.exe", content, "application/octet-stream")
    answer = sent(staff, address("statement", "change", statement.pk), "statement_form", **proof(file))
    assert answer.status_code == 302
    evidence = statement.evidence.get()
    assert (evidence.filename, evidence.content_type) == ("محضر_الاجتماع.pdf", "application/pdf")
    assert (evidence.size, evidence.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert evidence.file.name == f"evidence/{evidence.key}"
    assert evidence.file.read() == content
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
    answer = sent(staff, address("statement", "change", StatementFactory().pk), "statement_form", **proof(file))
    assert answer.status_code == 200
    assert not Evidence.objects.exists()


def test_a_file_or_a_link_one_of_the_two(staff):
    url = address("statement", "change", StatementFactory().pk)
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
    page = address("statement", "change", StatementFactory().pk)
    assert sent(staff, page, "statement_form", **proof("", **{"evidence-0-url": url})).status_code == 200
    assert not Evidence.objects.exists()


def test_a_file_stays_as_it_is_when_only_its_title_changes(staff):
    statement, content = StatementFactory(), a_pdf()
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
