"""Five wrong passwords close an account, by whichever door, name and address of the portal they come."""

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from tests.tetouan_portal.accounts.conftest import PASSWORD, outcome, sign_in
from tetouan_portal.accounts import locking

NAMES = ["amina", "amina@example.org", "AMINA", "Amina@Example.ORG", "  amina  ", " aminA@EXAMPLE.org "]
HOSTS = ["testserver", "testserver:1", "testserver:8443", "www.example.org", "WWW.example.org:443", "[::1]:9"]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-06-15 10:00+01:00", tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def _three_hosts(settings):
    settings.ALLOWED_HOSTS = ["testserver", "www.example.org", "[::1]"]


def test_neither_a_port_nor_another_host_gives_more_tries(person, tries):
    person("translator")
    assert [tries("amina", host=host) for host in HOSTS] == ["wrong"] * 5 + ["locked"]
    assert {tries("amina", PASSWORD, host) for host in HOSTS} == {"locked"}


def test_neither_the_other_name_nor_another_spelling_gives_more_tries(person, tries):
    person("translator")
    assert [tries(name) for name in NAMES] == ["wrong"] * 5 + ["locked"]
    assert {tries(name, PASSWORD) for name in NAMES} == {"locked"}


def test_an_address_that_allauth_knows_beside_the_accounts_own_is_a_name_of_it_too(person, tries):
    EmailAddress.objects.create(user=person("translator"), email="a.b@example.org", verified=True)
    assert [tries(name) for name in ("a.b@example.org", "amina") * 3] == ["wrong"] * 5 + ["locked"]


def test_an_administrator_made_at_the_terminal_is_called_by_the_address_too(db):
    """allauth has no row of it."""
    user = User.objects.create_superuser("amina", "amina@example.org", PASSWORD)
    assert not EmailAddress.objects.exists()
    assert [locking.called(name) for name in ("amina", "Amina@Example.org", "nobody@example.org")] == [
        [user],
        [user],
        [],
    ]


def test_accounts_that_share_an_address_share_their_tries(person, tries):
    person("translator")
    User.objects.create_user("karim", "Amina@example.org", PASSWORD)
    names = ("karim", "amina", "amina@example.org") * 2
    assert [tries(name) for name in names] == ["wrong"] * 5 + ["locked"]


def test_the_right_password_opens_when_the_time_is_over(person, tries, clock):
    person("translator")
    for name in NAMES:
        tries(name)
    clock.shift(59)
    assert tries("amina", PASSWORD) == "locked"
    clock.shift(2)
    assert tries("amina", PASSWORD) == "in"


def test_who_got_it_wrong_five_times_from_one_address_waits_a_quarter_of_an_hour_there(person, tries, client, clock):
    person("translator")
    for _time in range(5):
        sign_in(client, "amina", "wrong")
    clock.shift(14 * 60)
    assert outcome(sign_in(client, "amina")) == "locked"
    assert tries("amina", PASSWORD) == "in"
    clock.shift(61)
    assert outcome(sign_in(client, "amina")) == 302


def test_the_account_beside_it_stays_open(person, tries, client):
    person("translator")
    person("translator", name="karim")
    for _time in range(6):
        sign_in(client, "amina", "wrong")
    assert sign_in(client, "karim").status_code == 302
    assert tries("karim@example.org", PASSWORD) == "in"


@pytest.mark.parametrize(
    "names",
    [
        ["nobody", "NOBODY", " nobody ", "Nobody", "noBody", "nobodY"],
        ["nobody@example.org", "NOBODY@example.org", "nobody@EXAMPLE.org", " nobody@example.org"] * 2,
        ["ﬁnance", "finance", "ＦＩＮＡＮＣＥ", "Finance\u3000", "ﬁNANCE", "finance\u00a0"],
        ["straße", "STRASSE", "Strasse", "straSSe", "STRAßE", " strasse"],
        ["أمينة", "أمينة ", "أمينة", " أمينة", "أمينة  ", "أمينة"],
    ],
)
def test_a_name_that_nobody_has_is_locked_after_as_many_tries(tries, names):
    assert [tries(name) for name in names[:6]] == ["wrong"] * 5 + ["locked"]
    assert tries("nobody-else") == "wrong"


def test_the_answers_to_a_known_and_an_unknown_name_are_the_same(person):
    person("translator")

    def sentences(login, place):
        answers = [sign_in(Client(REMOTE_ADDR=place), login, "wrong") for _time in range(6)]
        return [(answer.status_code, answer.context["form"].non_field_errors()) for answer in answers]

    assert sentences("amina", "192.0.2.1") == sentences("nobody", "192.0.2.2")


@pytest.mark.parametrize("login", ["amina", "amina@example.org", "nobody", "nobody@example.org"])
def test_finding_out_whose_name_it_is_takes_one_question(person, login):
    person("translator")
    with CaptureQueriesContext(connection) as asked:
        locking.called(login)
    assert len(asked) == 1


def test_nobody_locks_a_second_factor_by_a_name_like_its_count(person, with_app, tries):
    user = with_app(person("publisher"))
    for _time in range(6):
        tries(str(user.pk))
    locking.code(RequestFactory().get("/"), user)


def test_while_a_name_is_locked_its_password_is_not_even_looked_at(person, tries, monkeypatch):
    person("translator")
    for _time in range(5):
        tries("amina")
    monkeypatch.setattr(User, "check_password", lambda *_: pytest.fail("it was looked at"))
    assert tries("amina", PASSWORD) == "locked"


def test_a_code_that_opened_for_one_person_opens_for_another(person):
    """Among a million codes two people may have one."""
    amina, karim = person("translator"), person("translator", name="karim")
    uses = [locking.is_first_use(user, "123456") for user in (amina, karim, amina)]
    assert uses == [True, True, False]
    assert locking.is_first_use(amina, "654321")


def test_the_right_password_takes_back_its_own_guess_alone(person, tries):
    person("translator")
    for _time in range(4):
        tries("amina")
    assert [tries("amina", PASSWORD) for _time in range(3)] == ["in"] * 3
    assert [tries("amina"), tries("amina")] == ["wrong", "locked"]


# --- where the password is asked again ---------------------------------------------------


def guess_again(client, *, times, host="testserver"):
    """The codes of wrong guesses at the password of somebody who is signed in."""
    codes = []
    for _time in range(times):
        page = client.post("/fr/accounts/reauthenticate/", {"password": "wrong"}, HTTP_HOST=host)
        codes += [error.code for error in page.context["form"].errors.as_data()["password"]]
    return codes


def test_guesses_at_an_open_session_count_for_the_same_account(person, tries, client):
    client.force_login(person("translator"))
    assert guess_again(client, times=2) == ["incorrect_password"] * 2
    assert guess_again(client, times=1, host="testserver:99") == ["incorrect_password"]
    assert [tries("amina"), tries("amina@example.org")] == ["wrong"] * 2
    assert guess_again(client, times=1, host="www.example.org") == ["too_many_login_attempts"]
    assert tries("amina", PASSWORD) == "locked"


def test_guesses_where_the_password_is_changed_count_too(person, tries, client):
    client.force_login(person("translator"))
    words = {"oldpassword": "wrong", "password1": "another long one", "password2": "another long one"}
    pages = [client.post("/fr/accounts/password/change/", words) for _time in range(5)]
    codes = {error.code for page in pages for error in page.context["form"].errors.as_data()["oldpassword"]}
    assert codes == {"enter_current_password"}
    assert tries("amina@example.org", PASSWORD) == "locked"


def test_changing_the_password_by_the_right_one_counts_nothing(person, tries, client):
    client.force_login(person("translator"))
    for _time in range(4):
        tries("amina")
    words = {"oldpassword": PASSWORD, "password1": "another long one", "password2": "another long one"}
    assert client.post("/fr/accounts/password/change/", words).status_code == 302
    assert tries("amina", "another long one") == "in"


def test_codes_are_counted_for_the_account_whatever_the_host(person, with_app):
    with_app(person("publisher"))
    client = Client()
    sign_in(client, "amina")
    pages = [client.post("/fr/accounts/second-factor/enter/", {"code": "000000"}, HTTP_HOST=at) for at in HOSTS]
    codes = [error.code for page in pages for error in page.context["form"].errors.as_data()["code"]]
    assert codes == ["incorrect_code"] * 5 + ["too_many_login_attempts"]
