"""What stands in a record's form is what its verb is about: saved with it, or kept in the form when it is refused."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.translation import gettext

from commitments.models import Evidence, Finding, ProgressUpdate, Statement
from tests.commitments.admin.pages import (
    errors_on,
    form_on,
    inline,
    offers,
    page_of,
    press,
    press_twice,
    pressing,
    sent,
)
from tests.factories.commitments import (
    AnnualReportFactory,
    EvidenceFactory,
    IndicatorFactory,
    ProgressUpdateFactory,
    StatementFactory,
)
from tests.factories.files import a_pdf

pytestmark = pytest.mark.django_db
NEW = "Le texte relu, tel qu’il doit paraître."


def in_french(sentence):
    with translation.override("fr"):
        return gettext(sentence)


@pytest.fixture
def monitor(town):
    return town.clients["monitor"]


# --- saved with the verb ------------------------------------------------------------------------


def test_the_monitor_publishes_the_text_that_stands_in_the_form(monitor, town):
    draft = town.rows["statement_monitor_draft"]
    assert press(monitor, draft, "publish", typed={"summary_fr": NEW, "level": "complete"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.summary_fr, draft.level) == ("published", NEW, "complete")


def test_a_focal_point_submits_the_update_that_stands_in_the_form(focal, town):
    draft = town.rows["progressupdate_own_draft"]
    assert press(focal, draft, "submit", typed={"title_fr": NEW}).status_code == 302
    assert ProgressUpdate.objects.values_list("state", "title_fr").get(pk=draft.pk) == ("submitted", NEW)


def test_a_report_is_declared_final_with_the_finding_typed_in_the_same_submit(monitor, town):
    report = town.rows["annualreport_drafting"]
    finding = inline("findings", 1, commitment=town.commitment_foreign.pk, level="limited", text_fr=NEW)
    assert press(monitor, report, "finalise", typed={"conclusion_fr": NEW, **finding}).status_code == 302
    report.refresh_from_db()
    assert (report.status, report.conclusion_fr) == ("final", NEW)
    assert Finding.objects.filter(report=report, text_fr=NEW).exists()


def test_a_value_and_a_file_chosen_in_the_same_submit_are_published(staff):
    draft = StatementFactory(draft=True)
    indicator = IndicatorFactory(commitment=draft.commitment)
    value = inline("proposed_readings", indicator=indicator.pk, value="7,5")
    file = inline("evidence", title_fr="PV", dated_on="31/01/2026", file=SimpleUploadedFile("pv.pdf", a_pdf()))
    assert press(staff, draft, "publish", typed=value | file).status_code == 302
    assert str(indicator.readings.get().value.normalize()) == "7.5"
    assert list(Evidence.objects.public().filter(statement=draft).values_list("title_fr", flat=True)) == ["PV"]


def test_what_is_returned_keeps_what_was_typed_beside_the_reason(staff):
    row = StatementFactory(submitted=True)
    assert press(staff, row, "send_back", typed={"obstacles_fr": NEW}, reason="Joignez le PV").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.return_reason, row.obstacles_fr) == ("returned", "Joignez le PV", NEW)


# --- refused with the verb ----------------------------------------------------------------------


def test_a_form_with_errors_is_not_saved_and_its_verb_not_carried_out(staff):
    draft = StatementFactory(draft=True, summary_fr="Avant")
    page = press(staff, draft, "publish", typed={"summary_fr": NEW, "dated_on": "demain"})
    assert page.status_code == 400
    with translation.override("fr"):
        said = gettext("“%(act)s” was not carried out, and nothing was saved: see why below.")
        assert said % {"act": gettext("Publish")} in page.text
    standing = form_on(page, "statement_form")
    assert (standing["summary_fr"], standing["dated_on"]) == (NEW, "demain")
    draft.refresh_from_db()
    assert (draft.state, draft.summary_fr) == ("draft", "Avant")


def test_an_error_in_an_inline_stops_the_verb_too(staff):
    draft = StatementFactory(draft=True, summary_fr="Avant")
    foreign = inline("proposed_readings", indicator=IndicatorFactory().pk, value="1")
    page = press(staff, draft, "publish", typed=foreign | {"summary_fr": NEW})
    assert page.status_code == 400
    draft.refresh_from_db()
    assert (draft.state, draft.summary_fr) == ("draft", "Avant")


def test_a_refused_verb_saves_nothing_and_leaves_what_was_typed(staff):
    draft = StatementFactory(draft=True, obstacles_fr="Avant")
    silent = dict.fromkeys(["summary_ar", "summary_fr", "summary_es"], "")
    page = press(staff, draft, "publish", typed=silent | {"obstacles_fr": NEW})
    assert page.status_code == 400
    assert in_french("Say what was done or found in at least one language before publishing.") in errors_on(page)
    assert form_on(page, "statement_form")["obstacles_fr"] == NEW
    draft.refresh_from_db()
    assert (draft.state, draft.obstacles_fr, bool(draft.summary_fr)) == ("draft", "Avant", True)


def test_after_a_refusal_the_same_form_is_mended_and_pressed_again(staff):
    draft = StatementFactory(draft=True)
    silent = dict.fromkeys(["summary_ar", "summary_fr", "summary_es"], "")
    refused = press(staff, draft, "publish", typed=silent | {"obstacles_fr": NEW})
    again = pressing(refused, draft, "publish", {"summary_es": "Hecho"})
    assert press_twice(staff, page_of(draft), again).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.obstacles_fr, draft.summary_es) == ("published", NEW, "Hecho")


def test_a_missing_reason_is_asked_for_beside_its_field_in_the_same_form(staff):
    row = StatementFactory(submitted=True, obstacles_fr="Avant")
    page = press(staff, row, "send_back", typed={"obstacles_fr": NEW}, reason=" ")
    assert "<details open" in page.text
    assert form_on(page, "statement_form")["obstacles_fr"] == NEW
    row.refresh_from_db()
    assert (row.state, row.obstacles_fr) == ("submitted", "Avant")


@pytest.mark.parametrize("button", [{"_save": ""}, {"_continue": "1"}, {"_do": "publish"}])
def test_a_reason_whose_own_button_was_not_pressed_is_not_thrown_away(staff, button):
    row = StatementFactory(submitted=True)
    page = page_of(row)
    typed = form_on(staff.get(page), "statement_form") | {"do-send_back-reason": "Joignez le PV", **button}
    answer = staff.post(page, typed)
    said = in_french("What you wrote under “%(act)s” would be lost: press its button, or empty it.")
    assert said % {"act": in_french("Return")} in errors_on(answer)
    assert form_on(answer, "statement_form")["do-send_back-reason"] == "Joignez le PV"
    row.refresh_from_db()
    assert row.state == "submitted"


# --- two people, two clicks ---------------------------------------------------------------------


def test_a_text_changed_meanwhile_is_not_published_over(staff):
    draft = StatementFactory(draft=True, summary_fr="Au début")
    pressed = pressing(staff.get(page_of(draft)), draft, "publish", {"summary_fr": NEW})
    Statement.objects.filter(pk=draft.pk).update(summary_fr="Leur texte")
    page = staff.post(page_of(draft), pressed)
    assert page.status_code == 400
    assert "Leur texte" in " ".join(errors_on(page))
    assert form_on(page, "statement_form")["summary_fr"] == NEW
    draft.refresh_from_db()
    assert (draft.state, draft.summary_fr) == ("draft", "Leur texte")
    assert press_twice(staff, page_of(draft), pressing(page, draft, "publish")).status_code == 302
    assert Statement.objects.released().get(pk=draft.pk).summary_fr == NEW


def test_a_second_click_on_the_same_page_changes_nothing(staff):
    draft = StatementFactory(draft=True)
    pressed = pressing(staff.get(page_of(draft)), draft, "publish", {"summary_fr": NEW})
    assert press_twice(staff, page_of(draft), pressed).status_code == 302
    published = Statement.objects.values().get(pk=draft.pk)
    assert staff.post(page_of(draft), pressed).status_code == 400
    assert Statement.objects.values().get(pk=draft.pk) == published


# --- where the row itself is only read ----------------------------------------------------------


def test_a_publisher_who_only_reads_returns_with_a_reason_that_survives_a_refusal(town):
    publisher, row = town.clients["publisher"], town.rows["statement_own_submitted"]
    pressed = pressing(publisher.get(page_of(row)), row, "send_back", {"summary_fr": "Forgé"}, reason="Joignez le PV")
    Statement.objects.filter(pk=row.pk).update(obstacles_fr="Changé entre-temps")
    page = publisher.post(page_of(row), pressed)
    assert page.status_code == 400
    assert in_french("This was changed after you opened it: read it again.") in page.text
    assert form_on(page, "statement_form")["do-send_back-reason"] == "Joignez le PV"
    assert publisher.post(page_of(row), pressing(page, row, "send_back")).status_code == 302
    before = row.summary_fr
    row.refresh_from_db()
    assert (row.state, row.return_reason, row.summary_fr) == ("returned", "Joignez le PV", before)


def test_enter_where_nothing_is_saved_carries_nothing_out_and_keeps_the_reason(town):
    publisher, row = town.clients["publisher"], town.rows["evidence_of_statement_own_published"]
    enter = pressing(publisher.get(page_of(row)), row, "withdraw", fr="Données personnelles") | {"_do": ""}
    page = publisher.post(page_of(row), enter)
    assert in_french("Nothing was done yet: press the button of what you want to do.") in page.text
    assert form_on(page, "evidence_form")["do-withdraw-fr"] == "Données personnelles"
    row.refresh_from_db()
    assert row.withdrawn_at is None


def test_a_forged_button_saves_nothing_either(town):
    focal, row = town.clients["focal_point"], town.rows["statement_own_draft"]
    before = Statement.objects.values().get(pk=row.pk)
    assert not offers(focal.get(page_of(row)), "publish")
    for verb in ("publish", "locked"):
        assert press(focal, row, verb, typed={"summary_fr": NEW}).status_code == 403
    assert Statement.objects.values().get(pk=row.pk) == before


def test_evidence_is_withdrawn_by_whoever_may_also_change_it(staff):
    evidence = EvidenceFactory()
    assert press(staff, evidence, "withdraw", fr="Données personnelles").status_code == 302
    evidence.refresh_from_db()
    assert evidence.withdrawal_reason_fr == "Données personnelles"


def test_saving_alone_carries_nothing_out(staff, of_monitor):
    report = AnnualReportFactory()
    for row in (StatementFactory(draft=True), ProgressUpdateFactory(draft=True), report):
        before = getattr(row, "state", getattr(row, "status", ""))
        client = of_monitor(report.author) if row is report else staff
        assert sent(client, page_of(row), f"{row._meta.model_name}_form").status_code == 302
        row.refresh_from_db()
        assert getattr(row, "state", getattr(row, "status", "")) == before
