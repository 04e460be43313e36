"""The inbox shows each office its own cases, the most pressing first."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation.admin import several
from participation.case import author_acts, desk_acts
from participation.models import CaseEvent, CaseLetter
from tests.factories import participation as make
from tests.factories import people
from tests.participation.admin.desk import INBOX, Desk, address
from tests.participation.photos import make_photo

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)


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


def due(day, **values):
    return make.CaseFactory(due_on=day, **values)


def test_the_first_due_comes_first_and_closed_and_held_ones_wait_elsewhere(desk):
    later, sooner = due(date(2026, 7, 1)), due(date(2026, 6, 10))
    make.CaseFactory(closed=True)
    make.CaseFactory(is_held=True)
    assert desk.listed() == [sooner.pk, later.pk]


def test_each_office_sees_its_own_kinds_alone(desk, information):
    complaint, request = make.CaseFactory(subject="Rue sombre"), make.CaseFactory(request=True, subject="Marchés")
    assert desk.listed("?standing=all") == [complaint.pk]
    assert information.listed("?standing=all") == [request.pk]
    assert "Marchés" not in desk.inbox("?standing=all").content.decode()


@pytest.mark.parametrize("role", ["technical_team", "publisher", "translator", "budget_officer", "clerk"])
def test_nobody_else_reads_a_case(role):
    case = make.CaseFactory(subject="Rue sombre")
    photo = make_photo(case)
    other = Desk(getattr(people, role)())
    for path in (INBOX, address(case), f"{INBOX}{case.pk}/photos/{photo.key}", f"{INBOX}export/csv/", f"{INBOX}add/"):
        assert other.client.get(path).status_code in (403, 404), path
    assert other.client.post(f"{INBOX}{case.pk}/code/").status_code in (302, 403, 404)
    case.refresh_from_db()
    assert case.tracking_hash == make.models.Case.objects.get().tracking_hash


def test_a_case_of_the_other_office_is_not_there_at_all(desk):
    request = make.CaseFactory(request=True, subject="Marchés")
    photo = make_photo(request)
    for path in (address(request), f"{INBOX}{request.pk}/history/"):
        answer = desk.client.get(path, follow=True)
        assert "Marchés" not in answer.content.decode()
        assert answer.redirect_chain, path  # to the inbox, as for a number that never was
    assert desk.client.get(f"{INBOX}{request.pk}/photos/{photo.key}").status_code == 404
    assert desk.client.post(f"{INBOX}{request.pk}/code/").status_code == 404
    assert desk.client.post(address(request), {"note": "Vu"}).status_code == 302
    assert not request.events.exists()


def test_a_photo_is_shown_to_its_office_and_kept_by_no_browser(desk):
    case, other = make.CaseFactory(), make.CaseFactory()
    photo = make_photo(case)
    answer = desk.client.get(f"{INBOX}{case.pk}/photos/{photo.key}")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert desk.client.get(f"{INBOX}{other.pk}/photos/{photo.key}").status_code == 404


def test_every_standing_finds_its_cases_and_no_other(desk):
    officer, now = desk.officer, NOW
    found = {
        "received": due(date(2026, 7, 20)),
        "asked": desk_acts.ask(due(date(2026, 7, 21)), "Où ?", by=officer, now=now),
        "overdue": due(date(2026, 6, 14), state="in_progress"),
        "week": due(date(2026, 6, 22), state="in_progress"),
        "held": make.CaseFactory(is_held=True),
        "withdrawn": make.CaseFactory(state="withdrawn", closed_at=now),
    }
    found["author"] = author_acts.reply(due(date(2026, 7, 22), state="in_progress"), "Et ?", now=now)
    closed = make.CaseFactory(closed=True)
    found["reopened"] = author_acts.not_solved(make.CaseFactory(closed=True), "Non", now=now)
    for standing in ("received", "asked", "overdue", "week", "held", "withdrawn", "reopened"):
        assert desk.listed(f"?standing={standing}") == [found[standing].pk], standing
    assert set(desk.listed("?standing=author")) == {found["author"].pk, found["reopened"].pk}
    assert desk.listed("?standing=closed") == [closed.pk]
    assert len(desk.listed("?standing=all")) == 9


def test_an_answer_ends_the_waiting_of_its_author(desk):
    case = author_acts.reply(make.CaseFactory(state="in_progress"), "Et ?", now=NOW)
    desk_acts.answer(case, "Demain", by=desk.officer, now=NOW)
    assert desk.listed("?standing=author") == []


def test_what_may_be_published_waits_until_it_is(desk):
    agreed = make.CaseFactory(closed=True, may_be_published=True)
    make.CaseFactory(closed=True)
    make.PublishedCaseFactory()
    assert desk.listed("?standing=publish") == [agreed.pk]
    assert desk.inbox("?standing=closed").content.decode().count('flag-draft">publiable') == 1


def test_mail_that_came_back_is_marked(desk):
    case = make.ContactFactory().case
    desk_acts.answer(case, "Fait", by=desk.officer, now=NOW)
    CaseLetter.objects.update(state="bounced", bounced_at=NOW, due_at=None)
    assert desk.listed("?standing=mail") == [case.pk]
    assert "courriel revenu" in desk.inbox().content.decode()


def test_mine_nobodys_and_the_others_are_told_apart(desk):
    mine = make.CaseFactory(assigned_to=desk.officer)
    nobodys, others = make.CaseFactory(), make.CaseFactory(assigned_to=people.desk_officer())
    assert desk.listed("?assigned=me") == [mine.pk]
    assert desk.listed("?assigned=nobody") == [nobodys.pk]
    assert desk.listed("?assigned=others") == [others.pk]


def test_a_case_is_found_by_its_reference_and_its_words_and_never_by_its_author(desk):
    case = make.ContactFactory(case__text="Le trottoir devant le lycée").case
    make.CaseFactory(text="Autre chose")
    for words in (case.reference, str(case.pk), "trottoir", "trottoir lycée"):
        assert desk.listed(f"?q={words}") == [case.pk], words
    for words in ("Bennani", "salma@example.org", "0612345678", "9" * 40):
        assert desk.listed(f"?q={words}") == [], words
    assert desk.inbox("?q=%00").status_code == 200


def test_a_search_reads_as_people_spell(desk):
    case = make.CaseFactory(language="ar", subject="الإنارة منطفئة", text="أمام المدرسة")
    for words in ("الانارة", "إناره", "المدرسه أمام"):
        assert desk.listed(f"?q={words}") == [case.pk], words
    french = make.CaseFactory(text="L’éclairage est tombé")
    assert desk.listed("?q=eclairages") == [french.pk]


def test_a_file_of_the_list_holds_no_word_of_an_author(desk):
    make.ContactFactory(case__subject="Rue sombre", case__text="Chez moi il fait nuit")
    make.CaseFactory(request=True)
    rows = list(csv.reader(io.StringIO(desk.client.get(f"{INBOX}export/csv/").getvalue().decode("utf-8-sig"))))
    assert len(rows) == 2
    assert "réclamation" in rows[1]
    told = str(rows)
    assert not any(word in told for word in ("sombre", "nuit", "Bennani", "salma", "0612"))


def test_the_list_costs_as_many_queries_for_forty_cases_as_for_two(desk):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            desk.inbox()
        return len(queries)

    for _each in range(2):
        author_acts.reply(make.ContactFactory().case, "Et ?", now=NOW)
    cost()
    few = cost()
    for _each in range(38):
        author_acts.reply(make.ContactFactory(case__assigned_to=desk.officer).case, "Et ?", now=NOW)
    assert cost() == few


def test_cases_are_not_deleted_by_anybody():
    case = make.CaseFactory()
    for user in (people.desk_officer(), people.superuser()):
        desk = Desk(user)
        assert desk.client.post(f"{INBOX}{case.pk}/delete/", {"post": "yes"}).status_code == 403
        desk.client.post(INBOX, {"action": "delete_selected", "_selected_action": [case.pk], "post": "yes"})
    case.refresh_from_db()


def test_the_first_page_counts_what_waits_and_shows_the_first_due(desk, information):
    late = due(date(2026, 6, 10), subject="Rue sombre")
    due(date(2026, 6, 20))
    make.CaseFactory(is_held=True)
    make.CaseFactory(request=True, subject="Marchés")
    page = desk.client.get("/fr/admin/")
    cases = page.context["cases"]
    assert cases["first"][0] == late
    counts = {name: cases["counts"][name] for name in ("open", "overdue", "week", "held", "nobody", "author")}
    assert counts == {"open": 2, "overdue": 1, "week": 1, "held": 1, "nobody": 2, "author": 0}
    assert "Marchés" not in page.content.decode()
    assert "Rue sombre" not in information.client.get("/fr/admin/").content.decode()


def test_a_first_page_without_the_desk_says_nothing_of_cases():
    make.CaseFactory(subject="Rue sombre")
    page = Desk(people.technical_team()).client.get("/fr/admin/")
    assert page.context["cases"] is None
    assert "Rue sombre" not in page.content.decode()


def test_days_are_counted_in_words(desk):
    for days, words in ((-1, "1 jour de retard"), (0, "aujourd’hui"), (3, "dans 3 jours")):
        due(date(2026, 6, 15) + timedelta(days=days))
        assert words in desk.inbox().content.decode()


def chosen(desk, action, *cases):
    return desk.client.post(
        f"{INBOX}?standing=all", {"action": action, "_selected_action": [case.pk for case in cases]}
    )


def test_several_cases_are_taken_at_once(desk):
    cases = [make.CaseFactory(), make.CaseFactory()]
    chosen(desk, "take", *cases)
    assert set(desk.listed("?assigned=me")) == {case.pk for case in cases}


def test_a_flood_is_released_or_closed_without_mail_and_the_inbox_is_left_alone(desk):
    held = [make.ContactFactory(case__is_held=True).case for _each in range(3)]
    shown = make.ContactFactory().case
    chosen(desk, "release", held[0], shown)
    chosen(desk, "close_as_abuse", *held, shown)
    states = dict(make.models.Case.objects.values_list("pk", "outcome"))
    assert [states[case.pk] for case in (*held, shown)] == ["", "abuse", "abuse", ""]
    assert not CaseLetter.objects.filter(event__kind="closed").exists()


def test_the_cases_of_the_other_office_are_not_among_the_chosen(desk):
    request = make.CaseFactory(request=True, is_held=True)
    chosen(desk, "close_as_abuse", request)
    chosen(desk, "take", request)
    assert not request.events.exists()


def test_who_may_only_view_does_nothing_to_several(desk):
    group = desk.officer.groups.get()
    group.permissions.remove(group.permissions.get(codename="change_case"))
    chosen(Desk(desk.officer.__class__.objects.get(pk=desk.officer.pk)), "take", *make.CaseFactory.create_batch(2))
    assert not CaseEvent.objects.exists()


def said_after(desk, action, *cases):
    answer = desk.client.post(
        f"{INBOX}?standing=all", {"action": action, "_selected_action": [case.pk for case in cases]}, follow=True
    )
    return [str(one) for one in answer.context["messages"]]


def test_which_of_several_are_refused_is_said_and_why(desk, monkeypatch):
    good, full, taken = (make.CaseFactory() for _each in range(3))
    why = {full.pk: "Ce service n’a plus de place.", taken.pk: "Le délai est passé."}
    assign = desk_acts.assign

    def assign_or_refuse(case, officer, **who):
        if case.pk in why:
            raise ValidationError(why[case.pk])
        return assign(case, officer, **who)

    monkeypatch.setattr(desk_acts, "assign", assign_or_refuse)
    told = said_after(desk, "take", good, full, taken)
    assert told[0] == "Fait pour 1 dossier."
    assert sorted(told[1:]) == sorted(
        f"Pas fait – {why[case.pk]} Dossiers\u00a0: {case.reference}" for case in (full, taken)
    )


def test_how_many_of_several_are_left_is_said(desk, monkeypatch):
    held = [make.ContactFactory(case__is_held=True).case for _each in range(3)]
    shown = make.CaseFactory()
    monkeypatch.setattr(several, "MOST", 2)
    assert said_after(desk, "close_as_abuse", *held, shown) == [
        "Fait pour 2 dossiers.",
        "Laissés tels quels, car leur état ne le permet pas\u00a0: 1",
        "Pas plus de 2 à la fois. Restent\u00a0: 1. Choisissez-les de nouveau.",
    ]
    assert said_after(desk, "close_as_abuse", held[2]) == ["Fait pour 1 dossier."]
