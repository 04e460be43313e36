"""One person proposes on a page, another sees on the next what goes and what stays, and carries it out."""

import csv
import io

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from tests.at_once import together
from tests.commitments.admin.pages import sent
from tests.factories import people
from tests.factories.commitments import AnnualReportFactory, CommitmentFactory, EvidenceFactory, StatementFactory
from tests.tetouan_portal.removal.acts import ORDER, SECRET, holding, removed, seen
from tetouan_portal.journal.becoming import enter_public
from tetouan_portal.journal.models import JournalLine
from tetouan_portal.removal.carrying_out import carry_out
from tetouan_portal.removal.models import Removal
from tetouan_portal.removal.proposing import propose, refuse

pytestmark = pytest.mark.django_db
ASKED = {"what": "summary|fr", "ground": "commission", "reference": "Délibération D-12"}


def of(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def first(amina):
    return of(amina)


@pytest.fixture
def second(brahim):
    return of(brahim)


@pytest.fixture
def statement(db):
    row = StatementFactory(summary_fr=SECRET)
    enter_public(row)
    return row


def proposing(row, language="fr"):
    return f"/{language}/admin/tetouan_portal/removal/propose/{row._meta.label_lower}/{row.pk}/"


def page(removal, language="fr"):
    return f"/{language}/admin/tetouan_portal/removal/{removal.pk}/change/"


def test_two_people_remove_on_two_pages(first, second, statement, client):
    assert sent(first, proposing(statement), "removal_form", **ASKED).status_code == 302
    removal = Removal.objects.get()
    shown = second.get(page(removal)).text
    assert SECRET in shown
    assert "[Supprimé le" in shown
    assert statement.commitment.slug in shown

    assert sent(second, page(removal), "removal_form", carry_out="x").status_code == 302

    statement.refresh_from_db()
    assert SECRET not in second.get(page(removal)).text
    public = client.get(f"/fr/commitments/{statement.commitment.slug}/").text
    assert statement.summary_fr in public
    assert SECRET not in public
    assert holding(SECRET) == []


def test_whoever_proposed_it_is_not_offered_to_carry_it_out_and_cannot(first, statement):
    sent(first, proposing(statement), "removal_form", **ASKED)
    removal = Removal.objects.get()
    shown = first.get(page(removal)).text
    assert 'name="carry_out"' not in shown
    assert 'name="seen"' not in shown
    assert first.post(page(removal), {"carry_out": "x", "seen": seen(removal)}).status_code == 400
    statement.refresh_from_db()
    assert statement.summary_fr == SECRET
    assert first.post(page(removal), {"refuse": "x"}).status_code == 302
    removal.refresh_from_db()
    assert removal.state == "refused"


def test_what_was_not_read_is_refused(first, second, statement):
    sent(first, proposing(statement), "removal_form", **ASKED)
    removal = Removal.objects.get()
    assert second.post(page(removal), {"carry_out": "x"}).status_code == 400
    assert second.post(page(removal), {"carry_out": "x", "seen": "0" * 64}).status_code == 400
    statement.refresh_from_db()
    assert statement.summary_fr == SECRET


def test_a_proposal_with_mistakes_comes_back_as_it_was_typed(first, statement):
    answer = sent(first, proposing(statement), "removal_form", **ASKED | {"reference": " "})
    assert answer.status_code == 400
    assert 'value="commission"' in answer.text
    assert not Removal.objects.exists()


@pytest.mark.parametrize("role", ["technical_team", "budget_officer", "desk_officer", "clerk"])
def test_others_find_neither_page(role, statement, amina):
    other = of(getattr(people, role)())
    removal = propose(statement, "summary", by=amina, **ORDER)
    assert other.get(proposing(statement)).status_code == 403
    assert other.get(page(removal)).status_code == 403
    assert other.post(page(removal), {"carry_out": "x", "seen": seen(removal)}).status_code == 403


def test_what_is_not_public_shows_nothing_on_the_page(first):
    for row in (StatementFactory(draft=True), CommitmentFactory(draft=True), AnnualReportFactory()):
        assert first.get(proposing(row)).status_code == 404
    for label in ("auth.user", "participation.contact", "nothing.at_all", "x"):
        assert first.get(f"/fr/admin/tetouan_portal/removal/propose/{label}/1/").status_code == 404


def test_the_way_to_the_page_stands_on_the_record(statement):
    chief = of(people.superuser())
    for row, is_there in ((statement, True), (EvidenceFactory(), True), (StatementFactory(draft=True), False)):
        record = chief.get(f"/fr/admin/commitments/{row._meta.model_name}/{row.pk}/change/").text
        assert (proposing(row) in record) is is_there
    assert (
        proposing(statement)
        not in of(people.technical_team()).get(f"/fr/admin/commitments/statement/{statement.pk}/change/").text
    )


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_the_public_reads_everywhere_that_it_was_removed_and_nowhere_what_it_was(
    client, statement, language, amina, brahim
):
    removal = removed(statement, "summary", amina, brahim)
    own = f"/{language}/commitments/{statement.commitment.slug}/"
    assert removal.sentences[language] in client.get(own).text
    number = JournalLine.objects.first().number
    for address in (
        own,
        f"/{language}/journal/",
        f"/{language}/journal/{number}/",
        f"/{language}/journal/feed/",
        "/journal.jsonl",
        f"/{language}/commitments/?q=décharge",
        f"/{language}/commitments/feed/",
        "/sitemap.xml",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        body = b"".join(answer) if answer.streaming else answer.content
        assert "L123456" not in body.decode(), address


def test_the_removed_words_find_nothing_and_the_sentence_is_found(client, statement, amina, brahim):
    found = f"/fr/commitments/{statement.commitment.slug}/"
    assert found in client.get("/fr/commitments/?q=décharge").text
    removed(statement, "summary", amina, brahim)
    assert found not in client.get("/fr/commitments/?q=décharge").text
    assert found in client.get("/fr/commitments/?q=supprimé").text


def test_the_log_of_the_admin_calls_a_record_by_its_name_of_now(amina, brahim):
    commitment = CommitmentFactory(title_ar=SECRET, title_fr=SECRET, title_es=SECRET)
    LogEntry.objects.create(
        user=amina,
        content_type=ContentType.objects.get_for_model(commitment),
        object_id=commitment.pk,
        object_repr=str(commitment),
        action_flag=CHANGE,
    )
    removed(commitment, "title", amina, brahim)
    assert holding(SECRET) == []


def test_the_history_that_staff_read_keeps_the_act_and_not_the_words(statement, amina, brahim):
    removed(statement, "summary", amina, brahim)
    chief = of(people.superuser())
    history = chief.get(f"/fr/admin/commitments/statement/{statement.pk}/history/").text
    assert "L123456" not in history
    assert "L123456" not in chief.get("/fr/admin/tetouan_portal/auditentry/").text
    for kind in ("tetouan_portal/removal", "commitments/statement"):
        export = chief.get(f"/fr/admin/{kind}/export/csv/")
        told = list(csv.reader(io.StringIO(b"".join(export).decode("utf-8-sig"))))
        assert len(told) == 2
        assert "L123456" not in str(told)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_one_moment_one_does(amina, brahim):
    statement = StatementFactory(summary_fr=SECRET)
    removal = propose(statement, "summary", by=amina, **ORDER)
    read, third = seen(removal), people.publisher()
    outcomes = together(
        lambda: carry_out(removal, by=brahim, seen=read).state,
        lambda: carry_out(removal, by=third, seen=read).state,
        lambda: refuse(removal, by=amina).state,
    )
    assert sorted(outcomes) in (["done", "over", "over"], ["over", "over", "refused"])
    assert JournalLine.objects.filter(kind="removed").count() == outcomes.count("done")
