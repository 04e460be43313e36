"""The first person of the monitor comes by two administrators and in public; every later one by the monitor's own."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from commitments.access import Voice
from commitments.models import Admission, Affiliation
from tests.factories import people
from tests.factories.commitments import ActionPlanFactory, BodyFactory, InstitutionFactory
from tests.refusals import refused
from tests.tetouan_portal.accounts.people_pages import LIST, told
from tetouan_portal.accounts import admitting, inviting, proposals
from tetouan_portal.accounts import people as accounts
from tetouan_portal.accounts.models import Invitation, Proposal
from tetouan_portal.journal.models import JournalLine

LETTER = {"reference": "ATIL/2026/14", "letter_on": date(2026, 1, 5)}
WHO = {"email": "amina@example.org", "name": "Amina Bennani", "language": "fr"}
NEXT = {"email": "badr@example.org", "name": "Badr", "language": "ar"}
OWN = f"{LIST}own/"


@pytest.fixture
def monitor(db):
    return InstitutionFactory(kind="monitor", name_fr="Observatoire", slug="observatoire")


@pytest.fixture
def second(db):
    return User.objects.create_superuser("second", "second@example.org", "a long enough password")


@pytest.fixture
def member(monitor):
    return people.monitor(monitor, first_name="Salma", email="salma@example.org")


def ask(monitor, by, **changed):
    return proposals.ask_for_admission(monitor, **(WHO | LETTER | changed), by=by)


def test_an_administrator_alone_admits_nobody(boss, monitor):
    proposal = ask(monitor, boss)
    assert not User.objects.filter(email=WHO["email"]).exists()
    with refused("oneself"):
        proposals.confirm(proposal, by=boss)
    assert not Affiliation.objects.exists()
    assert not Admission.objects.exists()


def test_two_administrators_admit_the_first_and_nothing_personal_is_kept(boss, second, monitor):
    proposals.confirm(ask(monitor, boss), by=second)
    user = User.objects.get(email=WHO["email"])
    assert Voice(user).monitor
    assert WHO["email"] not in user.username
    assert Invitation.objects.get().user == user
    assert Proposal.objects.values_list("state", "details").get() == ("confirmed", {})
    assert told("admitted") == ["boss@example.org", "second@example.org"]


def test_all_who_belong_to_the_monitor_are_told_closed_accounts_too(boss, second, monitor, member):
    User.objects.filter(pk=member.pk).update(is_active=False)
    proposals.confirm(ask(monitor, boss), by=second)
    assert told("admitted") == ["boss@example.org", "salma@example.org", "second@example.org"]


def test_where_somebody_speaks_no_administrators_admit(boss, second, monitor, member):
    with refused("has_people"):
        ask(monitor, boss)
    Affiliation.objects.all().delete()
    proposal = ask(monitor, boss)
    people.monitor(monitor)  # came meanwhile
    with refused("has_people"):
        proposals.confirm(proposal, by=second)


def test_no_member_confirms_an_admission_and_nobody_asks_for_one_but_administrators(boss, monitor, member, person):
    other = InstitutionFactory(kind="monitor")
    proposal = ask(other, boss)
    for who in (member, person("technical_team", name="officer")):
        with refused("not_yours"):
            ask(other, who)
        with refused("not_yours"):
            proposals.confirm(proposal, by=who)


@pytest.mark.parametrize("changed", [{"reference": ""}, {"letter_on": date(2099, 1, 1)}])
def test_an_admission_names_a_letter_that_came_before(boss, monitor, changed):
    with refused(*({"blank"} if changed.get("reference") == "" else {"admission_follows_its_letter"})):
        ask(monitor, boss, **changed)


@pytest.mark.parametrize("address", ["/plan/", "/reports/"])
def test_the_admission_stands_in_public_without_a_name(client, boss, second, monitor, address):
    ActionPlanFactory(is_current=True)
    BodyFactory(institution=monitor)
    before = client.get(f"/fr{address}").text
    proposals.confirm(ask(monitor, boss), by=second)
    page = client.get(f"/fr{address}").text
    assert LETTER["reference"] in page
    assert LETTER["reference"] not in before
    assert not [name for name in ("Amina", "boss", "second@") if name in page]


def test_the_admission_stands_in_the_journal_without_a_name(boss, second, monitor):
    proposals.confirm(ask(monitor, boss), by=second)

    line = JournalLine.objects.get(kind="admitted")
    words = line.entry + "".join(kept["text"] for kept in line.texts.values())
    assert LETTER["reference"] in words
    assert not [name for name in ("Amina", "boss", "second@") if name in words]


@pytest.mark.parametrize(
    "statement",
    ["update commitments_admission set letter_reference = 'x'", "delete from commitments_admission"],
)
def test_sql_neither_rewrites_nor_deletes_an_admission(monitor, statement):
    Admission.objects.create(institution=monitor, letter_reference="1", letter_on=date(2026, 1, 5))
    with pytest.raises(IntegrityError, match="published"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# --- by its own people ------------------------------------------------------------


def test_a_member_admits_the_next(monitor, member):
    admitting.admit(**NEXT, by=member)
    assert Voice(User.objects.get(email=NEXT["email"])).monitor
    assert told("joined") == ["salma@example.org"]
    assert not Admission.objects.exists()


@pytest.mark.parametrize("who", ["administrator", "officer", "closed", "former"])
def test_nobody_else_admits_the_next(boss, monitor, member, person, who):
    by = {"administrator": boss, "officer": person("technical_team")}.get(who, member)
    if who == "closed":
        User.objects.filter(pk=member.pk).update(is_active=False)
    if who == "former":
        member.affiliations.all().delete()
    with refused("not_yours"):
        admitting.admit(**NEXT, by=by)


def test_members_remove_one_another_and_leave(boss, monitor, member):
    other = people.monitor(monitor, email="other@example.org")
    for stranger in (boss, people.monitor(InstitutionFactory(kind="monitor"))):
        with refused("not_yours"):
            admitting.remove(other, by=stranger)
    admitting.remove(other, by=member)
    assert not other.affiliations.exists()
    assert not other.groups.exists()
    assert told("left") == ["other@example.org", "salma@example.org"]
    assert not Voice(people.fresh(other)).monitor


def test_when_the_last_one_leaves_administrators_hear_of_it_and_two_admit_the_next(boss, second, monitor, member):
    admitting.remove(member, by=member)
    assert told("left") == ["boss@example.org", "salma@example.org", "second@example.org"]
    proposals.confirm(ask(monitor, boss), by=second)
    assert Affiliation.objects.get().user.email == WHO["email"]


def test_an_invitation_that_nobody_accepted_goes_with_its_account(monitor, member):
    invited = admitting.admit(**NEXT, by=member).user
    admitting.remove(invited, by=member)
    assert not User.objects.filter(pk=invited.pk).exists()


def test_closing_the_last_account_alone_gives_nobody_the_voice(boss, monitor, member):
    accounts.deactivate(member, by=boss)
    with refused("oneself"):
        proposals.confirm(ask(monitor, boss), by=boss)
    with refused("not_of_its_own"):
        inviting.invite(**WHO, roles=["monitor"], institutions=[monitor], by=boss)


# --- in the admin ------------------------------------------------------------------


def test_a_member_admits_resends_and_removes_on_their_own_page(client, monitor, member, with_app):
    client.force_login(with_app(member))
    assert OWN in client.get("/fr/admin/").text
    assert client.post(OWN, NEXT)["Location"] == OWN
    invited = User.objects.get(email=NEXT["email"])
    assert NEXT["email"] in client.get(OWN).text
    client.post(OWN, {"person": invited.pk, "do": "resend"})
    assert invited.letters.filter(kind="invitation").count() == 1
    client.post(OWN, {"person": invited.pk, "do": "remove"})
    assert not User.objects.filter(pk=invited.pk).exists()


def test_of_others_a_member_sees_and_does_nothing(client, monitor, member, with_app):
    stranger = people.monitor(InstitutionFactory(kind="monitor"), first_name="Zineb")
    client.force_login(with_app(member))
    assert "Zineb" not in client.get(OWN).text
    assert client.post(OWN, {"person": stranger.pk, "do": "remove"}).status_code == 404
    assert client.get(LIST).status_code == 403
    assert stranger.affiliations.exists()


@pytest.mark.parametrize("page", ["own", "waiting", "admission"])
def test_whoever_has_neither_office_gets_none_of_the_pages(client, person, with_app, page):
    client.force_login(with_app(person("technical_team")))
    assert client.get(f"{LIST}{page}/").status_code == 403


def test_no_administrator_opens_the_page_of_the_monitors_people(signed_in, monitor, member):
    assert signed_in.get(OWN).status_code == 403
    assert signed_in.post(OWN, NEXT).status_code == 403


def test_administrators_ask_and_confirm_on_their_pages(signed_in, second, with_app, another_browser, monitor):
    form = WHO | {"institution": monitor.pk, "reference": "ATIL/14", "letter_on": "2026-01-05"}
    waiting = f"{LIST}waiting/"
    assert signed_in.post(f"{LIST}admission/", form)["Location"] == waiting
    proposal = Proposal.objects.get()
    assert 'value="confirm"' not in signed_in.get(waiting).text
    signed_in.post(waiting, {"proposal": proposal.pk, "do": "confirm"})
    assert not Admission.objects.exists()
    another_browser.force_login(with_app(second))
    page = another_browser.get(waiting).text
    assert all(value in page for value in ("ATIL/14", "Amina Bennani", 'value="confirm"'))
    another_browser.post(waiting, {"proposal": proposal.pk, "do": "confirm"})
    assert Admission.objects.get().letter_reference == "ATIL/14"
