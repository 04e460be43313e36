"""What a message is about: one thing at most, and only what the public sees."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from participation.case import desk_acts, subjects
from participation.models import Case
from tests.commitments.withdrawing import as_a_draft, withdrawn
from tests.factories import participation as make
from tests.factories.budget import BudgetDocumentFactory
from tests.factories.commitments import AnnualReportFactory, CommitmentFactory, MilestoneFactory
from tests.factories.reports import published_report
from tests.participation.admin.desk import Desk
from tests.participation.views.writer import Writer
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_in_french")]
PAGE = "/fr/participate/new/complaint/"


@pytest.fixture
def _in_french():
    with override("fr"):
        yield


@pytest.fixture(scope="module")
def town(rows_of_a_module):
    """One public thing of each kind, and beside it one that is not."""
    report = published_report(year=2025)
    lighting = CommitmentFactory(slug="light", number=8, axis=report.findings.get().commitment.axis)
    hidden = CommitmentFactory(slug="hidden", number=9, axis=lighting.axis, is_published=False, title_fr="Un secret")
    MilestoneFactory(commitment=lighting, number=3)
    MilestoneFactory(commitment=hidden, number=3, title_fr="Un secret")
    accounts = BudgetDocumentFactory(slug="accounts-2025", published=True, slot__fiscal_year__year=2025)
    BudgetDocumentFactory(slug="not-yet", slot=accounts.slot, title_fr="Un secret")
    AnnualReportFactory(plan=report.plan, year=2026, title_fr="Un secret")


PUBLIC = {"commitment": "light", "milestone": "light.3", "document": "accounts-2025", "report": "2025"}
HIDDEN = {"commitment": "hidden", "milestone": "hidden.3", "document": "not-yet", "report": "2026"}


@pytest.mark.parametrize(("name", "code"), PUBLIC.items())
def test_what_the_public_sees_can_be_named_in_an_address_and_its_page_is_linked(town, client, name, code):
    subject = subjects.subject_asked_for({name: code})
    assert (subject.name, subject.code) == (name, code)
    assert subjects.with_value(subject.value) == subject
    start = client.get(f"/fr/participate/{subject.query}").text
    assert f'href="{subject.address}"' in start
    assert f'href="{PAGE}?{name}={code}"' in start
    assert client.get(subject.address.partition("#")[0]).status_code == 200
    assert f'value="{name}:{code}" id="id_about" checked' in client.get(f"{PAGE}?{name}={code}").text


@pytest.mark.parametrize(("name", "code"), HIDDEN.items())
def test_what_the_public_does_not_see_is_neither_named_nor_offered(town, client, name, code):
    assert subjects.subject_asked_for({name: code}) is None
    assert subjects.with_value(f"{name}:{code}") is None
    assert "Un secret" not in client.get(f"/fr/participate/?{name}={code}").text
    assert "id_about" not in client.get(f"{PAGE}?{name}={code}").text
    assert "Un secret" not in str(subjects.choices("fr"))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *(("milestone", code) for code in ("light", "light.", ".3", "light.x", "light.٣", "light.99999999999", "\0.3")),
        *(("report", code) for code in ("", "x", "20255", "-2025", "²025")),
        *((name, "a" * 400) for name in PUBLIC),
        ("commitment", "\0"),
    ],
)
def test_an_address_that_names_nothing_is_about_nothing(town, client, name, code):
    assert subjects.with_code(name, code) is None
    assert client.get("/fr/participate/", {name: code}).status_code == 200


def test_a_case_is_about_one_thing_at_most():
    milestone = MilestoneFactory()
    case = make.CaseFactory(milestone=milestone)
    case.commitment = milestone.commitment
    with refused("case_about_at_most_one_thing"):
        case.validate_constraints()
    with pytest.raises(IntegrityError, match="case_about_at_most_one_thing"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(commitment=milestone.commitment)


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
@pytest.mark.parametrize(("name", "code"), PUBLIC.items())
def test_the_page_of_each_has_a_door_to_write_about_it(town, client, name, code, language):
    with override(language):
        page = subjects.with_code(name, code).address.partition("#")[0]
    assert f'href="/{language}/participate/?{name}={code}"' in client.get(page).text


@pytest.mark.parametrize(("name", "code"), PUBLIC.items())
def test_it_goes_through_every_step_to_the_case_the_desk_and_the_author(town, client, name, code):
    writer = Writer(client, "suggestion")
    writer.message(about=f"{name}:{code}")
    title = f"<dd>{subjects.with_code(name, code).title['fr']}</dd>"
    assert f'value="{name}:{code}" id="id_about" checked' in client.get(writer.address).text  # the draft keeps it
    writer.author()
    assert title in writer.confirmation().text
    writer.send()
    case = Case.objects.get()
    about = subjects.of_case(case)
    assert (about.name, about.code) == (name, code)
    read_by_the_desk = Desk().page(case).text
    assert f'href="{about.address}"' in read_by_the_desk
    assert f'<option value="{name}:{code}" selected>' in read_by_the_desk
    receipt = client.get(writer.receipt).context
    client.post("/fr/track/", {"code": receipt["code"]})
    assert f'href="{about.address}"' in client.get("/fr/track/case/").text


def test_the_mark_can_be_taken_away(town, client):
    writer = Writer(client, "suggestion")
    writer.message(about="milestone:light.3")
    writer.message()
    writer.author()
    writer.send()
    assert subjects.of_case(Case.objects.get()) is None


def test_the_desk_moves_a_case_from_one_thing_to_another_and_the_history_says_so(town):
    case = make.CaseFactory(milestone=subjects.with_code("milestone", "light.3").row)
    desk = Desk()
    desk.done(case, about="document:accounts-2025")
    assert (case.milestone, case.document.slug) == (None, "accounts-2025")
    assert case.events.get(kind="sorted").details["fields"] == ["milestone", "document"]
    desk.done(case, about="")
    assert subjects.of_case(case) is None


def test_what_is_not_public_any_more_stays_with_the_case_and_is_shown_to_nobody(town, client):
    hidden = MilestoneFactory(commitment__is_published=False, commitment__number=77, title_fr="Un secret")
    case = make.CaseFactory(milestone=hidden)
    desk = Desk()
    assert "Un secret" not in desk.page(case).text
    desk.done(case, note="Rien à changer.")
    assert case.milestone == hidden


# --- what citizens say, on the page of what it is about ---------------------------------------------


def published_case(officer, now, **about):
    case = make.CaseFactory(may_be_published=True, subject="OBJET-PRIVÉ", text="TEXTE-PRIVÉ", **about)
    words = {"title_fr": f"Publié {case.reference}", "text_fr": "Le texte expurgé."}
    desk_acts.publish(case, words, by=officer, now=now)
    return case


@pytest.mark.parametrize(("name", "code"), PUBLIC.items())
@pytest.mark.usefixtures("town")
def test_each_page_shows_what_is_published_about_it_and_nothing_else(client, officer, now, name, code):
    about = subjects.with_code(name, code)
    shown = published_case(officer, now, **{name: about.row})
    taken_off = published_case(officer, now, **{name: about.row})
    desk_acts.unpublish(taken_off, "Une personne est reconnaissable.", by=officer, now=now)
    unpublished = make.CaseFactory(subject="OBJET-PRIVÉ", text="TEXTE-PRIVÉ", **{name: about.row})
    elsewhere = published_case(officer, now, commitment=CommitmentFactory(slug="other", number=55))
    text = client.get(about.address.partition("#")[0]).text
    assert f"Publié {shown.reference}" in text
    for case in (taken_off, unpublished, elsewhere):
        assert case.reference not in text
    assert "PRIVÉ" not in text


def test_a_published_case_leads_to_what_it_is_about_as_long_as_that_is_public(town, client, officer, now):
    about = subjects.with_code("milestone", "light.3")
    case = published_case(officer, now, milestone=about.row)
    page = f"/fr/participate/cases/{case.reference}/"
    assert 'href="/fr/commitments/light/#milestone-3"' in client.get(page).text
    as_a_draft(about.row.commitment.__class__.objects.filter(slug="light"))
    assert "commitments/light" not in client.get(page).text


def test_a_published_case_still_leads_to_what_was_withdrawn(town, client, officer, now):
    about = subjects.with_code("milestone", "light.3")
    case = published_case(officer, now, milestone=about.row)
    withdrawn(about.row.commitment)
    page = f"/fr/participate/cases/{case.reference}/"
    assert 'href="/fr/commitments/light/#milestone-3"' in client.get(page).text
