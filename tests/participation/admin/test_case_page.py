"""One page a case, one save: what an officer decides is done whole or not at all, and nobody's words are lost."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.admin.models import LogEntry

from participation.case import author_acts, desk_acts, erasure, filing
from participation.models import Case, CaseEvent, CaseLetter, PublishedCase
from tests.commitments.admin.pages import form_on
from tests.factories import participation as make
from tests.factories import people
from tests.participation.admin.desk import INBOX, Desk, address, errors
from tests.participation.photos import make_photo

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)
VERSION = {"public__publication": "publish", "public__title_fr": "Un lampadaire", "public__text_fr": "Il est éteint."}


@pytest.fixture(autouse=True)
def _on_a_monday_in_june():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def information():
    return Desk(people.information_officer())


@pytest.fixture
def case():
    return make.ContactFactory().case


def kinds(case):
    return [event.kind for event in case.events.order_by("pk")]


def test_one_save_sorts_assigns_notes_and_answers(desk, case):
    roads = make.CategoryFactory(slug="roads", name_fr="Voirie")
    desk.done(
        case, category=roads.pk, assigned_to=desk.officer.pk, note="Vu avec la régie", act="answer", text="Demain."
    )
    assert kinds(case) == ["sorted", "assigned", "taken_up", "note", "answer"]
    assert (case.category, case.assigned_to, case.state) == (roads, desk.officer, "in_progress")
    assert CaseLetter.objects.get().event.text == "Demain."


def test_a_save_without_a_change_leaves_no_trace(desk, case):
    desk.done(case)
    assert kinds(case) == []
    assert not LogEntry.objects.exists()


def test_a_case_whose_category_is_no_longer_offered_keeps_it(desk, case):
    case.category.is_offered = False
    case.category.save()
    desk.done(case, note="Vu")
    assert case.category is not None
    assert kinds(case) == ["note"]


def test_words_for_the_author_are_never_dropped_in_silence(desk, case):
    answer = desk.save(case, text="Demain.")
    assert (answer.status_code, list(errors(answer))) == (400, ["act"])
    assert "Demain." in answer.content.decode()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"act": "answer"}, "text"),
        ({"act": "close", "text": "Fait"}, "outcome"),
        ({"act": "close", "text": "Pas nous", "outcome": "not_ours"}, "other_body"),
        ({"act": "close", "text": "Déjà dit", "outcome": "duplicate"}, "duplicate_of"),
        ({"act": "close", "text": "Déjà dit", "outcome": "duplicate", "duplicate_of": "2026-99999"}, "duplicate_of"),
        ({"act": "close", "text": "Non", "outcome": "refused"}, "outcome"),  # a complaint is not refused
        ({"act": "extend", "text": "Plus tard"}, "act"),
        ({"act": "erase", "text": "Rien"}, "act"),
        ({"act": "answer", "text": "x" * 5001}, "text"),
        ({"note": "x" * 5001}, "note"),
        ({"category": "999999"}, "category"),
        ({"assigned_to": "999999"}, "assigned_to"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_done(desk, case, values, field):
    answer = desk.save(case, **{"note": "Une note", **values})
    assert answer.status_code == 400
    assert list(errors(answer)) == [field]
    assert kinds(case) == []
    assert values.get("text", "")[:50] in answer.content.decode()


def test_a_case_is_joined_to_another_by_its_reference(desk, case):
    first = make.CaseFactory()
    desk.done(case, act="close", outcome="duplicate", duplicate_of=first.reference, text="Déjà signalé")
    assert (case.duplicate_of, kinds(first)) == (first, ["joined"])


def test_a_complaint_is_not_joined_to_a_request_that_the_officer_may_not_see(desk, case):
    secret = make.CaseFactory(request=True)
    answer = desk.save(case, act="close", outcome="duplicate", duplicate_of=secret.reference, text="Déjà dit")
    assert list(errors(answer)) == ["duplicate_of"]


def test_a_case_for_another_body_says_which(desk, case):
    body = make.OtherBodyFactory()
    answer = desk.done(case, act="close", outcome="not_ours", other_body=body.pk, text="C’est la province.")
    assert (case.state, case.other_body) == ("closed", body)
    assert answer["Location"] == INBOX


def test_a_closed_case_leads_on_to_the_others_that_were_looked_for(desk, case):
    filters = "_changelist_filters=assigned%3Dnobody%26standing%3Doverdue"
    form = {**desk.form(case), "act": "close", "outcome": "solved", "text": "Réparé."}
    answer = desk.client.post(f"{address(case)}?{filters}", form)
    assert answer["Location"] == f"{INBOX}?assigned=nobody&standing=overdue"


def test_a_refusal_needs_its_article(information):
    request, ground = make.CaseFactory(request=True), make.RefusalGroundFactory()
    answer = information.save(request, act="close", outcome="refused", text="Vie privée")
    assert list(errors(answer)) == ["ground"]
    information.done(request, act="close", outcome="refused", text="Vie privée", ground=ground.pk)
    assert (request.outcome, request.ground) == ("refused", ground)


def test_a_request_is_extended_once_and_in_time(information):
    request = make.CaseFactory(request=True)
    information.done(request, act="extend", text="Archives à consulter")
    assert request.extended_on
    assert list(errors(information.save(request, act="extend", text="Encore"))) == ["act"]
    late = make.CaseFactory(request=True, due_on=datetime(2026, 6, 12).date())
    assert list(errors(information.save(late, act="extend", text="Encore"))) == ["act"]


def test_urgency_is_decided_with_the_same_save(information):
    request = make.CaseFactory(request=True)
    before = request.due_on
    information.done(request, urgency="yes", note="Vie en danger")
    assert (request.is_urgent, request.due_on < before) == (True, True)


def test_a_held_case_is_released_by_whoever_answers_it(desk):
    case = make.ContactFactory(case__is_held=True).case
    desk.done(case, act="answer", text="Merci")
    assert (case.is_held, kinds(case)) == (False, ["released", "answer"])
    assert CaseLetter.objects.count() == 1


def test_a_held_case_that_is_abuse_sends_no_mail_to_the_address_in_it(desk):
    case = make.ContactFactory(case__is_held=True).case
    desk.done(case, act="close", outcome="abuse", text="Ce n’est pas un message à la commune")
    assert case.state == "closed"
    assert not CaseLetter.objects.exists()


def test_a_closed_case_can_be_noted_and_sorted_and_not_answered(desk):
    case = make.CaseFactory(closed=True)
    assert "act" not in desk.page(case).context["form"].fields
    desk.done(case, note="Revue", act="answer", text="Encore")
    assert kinds(case) == ["note"]


def test_an_erased_case_offers_nothing(desk, case):
    form = desk.form(case)
    erasure.erase(case, now=NOW)
    assert desk.page(case).context["form"] is None
    answer = desk.save(case, form, note="C’était Mme Bennani")
    assert answer.status_code in (403, 409)
    assert not case.events.filter(kind="note").exists()


# --- two at once --------------------------------------------------------------------


def test_an_answer_written_while_another_officer_answered_waits_with_both_texts(desk, case):
    form = desk.form(case)
    Desk().done(case, act="answer", text="Réparé lundi.")
    answer = desk.save(case, form, act="answer", text="Nous regardons.")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Réparé lundi." in page
    assert "Nous regardons." in page
    assert kinds(case) == ["answer"]
    again = {**form, "version": answer.context["version"]}
    assert desk.save(case, again, act="answer", text="Nous regardons.").status_code == 302
    assert kinds(case) == ["answer", "answer"]


def test_what_the_author_writes_meanwhile_is_read_before_the_answer_goes(desk, case):
    form = desk.form(case)
    author_acts.reply(case, "C’est réparé, merci.", now=NOW)
    answer = desk.save(case, form, act="close", outcome="not_possible", text="Pas de budget.")
    assert answer.status_code == 400
    assert "C’est réparé, merci." in answer.content.decode()
    case.refresh_from_db()
    assert case.is_open


def test_the_category_that_somebody_else_chose_meanwhile_stands_beside_ours(desk, case):
    form = desk.form(case)
    roads, parks = (
        make.CategoryFactory(slug="roads", name_fr="Voirie"),
        make.CategoryFactory(slug="p", name_fr="Jardins"),
    )
    Desk().done(case, category=roads.pk)
    answer = desk.save(case, form, category=parks.pk)
    assert any("Voirie" in said for said in errors(answer)["category"])
    case.refresh_from_db()
    assert case.category == roads


def test_the_same_save_sent_twice_is_done_once(desk, case):
    form = desk.form(case)
    for _click in range(2):
        assert desk.save(case, form, act="answer", text="Demain.\r\nMerci.", note="Vu").status_code == 302
    assert kinds(case) == ["note", "answer"]
    assert CaseLetter.objects.count() == 1


def test_a_second_tab_with_other_words_is_no_repetition(desk, case):
    form = desk.form(case)
    desk.save(case, form, act="answer", text="Demain.")
    assert desk.save(case, form, act="answer", text="Lundi.").status_code == 400


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 30, "\u0663"])
def test_a_version_that_is_no_number_does_no_harm(desk, case, version):
    author_acts.reply(case, "Et ?", now=NOW)
    assert desk.save(case, {"version": version}, note="Vu").status_code in (302, 400)


# --- who reads what --------------------------------------------------------------------


def test_contact_data_is_read_by_roles_that_may(desk, case):
    assert "salma@example.org" in desk.page(case).content.decode()
    group = desk.officer.groups.get()
    group.permissions.remove(group.permissions.get(codename="view_contact"))
    page = Desk(desk.officer.__class__.objects.get(pk=desk.officer.pk)).page(case).content.decode()
    assert not any(word in page for word in ("salma@example.org", "Bennani", "0612345678"))
    assert "données de contact" in page


def test_an_officer_who_may_only_view_saves_nothing(desk, case):
    group = desk.officer.groups.get()
    group.permissions.remove(group.permissions.get(codename="change_case"))
    viewer = Desk(desk.officer.__class__.objects.get(pk=desk.officer.pk))
    assert viewer.page(case).context["form"] is None
    assert viewer.client.post(address(case), {"note": "Vu", "version": "0"}).status_code == 403
    assert kinds(case) == []


def test_a_case_is_given_to_people_of_its_office_alone(desk, case):
    people.information_officer(first_name="Info", last_name="Seul")
    people.desk_officer(first_name="Gone", last_name="Parti", is_active=False)
    offered = set(desk.page(case).context["form"].fields["assigned_to"].queryset)
    assert offered == {desk.officer}


def test_the_admins_log_names_acts_and_no_word(desk, case):
    desk.done(case, act="answer", text="Demain, Madame Bennani.", note="Une note")
    entry = LogEntry.objects.get()
    assert entry.object_repr == case.reference
    assert "Bennani" not in entry.change_message
    assert "Une note" not in entry.change_message


# --- texts of the desk -------------------------------------------------------------------


def template(**values):
    fields = {"slug": "merci", "use": "answer", "title_fr": "Merci", "text_fr": "Merci : {reference}.", **values}
    return make.models.AnswerTemplate.objects.create(**fields)


def test_a_text_of_the_desk_is_put_beneath_what_was_typed_and_nothing_is_saved(desk, case):
    chosen = template(text_ar="شكرا: {reference}.")
    answer = desk.save(case, act="", text="Bonjour,", template=chosen.pk, insert="1", note="Vu")
    form = answer.context["form"]
    assert form["text"].value() == f"Bonjour,\n\nMerci : {case.reference}."
    assert (form["act"].value(), form["note"].value()) == ("answer", "Vu")
    assert not answer.context["form"].errors
    assert kinds(case) == []


def test_a_text_of_the_desk_speaks_the_language_of_the_author(desk):
    case = make.CaseFactory(language="ar")
    chosen = template(text_ar="شكرا: {reference}.")
    assert "شكرا" in desk.save(case, template=chosen.pk, insert="1").context["form"]["text"].value()


# --- publication ----------------------------------------------------------------------------


@pytest.fixture
def agreed():
    return make.ContactFactory(case__may_be_published=True).case


def test_nothing_is_published_without_the_authors_agreement(desk, case):
    assert desk.page(case).context["public"] is None
    desk.done(case, **VERSION, public__is_read="on")
    assert not PublishedCase.objects.exists()


def test_a_version_is_published_once_it_was_read_again(desk, agreed):
    assert list(errors(desk.save(agreed, **VERSION))) == ["is_read"]
    desk.done(agreed, **VERSION, public__is_read="on")
    assert PublishedCase.objects.live().get().title_fr == "Un lampadaire"


def test_before_the_second_press_stands_what_the_public_will_read_and_nothing_is_done(desk, agreed):
    sent = (
        desk.form(agreed) | {name.replace("__", "-"): text for name, text in VERSION.items()} | {"public-is_read": "on"}
    )
    shown = desk.client.post(address(agreed), sent)
    assert "C’est irréversible" in shown.text
    assert "Il est éteint." in shown.text.partition('id="shown_form"')[2].partition("</form>")[2]
    assert not PublishedCase.objects.exists()
    assert not agreed.events.filter(kind="published").exists()
    hidden = form_on(shown, "shown_form")
    again = desk.client.post(address(agreed), hidden | {"_again": "1"})
    assert again.context["public"]["title_fr"].value() == "Un lampadaire"
    assert desk.client.post(address(agreed), hidden | {"_seen": "1"}).status_code == 302
    assert PublishedCase.objects.live().exists()


def test_an_answer_and_its_publication_are_one_save(desk, agreed):
    desk.done(agreed, act="close", outcome="solved", text="Réparé.", **VERSION, public__is_read="on")
    assert kinds(agreed) == ["closed", "published"]


@pytest.mark.parametrize(
    "text", ["Écrire à ali@example.org", "Appeler le 06 12 34 56 78", "CIN AB123456", "Mme Salma", "Je suis SALMA"]
)
def test_what_may_point_to_a_person_is_named_before_it_is_published(desk, agreed, text):
    words = {**VERSION, "public__text_fr": text, "public__is_read": "on"}
    answer = desk.save(agreed, **words)
    assert list(errors(answer)) == ["names_nobody"]
    assert not PublishedCase.objects.exists()
    desk.done(agreed, **words, public__names_nobody="on")
    assert PublishedCase.objects.exists()


def test_a_photo_is_published_with_words_for_who_does_not_see_it(desk, agreed):
    photo, hidden = make_photo(agreed), make_photo(agreed)
    words = {**VERSION, "public__is_read": "on", f"public__shows_{photo.pk}": "on"}
    assert list(errors(desk.save(agreed, **words))) == [f"says_{photo.pk}"]
    desk.done(agreed, **words, **{f"public__says_{photo.pk}": "Un lampadaire"})
    photo.refresh_from_db(), hidden.refresh_from_db()
    assert (photo.is_public, photo.alternative_text, hidden.is_public) == (True, "Un lampadaire", False)


def test_what_is_taken_off_says_why_to_its_author(desk):
    case = make.PublishedCaseFactory().case
    assert list(errors(desk.save(case, public__publication="take_off"))) == ["why_taken_off"]
    desk.done(case, public__publication="take_off", public__why_taken_off="Une maison était reconnaissable.")
    assert not PublishedCase.objects.live().exists()
    assert CaseEvent.objects.get().text == "Une maison était reconnaissable."


# --- the page ---------------------------------------------------------------------------------


def test_cases_with_the_same_words_are_shown_and_those_of_other_offices_never(desk, case):
    again = filing.file_case(Case(kind=case.kind, language="fr", subject=case.subject, text=case.text), now=NOW).case
    case.fingerprint = again.fingerprint
    case.save()
    other = make.CaseFactory(request=True, fingerprint=case.fingerprint, subject=case.subject, text=case.text)
    found = desk.page(case).context["alike"]
    assert again in found
    assert other not in found


def test_the_history_names_officers_notes_and_whom_it_was_given_to(desk, case):
    desk_acts.note(case, "Une note", by=desk.officer, now=NOW)
    desk_acts.assign(case, people.desk_officer(first_name="Karim", last_name="Tazi"), by=desk.officer, now=NOW)
    page = desk.page(case).content.decode()
    assert "Une note" in page
    assert "Karim Tazi" in page
