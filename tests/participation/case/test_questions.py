"""A question without identity is none of law 31-13's requests: promised by the Commune, without the law's remedies."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from participation.case import author_acts, desk_acts, filing, history
from participation.case.silence import lapse
from participation.law import due_dates
from participation.law.explanations import explain
from participation.law.remedies import remedies_of
from participation.letters.mail_texts import words_of
from participation.models import Case, CaseEvent, EventKind
from participation.privacy import own_copy
from participation.published.public_cases import list_cases, live_cases
from participation.report_sections import participation_chapter
from participation.sending.receipts import receipt_context
from participation.statistics import tables, year_counts
from tests.factories import participation as make
from tests.participation.views.writer import Writer

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 6, 1, 10, tzinfo=UTC)
NEXT_DAY = datetime(2026, 6, 30, 1, tzinfo=UTC)
REFUSAL = {
    "ar": ("رئيس المؤسسة المعنية", "السكوت"),
    "fr": ("vaut refus", "président du Conseil communal"),
    "es": ("equivale a", "presidente del Consejo comunal"),
}
PROMISE = {"ar": "وعد من الجماعة نفسها", "fr": "promesse de la Commune elle-même", "es": "promesa de la propia Comuna"}


def filed(*, is_formal, language="fr"):
    case = Case(kind="request", language=language, subject="Marchés", text="La liste ?", is_formal=is_formal)
    return filing.file_case(case, now=MONDAY)


def tracked(client, code, language="fr"):
    return strip_tags(client.post(f"/{language}/track/", {"code": code}, follow=True).text)


def test_its_date_is_the_communes_own_promise_and_that_of_a_formal_request_the_laws():
    question, formal = filed(is_formal=False).case, filed(is_formal=True).case
    assert (question.due_facts["use"], formal.due_facts["use"]) == ("question", "request")
    assert question.due_on == formal.due_on == date(2026, 6, 29)
    told = explain(question)
    assert (told.is_own_promise, told.is_confirmed, told.page) == (True, False, "")
    assert not explain(formal).is_own_promise


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_no_page_mail_or_copy_says_that_its_silence_is_a_refusal(client, language):
    found = filed(is_formal=False, language=language)
    lapse(now=NEXT_DAY)
    page = tracked(client, found.code, language)
    with translation.override(language):
        found.case.refresh_from_db()
        assert receipt_context(found.case, found.code)["remedy"].step == "formal"
        copy = own_copy.in_words(own_copy.data_held(found.case))
        mails = [words_of(event, found.case) for event in found.case.events.all()]
    texts = [page, copy, *(line for words in mails for line in (*words.before, *words.after))]
    assert not [word for word in REFUSAL[language] for text in texts if word in text]
    assert PROMISE[language] in page
    assert PROMISE[language] in copy
    assert any(PROMISE[language] in text for text in texts[2:])


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_a_formal_request_keeps_the_silence_and_the_remedies_of_the_law(client, language):
    found = filed(is_formal=True, language=language)
    lapse(now=NEXT_DAY)
    page = tracked(client, found.code, language)
    assert all(word in page for word in REFUSAL[language])
    assert PROMISE[language] not in page


def test_what_can_be_done_is_to_file_a_formal_request():
    (remedy,) = remedies_of(filed(is_formal=False).case)
    assert (remedy.step, remedy.until, remedy.url) == ("formal", None, "https://www.chafafiya.ma")


def test_its_lapse_is_recorded_as_a_promise_that_was_not_kept():
    case = filed(is_formal=False).case
    lapse(now=NEXT_DAY)
    assert CaseEvent.objects.get(case=case, kind=EventKind.LAPSED).details == {
        "due": "2026-06-29",
        "not_entered": ["Islamic New Year"],
    }


def test_a_lapse_that_was_recorded_as_a_refusal_before_is_not_told_as_one_any_more(client):
    found = filed(is_formal=False)
    details = {"due": "2026-06-29", "refused_by_silence": True, "remedy": "head", "until": "2026-07-27"}
    history.record(found.case, EventKind.LAPSED, at=NEXT_DAY, is_confirmed=False, **details)
    assert "vaut refus" not in tracked(client, found.code)


def test_after_not_solved_and_urgency_taken_back_it_is_a_promise_again(officer):
    case = filed(is_formal=False).case
    assert explain(desk_acts.decide_urgency(case, is_urgent=True, by=officer, now=MONDAY)).is_own_promise
    usual = desk_acts.decide_urgency(case, is_urgent=False, by=officer, now=MONDAY)
    assert usual.due_facts["use"] == "question"
    desk_acts.close(case, "provided", "Voici.", by=officer, now=MONDAY)
    assert author_acts.not_solved(case, "Incomplet", now=MONDAY).due_facts["use"] == "question"


def test_both_are_counted_apart_in_the_statistics_and_in_the_report():
    make.CaseFactory(question=True)
    make.CaseFactory(request=True)
    make.CaseFactory(request=True)
    counts = year_counts.counts_of(2026, on=date(2026, 6, 15))
    apart = [("question", 1), ("formal_request", 2)]
    assert [(row["slug"], row["received"]) for row in tables.kinds(counts)] == apart

    class Period:
        covers_from, covers_to = date(2026, 1, 1), date(2026, 6, 30)

    rows = participation_chapter(Period)["data"]["kinds"]
    assert [(row["kind"], row["received"]) for row in rows] == apart


def test_the_public_list_calls_it_a_question():
    make.PublishedCaseFactory(case=make.CaseFactory(question=True, closed=True, outcome="provided"))
    with translation.override("fr"):
        assert [str(row["kind"]) for row in list_cases(live_cases())] == ["question, sans identité"]


def test_the_last_step_says_whose_time_it_is(client):
    asking = Writer(client, "request")
    asking.message()
    asking.author()
    assert PROMISE["fr"] in strip_tags(asking.confirmation().text)
    asking.message(form="formal", national_reference="CH-1")
    assert PROMISE["fr"] not in strip_tags(asking.confirmation().text)


def test_the_usual_time_of_both_is_a_record_of_its_own():
    assert due_dates.first_use("request", is_formal=False) == "question"
    assert due_dates.first_use("request", is_formal=True) == "request"
    assert due_dates.first_use("complaint", is_formal=False) == "submission"
