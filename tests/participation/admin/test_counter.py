"""A case is entered for somebody at the counter, and the receipt is printed with a code that is shown once."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils import translation
from django.utils.html import strip_tags

from participation.case import author_acts, tracking_code
from participation.case.silence import lapse
from participation.law.event_sentences import sentences
from participation.letters.mail_texts import words_of
from participation.models import Case, CaseLetter, Contact
from tests.at_once import together
from tests.factories import participation as make
from tests.factories import people
from tests.participation.admin.desk import INBOX, Desk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)
ADD = f"{INBOX}add/"
KEY = "0d0b7a0e-7a34-4f13-9b0b-0f6f3c0f6d11"


@pytest.fixture(autouse=True)
def _on_a_monday_in_june():
    make.CategoryFactory()
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def desk():
    return Desk()


def said(**values):
    return {
        "key": KEY,
        "channel": "counter",
        "received_on": "2026-06-15",
        "language": "ar",
        "category": "lighting",
        "subject": "مصباح منطفئ",
        "text": "المصباح أمام المدرسة منطفئ منذ أسبوعين.",
        **values,
    }


def code_on(answer):
    """The groups that a reader would type, with dashes."""
    shown = answer.context["sheet"].split('class="code-groups"')[1].split("</bdi>")[0]
    return "-".join(re.findall(r"<span>(\w+)</span>", shown))


def test_a_receipt_in_arabic_carries_a_code_that_opens_the_case(desk):
    answer = desk.client.post(ADD, said())
    case = Case.objects.get()
    assert (case.channel, case.language, case.entered_by) == ("counter", "ar", desk.officer)
    assert 'lang="ar" dir="rtl"' in answer.content.decode()
    assert author_acts.case_of(code_on(answer)) == case
    assert "وصل" in answer.context["sheet"]
    assert case.events.get().officer == desk.officer


def test_a_form_sent_twice_is_one_case_and_shows_the_same_receipt(desk):
    first, second = desk.client.post(ADD, said()), desk.client.post(ADD, said())
    assert Case.objects.count() == 1
    assert code_on(first) == code_on(second)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_one_moment_are_one_case(desk):
    make.CategoryFactory()

    def click():
        return Desk(desk.officer).client.post(ADD, said()).status_code

    assert together(click, click, click) == [200, 200, 200]
    assert Case.objects.count() == 1


def test_the_receipt_of_one_officer_is_not_shown_to_another(desk):
    first = desk.client.post(ADD, said())
    second = Desk().client.post(ADD, said(text="Autre chose"))
    assert Case.objects.count() == 2
    assert code_on(first) != code_on(second)


def test_contact_data_goes_into_its_own_row_and_a_mail_waits(desk):
    desk.client.post(ADD, said(name="سلمى", email="salma@example.org", phone="0612345678", postal_address="حي الملاح"))
    contact = Contact.objects.get()
    assert (contact.email, contact.postal_address) == ("salma@example.org", "حي الملاح")
    assert CaseLetter.objects.get().event.kind == "mail_asked"


def test_the_time_of_a_letter_counts_from_its_stamp(desk):
    desk.client.post(ADD, said(channel="post", received_on="2026-06-10"))
    case = Case.objects.get()
    assert (case.received_at.date(), case.due_on) == (date(2026, 6, 10), date(2026, 8, 9))


def test_a_letter_stamped_long_ago_is_entered_while_its_time_runs_and_says_both_days(desk):
    answer = desk.client.post(ADD, said(channel="post", received_on="2026-04-20", language="fr", email="a@example.org"))
    case = Case.objects.get()
    assert (case.received_at.date(), case.due_on) == (date(2026, 4, 20), date(2026, 6, 19))
    event = case.events.get(kind="filed")
    assert (event.at.date(), event.details["stamped"]) == (date(2026, 6, 15), "2026-04-20")
    assert "passed" not in event.details
    assert "le 15 juin 2026" in strip_tags(answer.context["sheet"])
    with translation.override("fr"):
        assert words_of(event, case).before[1:3] == [
            "Saisi dans ce portail le 15 juin 2026\u202f; le délai court à compter du 20 avril 2026, jour du cachet.",
            "Vous recevrez une réponse au plus tard le 19 juin 2026.",
        ]


def test_a_letter_whose_time_has_passed_says_so_and_its_silence_is_recorded_as_of_now(desk):
    desk.client.post(ADD, said(channel="counter", received_on="2026-01-05", language="fr", email="a@example.org"))
    case = Case.objects.get()
    event = case.events.get(kind="filed")
    assert event.details["passed"] == case.due_on.isoformat() == "2026-03-06"
    lapse(now=datetime(2026, 6, 16, 1, tzinfo=UTC))
    case.refresh_from_db()
    lapsed = case.events.get(kind="lapsed")
    assert (case.lapsed_on, lapsed.details["entered"]) == (date(2026, 6, 16), "2026-06-15")
    with translation.override("fr"):
        mail = words_of(event, case).before
        assert not [line for line in mail if line.startswith("Vous recevrez")]
        assert "déjà passé, le 6 mars 2026" in " ".join(mail)
        assert "le 15 juin 2026 seulement" in sentences(lapsed)[-1]


def test_a_request_is_not_older_than_the_law(desk):
    information = Desk(people.information_officer())
    asked = said(form="informal", category="", received_on="2019-03-11")
    answer = information.client.post(f"{ADD}?kind=request", asked)
    assert answer.context["entry"].errors.as_data()["received_on"][0].code == "not_in_force"
    information.client.post(f"{ADD}?kind=request", {**asked, "received_on": "2019-03-12", "key": "another"})
    assert Case.objects.get().received_at.date() == date(2019, 3, 12)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"text": ""}, "Écrivez le message."),
        ({"received_on": "2026-06-16"}, "aujourd’hui au plus tard"),
        ({"received_on": "2017-12-31"}, "pas encore en vigueur"),
        ({"received_on": "2026-05-14", "channel": "phone"}, "dernier mois"),
        ({"received_on": "hier"}, "date valide"),
        ({"channel": "web"}, "web"),
        ({"language": "en"}, "en"),
        ({"text": "Ma CIN est AB123456"}, "AB123456"),
        ({"email": "nulle part"}, "adresse"),
        ({"phone": "je ne sais pas"}, "0612345678"),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_stays(desk, values, words):
    answer = desk.client.post(ADD, said(**values, place="Rue Mohammed V"))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert words in page
    assert "Rue Mohammed V" in page
    assert not Case.objects.exists()


def test_each_office_enters_its_own_kinds(desk):
    desk.client.post(f"{ADD}?kind=request", said(form="informal"))
    assert Case.objects.get().kind == "complaint"
    Desk(people.information_officer()).client.post(f"{ADD}?kind=complaint", said(form="informal"))
    assert Case.objects.latest("pk").kind == "request"


def test_a_new_code_opens_the_case_and_the_lost_one_no_more(desk):
    case = make.CaseFactory(tracking_hash=tracking_code.hash_of(make.CODE))
    answer = desk.client.post(f"{INBOX}{case.pk}/code/")
    assert "Récépissé" in answer.context["sheet"]  # a French author
    assert author_acts.case_of(make.CODE) is None
    assert case.events.get().kind == "new_code"


def test_a_link_makes_no_new_code(desk):
    case = make.CaseFactory(tracking_hash=tracking_code.hash_of(make.CODE))
    assert desk.client.get(f"{INBOX}{case.pk}/code/").status_code == 405
    assert author_acts.case_of(make.CODE) == case


def test_the_code_is_kept_by_no_cache_and_stands_in_no_address(desk):
    answer = desk.client.post(ADD, said())
    assert "no-store" in answer["Cache-Control"]
    assert answer.status_code == 200
