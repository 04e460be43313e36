"""What was decided stays with its event: no reopening, no edit of a list and no late mail changes what was decided."""

import json
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone, translation

from participation.case import author_acts, author_view, desk_acts, erasure, filing
from participation.desk.staff_history import history_of
from participation.letters import mail_delivery
from participation.models import Case, CaseEvent, CaseLetter, EventKind, RefusalGround
from participation.privacy import own_copy
from participation.published import public_cases
from tests.factories import participation as make
from tests.participation.clock_cases import open_request

pytestmark = pytest.mark.django_db
ARTICLE = "art. 7"
PROTECTS = {
    "ar": "الحياة الخاصة للأفراد",
    "fr": "La vie privée des personnes",
    "es": "La vida privada de las personas",
}


@pytest.fixture(autouse=True)
def _in_french():
    with translation.override("fr"):
        yield


@pytest.fixture
def refused_case(officer, now):
    case = open_request(language="fr", may_be_published=True)
    make.ContactFactory(case=case)
    return desk_acts.close(case, "refused", "Vie privée.", by=officer, now=now, ground=make.RefusalGroundFactory())


def closing_of(case):
    return case.events.filter(kind="closed").last()


def edit_the_list():
    RefusalGround.objects.update(article="art. 99", name_ar="شيء آخر", name_fr="Autre chose", name_es="Otra cosa")


def told_in_histories(case):
    """The closing in the author's history, and in the desk's."""
    entries = author_view.author_view(case, now=timezone.now())["events"]
    ours = next(line for line in history_of(case) if line["closing"])
    return [next(entry for entry in entries if entry["label"] == ours["label"])["sentences"], ours["sentences"]]


def test_a_refusal_keeps_its_article_its_ground_in_every_language_its_dates_and_the_next_remedy(refused_case):
    details = closing_of(refused_case).details
    assert details["ground"] == {"article": ARTICLE, "name": PROTECTS, "source": "", "is_confirmed": False}
    assert (details["outcome"], details["due"], details["reopen_until"]) == ("refused", "2026-06-29", "2026-07-15")
    assert (details["remedy"]["step"], details["remedy"]["until"]) == ("head", "2026-07-13")


def test_a_case_for_another_body_keeps_its_name_and_address(officer, now):
    body = make.OtherBodyFactory(url="https://www.example.org/")
    case = desk_acts.close(make.CaseFactory(), "not_ours", "Pas nous.", by=officer, now=now, other_body=body)
    type(body).objects.update(name_fr="Autre", url="")
    kept = closing_of(case).details["other_body"]
    assert (kept["name"]["fr"], kept["url"]) == ("Province de Tétouan", "https://www.example.org/")


def test_a_joined_case_is_kept_for_the_desk_and_never_told_to_the_author(officer, now):
    first, case = make.CaseFactory(), make.CaseFactory()
    desk_acts.close(case, "duplicate", "Déjà dit.", by=officer, now=now, duplicate_of=first)
    author_acts.not_solved(case, "Non.", now=now)
    assert first.reference in next(line for line in history_of(case) if line["closing"])["said"]
    told = [*author_view.author_view(case, now=now)["events"], own_copy.data_held(case)]
    assert first.reference not in str(told)


def test_after_a_reopening_both_histories_and_the_copy_still_say_under_which_article(refused_case, now):
    case = author_acts.not_solved(refused_case, "Ce n’est pas privé.", now=now)
    edit_the_list()
    refused_under = f"Refus fondé sur {ARTICLE} (La vie privée des personnes)."
    for sentences in told_in_histories(case):
        assert sentences[0] == refused_under
        assert "15 juillet 2026" in sentences[1]
        assert "13 juillet 2026" in sentences[2]
    copy = own_copy.data_held(case)
    assert refused_under in own_copy.in_words(copy)
    assert next(one for one in copy["history"] if one["kind"] == "closed")["details"]["ground"]["article"] == ARTICLE


def test_an_edit_of_the_list_changes_no_page_of_a_case_that_was_refused_before(refused_case, officer, now):
    desk_acts.publish(refused_case, {"title_fr": "Un refus", "text_fr": "Refusé."}, by=officer, now=now)
    edit_the_list()
    case = Case.objects.get()
    assert author_view.author_view(case, now=now)["closing"].rests_on == f"{ARTICLE}: {PROTECTS['fr']}"
    assert own_copy.data_held(case)["case"]["ground"] == f"{ARTICLE}: {PROTECTS['fr']}"
    public = public_cases.with_reference(case.reference)
    assert (public["article"], public["ground"]) == (ARTICLE, PROTECTS)


def test_a_case_that_is_open_again_is_not_shown_as_refused_until_it_is_refused_again(refused_case, officer, now):
    desk_acts.publish(refused_case, {"title_fr": "Un refus", "text_fr": "Refusé."}, by=officer, now=now)
    case = author_acts.not_solved(refused_case, "Ce n’est pas privé.", now=now)
    assert author_view.author_view(case, now=now)["closing"] is None
    assert public_cases.with_reference(case.reference)["article"] == ""
    edit_the_list()
    again = desk_acts.close(case, "refused", "Non.", by=officer, now=now, ground=RefusalGround.objects.get())
    assert author_view.author_view(again, now=now)["closing"].article == "art. 99"
    assert [event.details["ground"]["article"] for event in again.events.filter(kind="closed")] == [ARTICLE, "art. 99"]


# --- mails that come hours later ------------------------------------------------------------


def mail_of(server, case, kind):
    """What the mail of the newest event of that kind says; the others are not sent."""
    letters = CaseLetter.objects.filter(event__case=case)
    letters.exclude(event=case.events.filter(kind=kind).last()).delete()
    assert mail_delivery.send_waiting() == {"sent": 1}
    return server.mails[-1].get_payload()[0].get_payload(decode=True).decode()


def test_the_mail_of_a_refusal_that_comes_after_the_reopening_names_the_article_and_the_days(
    mail_server, refused_case, now
):
    author_acts.not_solved(refused_case, "Ce n’est pas privé.", now=now)
    edit_the_list()
    text = mail_of(mail_server, refused_case, EventKind.CLOSED)
    assert f"Refus fondé sur {ARTICLE} (La vie privée des personnes)." in text
    assert "15 juillet 2026" in text
    assert "13 juillet 2026" in text
    assert "art. 99" not in text


def test_a_mail_tells_the_date_of_its_own_moment(mail_server, officer, now):
    case = open_request(language="fr")
    make.ContactFactory(case=case)
    desk_acts.ask(case, "Laquelle ?", by=officer, now=now)
    desk_acts.extend(case, "Beaucoup de pièces.", by=officer, now=now)
    assert "29 juin 2026" in mail_of(mail_server, case, EventKind.QUESTION)


def test_the_mail_of_an_extension_tells_the_date_that_it_gave(mail_server, officer, now):
    case = open_request(language="fr")
    make.ContactFactory(case=case)
    extended = desk_acts.extend(case, "Beaucoup de pièces.", by=officer, now=now)
    desk_acts.close(case, "provided", "Voici.", by=officer, now=now)
    case = author_acts.not_solved(case, "Incomplet.", now=now + timedelta(days=30))
    assert case.due_on != extended.due_on == date(2026, 7, 27)
    assert "27 juillet 2026" in mail_of(mail_server, case, EventKind.EXTENDED)


def test_the_mail_of_the_receipt_tells_the_first_date_and_how_it_was_counted(mail_server, officer, now):
    case = make.CaseFactory.build(kind="request", is_formal=True, language="fr", category=None, district=None)
    filed = filing.file_case(case, contact={"email": "salma@example.org"}, now=now).case
    first = filed.due_on
    desk_acts.extend(filed, "Beaucoup de pièces.", by=officer, now=now)
    filed.contact.confirmed_at = now
    filed.contact.save()
    CaseLetter.objects.create(event=filed.events.get(kind="filed"))
    text = mail_of(mail_server, filed, EventKind.FILED)
    assert f"{first.day} juillet 2026" in text
    assert "prolongé" not in text


# --- the floor ------------------------------------------------------------------------------


def test_nothing_that_an_event_keeps_is_rewritten_in_sql(refused_case):
    for change in ("details = '{}'", "kind = 'answer'", "at = now()", "text = 'Autre chose.'", "by = 'author'"):
        with pytest.raises(DatabaseError, match="history is not rewritten"), transaction.atomic():
            connection.cursor().execute(f"update participation_caseevent set {change}")
    with pytest.raises(DatabaseError, match="history is not rewritten"), transaction.atomic():
        connection.cursor().execute("delete from participation_caseevent")
    assert closing_of(refused_case).details["ground"]["article"] == ARTICLE


@pytest.mark.parametrize(
    "details", [{}, {"outcome": "refused"}, {"outcome": "not_ours"}, {"outcome": "duplicate", "ground": {}}]
)
def test_no_closing_is_written_without_what_it_rests_on(now, details):
    event = CaseEvent(case=make.CaseFactory(), kind="closed", at=now, by="desk", text="Fait.", details=details)
    with pytest.raises(IntegrityError, match="case_event_closing_keeps_what_it_decided"), transaction.atomic():
        event.save()


def test_erasing_takes_every_personal_word_out_of_the_history_and_leaves_the_article(officer, now):
    words = {"subject": "MARQUE-1", "text": "MARQUE-2", "place": "MARQUE-3", "national_reference": "MARQUE-4"}
    case = make.CaseFactory.build(kind="request", is_formal=True, language="fr", category=None, district=None, **words)
    contact = {"name": "MARQUE-5", "email": "marque-6@example.org", "phone": "0600000007", "postal_address": "MARQUE-8"}
    case = filing.file_case(case, contact=contact, now=now).case
    desk_acts.ask(case, "MARQUE-9 ?", by=officer, now=now)
    author_acts.reply(case, "MARQUE-10", now=now)
    desk_acts.close(case, "refused", "MARQUE-11", by=officer, now=now, ground=make.RefusalGroundFactory())
    author_acts.rate(case, "no", "MARQUE-12", now=now)
    author_acts.not_solved(case, "MARQUE-13", now=now)
    erasure.erase(case, now=now)
    with connection.cursor() as cursor:
        cursor.execute("select event::text from participation_caseevent event")
        kept = " ".join(row for (row,) in cursor.fetchall())
    assert "marque" not in kept.casefold()
    assert "0600000007" not in kept
    assert ARTICLE in kept


# --- what was decided before events kept it ---------------------------------------------------

MIGRATION = import_module("participation.migrations.0016_what_was_decided")


def fill_old_events():
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table participation_caseevent disable trigger event_stands")
        for statement in MIGRATION.FILLINGS:
            cursor.execute(statement)
        cursor.execute("alter table participation_caseevent enable trigger event_stands")


def old_event(case, kind, at, **details):
    """As it was written then; the rule of today would not have it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into participation_caseevent (case_id, kind, at, by, text, details, words_erased, is_demo) "
            "values (%s, %s, %s, 'desk', 'Mot.', %s, false, false)",
            [case.pk, kind, at, json.dumps(details)],
        )


@pytest.fixture
def _before(db):
    name = "case_event_closing_keeps_what_it_decided"
    with connection.cursor() as cursor:
        cursor.execute(f"alter table participation_caseevent drop constraint {name}")


@pytest.mark.usefixtures("_before")
def test_old_closings_get_what_the_case_still_knows_and_say_that_it_was_written_later(now):
    ground = make.RefusalGroundFactory()
    case = make.CaseFactory(request=True, closed=True, outcome="refused", ground=ground)
    first = make.CaseFactory(closed=True)
    joined = make.CaseFactory(closed=True, outcome="duplicate", duplicate_of=first)
    old_event(case, "closed", now, outcome="refused")
    old_event(joined, "closed", now, outcome="duplicate")
    fill_old_events()
    details = closing_of(case).details
    assert (details["ground"]["article"], details["ground"]["name"]) == (ARTICLE, PROTECTS)
    assert (details["reopen_until"], details["due"]) == ("2026-07-10", "2026-06-29")
    assert closing_of(joined).details["joined_to"] == first.reference
    today = timezone.localdate()
    assert details["written_later_on"] == today.isoformat()
    assert str(today.year) in told_in_histories(case)[0][-1]


@pytest.mark.usefixtures("_before")
def test_of_an_old_refusal_that_was_opened_again_the_history_says_that_its_article_was_not_kept(now):
    case = make.CaseFactory(request=True, closed=True, outcome="provided")
    old_event(case, "closed", now, outcome="refused")
    old_event(case, "reopened", now, outcome="refused")
    old_event(case, "closed", now, outcome="provided")
    fill_old_events()
    former, last = case.events.filter(kind="closed")
    assert former.details == {"outcome": "refused", "not_kept": ["ground", "reopen_until"]}
    assert last.details == {"outcome": "provided", "due": "2026-06-29", "reopen_until": "2026-07-10"}
    said = author_view.entry(former)["sentences"]
    assert said == ["Ce qui n’a pas été conservé à l’époque\u00a0: motif de refus, dernier jour pour le rouvrir."]


@pytest.mark.usefixtures("_before")
def test_old_events_get_the_date_that_the_next_one_moved(now):
    case = make.CaseFactory(request=True, due_on=date(2026, 7, 27))
    old_event(case, "filed", now)
    old_event(case, "extended", now, before="2026-06-29", after="2026-07-27")
    old_event(case, "question", now)
    fill_old_events()
    assert [event.details.get("due") for event in case.events.all()] == ["2026-06-29", None, "2026-07-27"]


@pytest.mark.usefixtures("_before")
def test_filling_twice_changes_nothing(refused_case, now):
    old_event(make.CaseFactory(), "closed", now, outcome="refused")
    fill_old_events()
    kept = list(CaseEvent.objects.order_by("pk").values_list("details", flat=True))
    fill_old_events()
    assert list(CaseEvent.objects.order_by("pk").values_list("details", flat=True)) == kept
