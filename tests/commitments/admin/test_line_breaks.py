"""A browser sends every line break as CR LF, also those of texts that nobody touched."""

import json

import pytest
from django.contrib.admin.models import LogEntry

from commitments.models import Finding
from tests.commitments.admin.pages import change, errors_on, form_on, page_of
from tests.factories.commitments import AnnualReportFactory, CommitmentFactory, EventFactory, FindingFactory

pytestmark = pytest.mark.django_db
TEXT = "Première ligne\n\nDernière ligne"


def saved_untouched(client, row):
    form = form_on(client.get(page_of(row)), f"{row._meta.model_name}_form")
    return client.post(page_of(row), {name: sent(value) for name, value in form.items()})


def sent(value):
    return value.replace("\n", "\r\n") if isinstance(value, str) else value


def test_a_record_saved_untouched_keeps_its_texts_letter_for_letter(staff):
    commitment = CommitmentFactory(problem_fr=TEXT, action_ar=TEXT)
    assert saved_untouched(staff, commitment).status_code == 302
    commitment.refresh_from_db()
    assert (commitment.problem_fr, commitment.action_ar) == (TEXT, TEXT)


def test_a_report_and_its_findings_saved_untouched_are_as_before(of_monitor):
    report = AnnualReportFactory(summary_es=TEXT)
    FindingFactory(report=report, text_fr=TEXT)
    assert saved_untouched(of_monitor(report.author), report).status_code == 302
    report.refresh_from_db()
    assert (report.summary_es, Finding.objects.get().text_fr) == (TEXT, TEXT)


@pytest.mark.parametrize("kept", ["Première\r\nDernière", "Première\rDernière", " Première\nDernière \n"])
def test_a_text_kept_with_other_line_ends_stays_to_the_byte_beside_a_change(staff, kept):
    event = EventFactory(text_fr=kept)
    form = form_on(staff.get(page_of(event)), "event_form")
    form |= {"title_fr": "Rencontre", "why_fr": "Le mot exact"}
    assert staff.post(page_of(event), {name: sent(value) for name, value in form.items()}).status_code == 302
    event.refresh_from_db()
    assert (event.title_fr, event.text_fr) == ("Rencontre", kept)


def test_a_text_that_was_changed_is_kept_with_plain_line_ends(staff):
    event = EventFactory(text_fr="Première\r\nDernière")
    assert change(staff, event, text_fr="Autre\r\nDernière").status_code == 302
    event.refresh_from_db()
    assert event.text_fr == "Autre\nDernière"


def test_an_untouched_save_is_no_change_that_another_writer_is_warned_of(staff):
    event = EventFactory(text_fr=TEXT)
    open_elsewhere = form_on(staff.get(page_of(event)), "event_form")
    saved_untouched(staff, event)
    answer = staff.post(page_of(event), open_elsewhere | {"title_fr": "Rencontre", "why_fr": "Le mot exact"})
    assert answer.status_code == 302, errors_on(answer)


def test_what_was_changed_is_said_without_the_form_s_own_marks(staff):
    event = EventFactory()
    change(staff, event, title_fr="Rencontre")
    said = LogEntry.objects.get().change_message
    assert json.loads(said) == [{"changed": {"fields": ["Title [fr]"]}}]
