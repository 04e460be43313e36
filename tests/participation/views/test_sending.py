import re

import pytest
from django.test import Client

from participation.models import Case, CaseEvent, Contact
from tests.at_once import together
from tests.factories.commitments import CommitmentFactory
from tests.factories.participation import CategoryFactory, DistrictFactory
from tests.participation.views.writer import COMPLAINT, Writer
from tetouan_portal.lib.challenge import demand

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _easy(monkeypatch):
    """The challenge is solved in Python, which is slow."""
    monkeypatch.setattr(demand, "NUMBERS", 50)


@pytest.fixture
def writer(client):
    return Writer(client)


def wrong(page):
    """The fields to which the summary of errors leads."""
    return re.findall(r'<li><a href="#id_(\w+)">', page.text)


# --- the whole way -----------------------------------------------------------


def test_three_steps_file_one_case_and_end_at_its_receipt(writer):
    CategoryFactory()
    DistrictFactory()
    first = writer.message(category="lighting", district="medina", place="Près du marché")
    assert first.headers["Location"] == "/fr/participate/new/complaint/you/"
    second = writer.author(name="Salma", email="salma@example.org", may_be_published="on")
    assert second.headers["Location"] == "/fr/participate/new/complaint/send/"
    assert writer.send().headers["Location"] == "/fr/participate/receipt/"
    case = Case.objects.get()
    assert (case.kind, case.channel, case.language, case.subject) == ("complaint", "web", "fr", "Lampadaire éteint")
    assert (case.category.slug, case.district.slug, case.place) == ("lighting", "medina", "Près du marché")
    assert (case.may_be_published, case.is_held, case.is_formal) == (True, False, False)
    assert (case.contact.name, case.contact.email, case.contact.phone) == ("Salma", "salma@example.org", "")
    assert case.reference in writer.client.get(writer.receipt).text


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
@pytest.mark.parametrize("kind", ["observation", "suggestion", "complaint", "request"])
def test_everything_can_be_sent_in_every_language(client, kind, language):
    Writer(client, kind, language).all_steps()
    case = Case.objects.get()
    assert (case.kind, case.language) == (kind, language)


def test_without_a_name_no_contact_is_kept_and_nothing_is_published(writer):
    writer.all_steps()
    assert not Contact.objects.exists()
    assert not Case.objects.get().may_be_published


def test_a_formal_request_and_its_urgency_reach_the_desk(client):
    writer = Writer(client, "request")
    writer.message(form="formal", national_reference="CH-17", is_urgent="on", urgency_reason="Une toiture menace.")
    writer.author()
    writer.send()
    case = Case.objects.get()
    assert (case.is_formal, case.national_reference, case.is_urgent) == (True, "CH-17", False)  # the desk decides
    claim = CaseEvent.objects.get(kind="reply")
    assert (claim.by, claim.details) == ("author", {"asks_urgency": True})
    assert claim.text.endswith("Une toiture menace.")


def test_a_message_about_a_commitment_names_it(writer):
    CommitmentFactory(slug="budget")
    page = writer.client.get(f"{writer.address}?commitment=budget")
    assert 'name="about" value="commitment:budget" id="id_about" checked' in page.text
    writer.message(about="commitment:budget")
    writer.author()
    writer.send()
    assert Case.objects.get().commitment.slug == "budget"


@pytest.mark.parametrize("slug", ["nowhere", "%00", "%F0%9F%99%82"])
def test_an_unknown_commitment_in_the_address_is_left_out(writer, slug):
    page = writer.client.get(f"{writer.address}?commitment={slug}")
    assert page.status_code == 200
    assert "id_about" not in page.text


# --- once ---------------------------------------------------------------------


def test_sending_the_last_page_again_files_nothing_and_shows_the_same_receipt(writer):
    writer.message()
    writer.author()
    answers = writer.answers(writer.confirmation())
    receipts = []
    for _each in range(3):
        response = writer.client.post(f"{writer.address}send/", answers)
        assert response.headers["Location"] == writer.receipt
        receipts.append(re.findall(r'code-groups">.*</p>', writer.client.get(writer.receipt).text))
    assert Case.objects.count() == 1
    assert receipts[0] == receipts[1] == receipts[2] != []


@pytest.mark.django_db(transaction=True)
def test_a_double_click_files_one_case(writer):
    writer.message()
    writer.author()
    answers = writer.answers(writer.confirmation())
    cookies = writer.client.cookies

    def click():
        other = Client()
        other.cookies = cookies
        return other.post(f"{writer.address}send/", answers).headers.get("Location")

    assert together(*[click] * 4) == [writer.receipt] * 4
    assert Case.objects.count() == 1


def test_a_second_message_has_a_receipt_of_its_own(writer):
    writer.all_steps()
    writer.message(subject="Autre chose")
    writer.author()
    writer.send()
    first, second = Case.objects.order_by("pk")
    page = writer.client.get(writer.receipt).text
    assert second.reference in page
    assert first.reference not in page


def test_what_is_sent_is_what_was_read(writer):
    writer.message()
    writer.author()
    read = writer.answers(writer.confirmation())
    writer.message(text="Tout autre chose, écrit dans une autre fenêtre.")
    page = writer.client.post(f"{writer.address}send/", read)
    assert page.status_code == 400
    assert "une autre fenêtre" in page.text
    assert not Case.objects.exists()
    assert writer.send().headers["Location"] == writer.receipt


# --- nothing is lost --------------------------------------------------------------


def test_a_step_cannot_be_skipped(writer):
    assert writer.confirmation().headers["Location"] == writer.address
    assert writer.author().headers["Location"] == writer.address
    writer.message()
    assert writer.confirmation().headers["Location"] == f"{writer.address}you/"
    assert writer.client.post(f"{writer.address}send/", {"version": "x"}).headers["Location"] == f"{writer.address}you/"


def test_going_back_finds_everything_as_it_was_typed(writer):
    CategoryFactory()
    writer.message(category="lighting", place="Près du marché")
    writer.author(name="Salma", may_be_published="on", action="back")
    page = writer.client.get(writer.address).text
    assert 'value="lighting" selected' in page
    assert "Près du marché" in page
    assert COMPLAINT["text"] in page
    page = writer.client.get(f"{writer.address}you/").text
    assert 'value="Salma"' in page
    assert re.search(r'name="may_be_published"[^>]* checked', page)


def test_a_refused_step_keeps_what_was_typed_in_whatever_language_it_is_read_again(writer):
    CategoryFactory()
    page = writer.message(text="", place="Près du marché", category="")
    assert page.status_code == 400
    assert wrong(page) == ["category", "text"]
    assert 'aria-invalid="true"' in page.text
    assert "Près du marché" in page.text
    assert "Près du marché" in writer.client.get(writer.address.replace("/fr/", "/ar/")).text


@pytest.mark.parametrize("text", ["x" * 5001, "x" * 100_000])
def test_too_long_a_message_is_shown_again_whole(writer, text):
    page = writer.message(text=text)
    assert page.status_code == 400
    assert text in page.text


def test_markup_in_the_words_is_only_words(writer):
    writer.message(subject="<script>alert(1)</script>", text="<b>gras</b>")
    writer.author()
    page = writer.confirmation().text
    assert "<script>alert" not in page
    assert "&lt;b&gt;gras&lt;/b&gt;" in page
    writer.send()
    assert "<script>alert" not in writer.client.get(writer.receipt).text


def test_a_category_withdrawn_meanwhile_leads_back_to_its_step(writer):
    category = CategoryFactory()
    CategoryFactory(slug="roads")
    writer.message(category="lighting")
    writer.author()
    answers = writer.answers(writer.confirmation())
    category.is_offered = False
    category.save()
    assert writer.client.post(f"{writer.address}send/", answers).headers["Location"] == writer.address
    assert not Case.objects.exists()


def test_a_check_that_fails_loses_nothing_and_can_be_tried_again(writer):
    writer.message()
    writer.author()
    page = writer.send(proof="forged")
    assert page.status_code == 400
    assert COMPLAINT["text"] in page.text
    assert not Case.objects.exists()
    assert writer.client.post(f"{writer.address}send/", writer.answers(page)).headers["Location"] == writer.receipt


@pytest.mark.parametrize("kind", ["observation", "suggestion", "complaint", "request"])
def test_the_commitment_that_somebody_writes_about_is_kept_from_its_page_to_the_case(client, kind):
    about = CommitmentFactory(slug="light")
    address = f"/fr/participate/new/{kind}/"
    here = "/fr/participate/?commitment=light"
    if kind == "request":
        here = re.search(r'href="([^"]*/published/[^"]*)"', client.get(here).text)[1]
        searched = client.get(f"{here}&q=marchés").text
        assert 'name="commitment" value="light"' in searched
        assert f'href="{address}?commitment=light"' in searched
    assert f'href="{address}?commitment=light"' in client.get(here).text
    assert 'value="commitment:light"' in client.get(f"{address}?commitment=light").text
    writer = Writer(client, kind)
    writer.message(about="commitment:light")
    writer.author()
    writer.send()
    assert Case.objects.get().commitment == about
