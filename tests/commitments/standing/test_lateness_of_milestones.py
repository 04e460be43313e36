"""A milestone is late only where a side has spoken of it here or the Commune has confirmed its own date."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commitments.models import Commitment, Milestone
from commitments.report import editions, pdf_rendering
from commitments.standing.dossier import dossiers_of
from tests.factories.commitments import (
    AmendmentFactory,
    CommitmentFactory,
    DateConfirmationFactory,
    DueDateConfirmationFactory,
    InstitutionFactory,
    MilestoneFactory,
    ResponsibilityFactory,
    StatementFactory,
    declare_done,
)
from tests.factories.reports import drafted_report

pytestmark = pytest.mark.django_db
DUE, TODAY = date(2025, 6, 30), date(2026, 6, 15)
LANGUAGES = ("ar", "fr", "es")
LATE = {"ar": "تأخر", "fr": "retard", "es": "retraso"}
UNHEARD = {
    "ar": "لم تتوصل هذه البوابة بأي تصريح",
    "fr": "aucune déclaration reçue ici",
    "es": "ninguna declaración recibida aquí",
}
NOT_YET = {"ar": "ليس بعد", "fr": "pas encore", "es": "todavía no"}
EXPECTED = {"ar": "قيد الانتظار منذ", "fr": "attente depuis le", "es": "en espera desde el"}


@pytest.fixture
def milestone():
    return MilestoneFactory(commitment__slug="budget", due_on=DUE)


def standing(milestone, on=TODAY):
    """What the dossier says, and with it the lists."""
    (found,) = dossiers_of(Commitment.objects.filter(pk=milestone.commitment_id), on=on)
    (said,) = found["milestones"]
    assert Milestone.objects.late(on).filter(pk=milestone.pk).exists() is said["is_late"]
    return {name: said[name] for name in ("is_late", "months_late", "is_unheard", "awaited_since")}


def test_a_published_date_that_passed_before_anybody_spoke_of_it_is_late_for_nobody(milestone):
    assert standing(milestone) == {"is_late": False, "months_late": 0, "is_unheard": True, "awaited_since": None}


@pytest.mark.parametrize(
    "word",
    [
        lambda m: StatementFactory(commitment=None, milestone=m, level="limited", dated_on=date(2026, 6, 1)),
        lambda m: StatementFactory(
            commitment=None, milestone=m, level="no_evidence", by_monitor=True, dated_on=date(2026, 6, 1)
        ),
        lambda m: DueDateConfirmationFactory(milestone=m, confirmed_on=date(2026, 6, 1)),
        lambda m: AmendmentFactory(
            commitment=None,
            milestone=m,
            field="due_on",
            date_from=date(2025, 1, 31),
            date_to=DUE,
            decided_on=date(2026, 6, 1),
        ),
    ],
    ids=["municipality", "monitor", "confirmed", "amended"],
)
def test_a_word_or_a_confirmation_makes_it_late_from_its_day_on(milestone, word):
    word(milestone)
    assert standing(milestone, date(2026, 5, 31))["is_unheard"]
    found = standing(milestone)
    assert (found["is_late"], found["months_late"], found["is_unheard"]) == (True, 11, False)


@pytest.mark.parametrize(
    "no_word",
    [
        lambda m: StatementFactory(commitment=m.commitment, level="limited"),
        lambda m: DateConfirmationFactory(commitment=m.commitment),
        lambda m: AmendmentFactory(commitment=m.commitment, date_to=DUE),
        lambda m: DueDateConfirmationFactory(milestone=m, due_on=date(2025, 7, 31)),
        lambda m: StatementFactory(
            commitment=None, milestone=m, level="limited", draft=True, institution=InstitutionFactory()
        ),
        lambda m: StatementFactory(commitment=None, milestone=MilestoneFactory(), level="limited"),
    ],
    ids=["of the commitment", "its end", "its end moved", "another date", "draft", "another milestone"],
)
def test_what_is_said_of_something_else_binds_nobody_to_its_date(milestone, no_word):
    no_word(milestone)
    assert standing(milestone)["is_unheard"]


def test_what_is_done_keeps_the_months_by_which_it_was_late(milestone):
    declare_done(milestone, date(2025, 8, 31))
    assert standing(milestone) == {"is_late": False, "months_late": 2, "is_unheard": False, "awaited_since": None}
    assert standing(milestone, date(2025, 7, 31))["is_unheard"]


def test_before_its_date_nothing_is_awaited_and_without_one_nothing_ever(milestone, settings):
    settings.PORTAL_OPENED_ON = date(2024, 1, 1)
    assert not any(standing(milestone, DUE).values())
    Milestone.objects.update(due_on=None)
    assert not any(standing(milestone).values())


def test_from_the_opening_on_it_is_expected_since_its_date_from_whom_it_names(milestone, settings):
    settings.PORTAL_OPENED_ON = TODAY
    assert standing(milestone, TODAY - timedelta(days=1))["awaited_since"] is None
    assert standing(milestone)["awaited_since"] == DUE
    ResponsibilityFactory(commitment=milestone.commitment, institution=InstitutionFactory(name_fr="Service A"))
    rows = Commitment.objects.all()
    assert dossiers_of(rows, on=TODAY)[0]["milestones"][0]["awaited_from"]["fr"] == "Service A"
    Milestone.objects.update(institution=InstitutionFactory(name_fr="Service B"))
    assert dossiers_of(rows, on=TODAY)[0]["milestones"][0]["awaited_from"]["fr"] == "Service B"


# --- what is read of it -------------------------------------------------------


def cells(text):
    """The due date and the day done of the first milestone."""
    row = text[text.index('<table class="milestones') :].partition("<tbody>")[2]
    return re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)[:2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_the_page_each_column_holds_its_own_state(client, milestone, settings, language):
    def page():
        return cells(client.get(f"/{language}/commitments/budget/").text)

    settings.PORTAL_OPENED_ON = None
    due, done = page()
    assert (LATE[language] in due + done, UNHEARD[language] in due, UNHEARD[language] in done) == (False, False, True)
    settings.PORTAL_OPENED_ON = date(2026, 1, 1)
    due, done = page()
    assert EXPECTED[language] in due
    assert (LATE[language] in due + done, UNHEARD[language] in done, NOT_YET[language] in done) == (False, True, False)
    DueDateConfirmationFactory(milestone=milestone)
    due, done = page()
    assert LATE[language] in due
    assert (LATE[language] in done, UNHEARD[language] in done, NOT_YET[language] in done) == (False, False, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_confirmed_the_date_stands_beside_it(client, milestone, language):
    who = {"ar": "الكتابة العامة", "fr": "Secrétariat général", "es": "Secretaría general"}
    assert who[language] not in cells(client.get(f"/{language}/commitments/budget/").text)[0]
    DueDateConfirmationFactory(milestone=milestone)
    assert who[language] in cells(client.get(f"/{language}/commitments/budget/").text)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_its_sheets_and_its_counts_say_the_same(client, settings, language):
    report = drafted_report(done_on=None)
    Milestone.objects.update(due_on=DUE)
    assert Milestone.objects.unheard(date(2025, 12, 31)).count() == 1
    editions.finalise(report)
    edition = editions.publish(report)
    counts = edition.snapshot["sections"][0]["data"]["counts"]["milestones"]
    assert counts == {"done": 0, "late": 0, "unheard": 1, "total": 1}
    for text in (client.get(f"/{language}/reports/2025/").text, pdf_rendering.report_html(edition, language)):
        due, done = cells(text)
        assert (LATE[language] in due + done, UNHEARD[language] in done) == (False, True)
        table = text[text.index('id="data-tables"') :].partition("</table>")[0]
        late, day = re.findall(r"<td[^>]*>(.*?)</td>", table, re.DOTALL)[3], re.findall("<time[^>]*>", table)
        assert UNHEARD[language] in late
        assert len(day) == 1


def test_an_edition_from_before_shows_what_it_said(client):
    report = drafted_report(done_on=None)
    Milestone.objects.update(due_on=DUE)
    editions.finalise(report)
    edition = editions.publish(report)
    (milestone,) = edition.snapshot["sections"][0]["data"]["axes"][0]["commitments"][0]["milestones"]
    milestone |= {"is_late": True, "months_late": 6}
    for name in ("is_unheard", "awaited_since", "awaited_from", "confirmation"):
        del milestone[name]
    due, done = cells(pdf_rendering.report_html(edition, "fr"))
    assert LATE["fr"] in due
    assert NOT_YET["fr"] in done


def test_however_many_milestones_are_confirmed_the_page_asks_as_often(milestone):
    def asked():
        with CaptureQueriesContext(connection) as found:
            dossiers_of(Commitment.objects.all(), on=TODAY)
        return len(found)

    DueDateConfirmationFactory(milestone=milestone)
    few = asked()
    for number in range(901, 904):
        DueDateConfirmationFactory(milestone=MilestoneFactory(commitment=milestone.commitment, number=number))
    DueDateConfirmationFactory(milestone=MilestoneFactory(commitment=CommitmentFactory()))
    assert asked() == few


def test_staff_find_the_dates_on_which_nobody_has_been_heard(admin_client, milestone):
    heard = MilestoneFactory(due_on=DUE, number=90)
    StatementFactory(commitment=None, milestone=heard, level="limited", dated_on=date(2025, 6, 1))
    MilestoneFactory(due_on=date(2999, 1, 1), number=91)
    MilestoneFactory(due_on=DUE, done_on=DUE, number=92)
    address = reverse("admin:commitments_milestone_changelist")
    shown = {
        name: list(admin_client.get(address, {name: "yes"}).context["cl"].queryset) for name in ("unheard", "late")
    }
    assert shown == {"unheard": [milestone], "late": [heard]}
