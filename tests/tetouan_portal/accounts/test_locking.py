"""Five wrong passwords close an account, by whichever door, name and address of the portal they come.

Not for the browsers of whoever it belongs to.
"""

import datetime
import itertools

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.db.models import Max
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from tests.tetouan_portal.accounts.conftest import PASSWORD, sign_in
from tetouan_portal.accounts import guesses, letters, locking
from tetouan_portal.accounts.models import Guesses, KnownBrowser, hash_of
from tetouan_portal.accounts.tasks import forget_what_is_over

COOKIE = "known-browser"
AWAY = "redis://127.0.0.1:1/0"
START = datetime.datetime(2026, 6, 15, 9, tzinfo=datetime.UTC)
NAMES = ["amina", "amina@example.org", "AMINA", "Amina@Example.ORG", "  amina  ", " aminA@EXAMPLE.org "]
HOSTS = ["testserver", "testserver:1", "testserver:8443", "www.example.org", "WWW.example.org:443", "[::1]:9"]
ANSWERS = {
    "email_password_mismatch": "wrong",
    "username_password_mismatch": "wrong",
    "too_many_login_attempts": "locked",
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-06-15 10:00+01:00", tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def _three_hosts(settings):
    settings.ALLOWED_HOSTS = ["testserver", "www.example.org", "[::1]"]


@pytest.fixture
def tries():
    """A function that tries to sign in once, each time from another place: no limit of a place is in the way."""
    places = (f"192.0.2.{number}" for number in itertools.count(1))

    def try_once(login, password="wrong", host="testserver"):
        response = sign_in(Client(REMOTE_ADDR=next(places), HTTP_HOST=host), login, password)
        if response.status_code == 302:
            return "in"
        (error,) = response.context["form"].errors.as_data()["__all__"]
        return ANSWERS[error.code]

    return try_once


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


def test_the_table_of_counts_holds_neither_name_nor_address(person, tries):
    person("translator")
    tries("amina")
    tries("nobody")
    stored = str(list(Guesses.objects.values_list("key", "counted")))
    assert Guesses.objects.count() == 6
    for told in ("amina", "nobody", "192.0.2"):
        assert told not in stored


# --- who is shut out, and who is not ------------------------------------------------------


@pytest.fixture
def known_browser():
    """A function that gives a browser in which somebody has signed in, and is signed out again."""

    def sign_in_and_out(login, *, at="198.51.100.9"):
        browser = Client(REMOTE_ADDR=at)
        assert sign_in(browser, login).status_code == 302
        browser.post("/fr/accounts/logout/")
        return browser

    return sign_in_and_out


def outcome(response):
    if response.status_code != 200:
        return response.status_code
    (error,) = response.context["form"].errors.as_data()["__all__"]
    return ANSWERS[error.code]


def test_strangers_do_not_shut_out_a_browser_in_which_somebody_signed_in(person, tries, known_browser):
    person("translator")
    browser = known_browser("amina")
    for _time in range(8):
        tries("amina")
    assert tries("amina", PASSWORD) == "locked"
    assert outcome(sign_in(browser, "amina")) == 302


def test_a_known_browser_is_counted_by_itself_and_pauses_too(person, tries, known_browser):
    person("translator")
    browser = known_browser("amina")
    assert [outcome(sign_in(browser, "amina", "wrong")) for _time in range(7)] == ["wrong"] * 5 + ["locked"] * 2
    assert outcome(sign_in(browser, "amina")) == "locked"
    assert tries("amina", PASSWORD) == "in"


def test_a_browser_is_known_for_who_signed_in_there_and_for_nobody_else(person, tries, known_browser):
    person("translator")
    person("translator", name="karim")
    browser = known_browser("karim")
    for _time in range(6):
        tries("amina")
    assert outcome(sign_in(browser, "amina")) == "locked"


def test_two_colleagues_share_a_browser(person, tries, known_browser):
    person("translator")
    person("translator", name="karim")
    browser = known_browser("amina")
    sign_in(browser, "karim")
    browser.post("/fr/accounts/logout/")
    for name in ("amina", "karim") * 6:
        tries(name)
    assert [outcome(sign_in(browser, "karim"))] == [302]
    browser.post("/fr/accounts/logout/")
    assert outcome(sign_in(browser, "amina")) == 302


def test_failures_of_an_address_shut_out_no_known_browser_behind_it(person, known_browser):
    person("translator")
    browser = known_browser("amina", at="203.0.113.5")
    stranger = Client(REMOTE_ADDR="203.0.113.5")
    answers = [outcome(sign_in(stranger, f"name-{number}", "wrong")) for number in range(40)]
    assert answers == ["wrong"] * 20 + ["locked"] * 9 + [429] * 11
    assert outcome(sign_in(stranger, "amina")) == 429
    assert outcome(sign_in(browser, "amina")) == 302


@pytest.mark.parametrize("cookie", ["", "x", "a" * 43, "é", "\x00", "../" * 2000])
def test_a_cookie_that_the_portal_did_not_give_makes_nobody_known(person, tries, cookie):
    person("translator")
    for _time in range(6):
        tries("amina")
    stranger = Client(REMOTE_ADDR="203.0.113.5")
    stranger.cookies[COOKIE] = cookie
    assert outcome(sign_in(stranger, "amina")) == "locked"


def test_a_secret_that_somebody_put_into_the_browser_is_replaced(person):
    person("translator")
    browser = Client()
    browser.cookies[COOKIE] = "chosen-by-somebody-else"
    sign_in(browser, "amina")
    assert browser.cookies[COOKIE].value != "chosen-by-somebody-else"


def test_the_cookie_is_for_the_portal_alone_and_says_nothing(person, client, settings):
    person("translator")
    sign_in(client, "amina")
    cookie = client.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")
    assert cookie["max-age"] == settings.BROWSER_KNOWN_FOR.total_seconds()
    assert cookie.value not in str(list(KnownBrowser.objects.values()))


def closed_and_opened(user):
    User.objects.filter(pk=user.pk).update(is_active=False)
    User.objects.filter(pk=user.pk).update(is_active=True)


def given_a_new_password(user):
    user.set_password(PASSWORD)
    user.save()


@pytest.mark.parametrize("happened", [closed_and_opened, given_a_new_password])
def test_browsers_are_unknown_after_a_new_password_and_after_closing(person, tries, known_browser, happened):
    user = person("translator")
    browser = known_browser("amina")
    happened(user)
    for _time in range(6):
        tries("amina")
    assert outcome(sign_in(browser, "amina")) == "locked"


def test_who_changes_the_password_keeps_the_browser_at_hand(person, tries):
    person("translator")
    browser = Client()
    sign_in(browser, "amina")
    words = {"oldpassword": PASSWORD, "password1": "another long one", "password2": "another long one"}
    assert browser.post("/fr/accounts/password/change/", words).status_code == 302
    browser.post("/fr/accounts/logout/")
    for _time in range(6):
        tries("amina")
    assert outcome(sign_in(browser, "amina", "another long one")) == 302


def test_a_new_password_by_mail_lets_its_browser_in_whatever_strangers_type(person, tries):
    user = person("translator")
    for _time in range(6):
        tries("amina")
    browser = Client()
    link = letters.password_reset_link(user).split("/", 3)[3]
    page = browser.get(f"/{link}")
    new = {"password1": "another long password", "password2": "another long password"}
    assert browser.post(page["Location"], new).status_code == 302
    assert tries("amina", "another long password") == "locked"
    assert outcome(sign_in(browser, "amina", "another long password")) == 302


def test_who_has_the_mailbox_has_no_tries_of_their_own_at_the_code(person, with_app, tries):
    user = with_app(person("publisher"))
    stranger = Client()
    page = stranger.get("/" + letters.password_reset_link(user).split("/", 3)[3])
    new = {"password1": "another long password", "password2": "another long password"}
    stranger.post(page["Location"], new)
    for _time in range(5):
        locking.code(RequestFactory().get("/"), user)
    sign_in(stranger, "amina", "another long password")
    page = stranger.post("/fr/accounts/second-factor/enter/", {"code": "000000"})
    assert [error.code for error in page.context["form"].errors.as_data()["code"]] == ["too_many_login_attempts"]


def test_an_account_has_ten_known_browsers_at_most(person, known_browser):
    user = person("translator")
    first, *_others = [known_browser("amina") for _number in range(11)]
    assert user.known_browsers.count() == 10
    assert not user.known_browsers.filter(secret_hash=hash_of(first.cookies[COOKIE].value)).exists()


def test_a_browser_that_nobody_used_for_long_is_unknown_and_forgotten(person, tries, known_browser, clock, settings):
    user = person("translator")
    browser = known_browser("amina")
    clock.shift(settings.BROWSER_KNOWN_FOR)
    for _time in range(6):
        tries("amina")
    browser.cookies[COOKIE]["expires"] = ""
    assert outcome(sign_in(browser, "amina")) == "locked"
    assert forget_what_is_over()["browsers"] == 1
    assert not user.known_browsers.exists()


def test_a_stranger_with_any_number_of_addresses_has_few_guesses_a_day(person, tries, clock):
    """The numbers of the docstring: 33 on the first day, 24 on each that follows."""
    person("translator")
    a_day, tried = datetime.timedelta(days=1), [0, 0]
    while (day := (now() - START) // a_day) < len(tried):
        tried[day] += tries("amina") == "wrong"
        clock.shift(pause_left())
    assert tried == [33, 24]


def now():
    return datetime.datetime.now(datetime.UTC)


def pause_left():
    until = Guesses.objects.filter(user__isnull=False).aggregate(until=Max("pause_until"))["until"]
    return max(until - now(), datetime.timedelta()) if until else datetime.timedelta()


def test_the_pause_of_an_account_is_an_hour_at_most_and_opens_by_itself(person, tries, clock):
    person("translator")
    for _time in range(5):
        tries("amina")
    for minutes in (1, 2, 4, 8, 16, 32, 60, 60):
        assert tries("amina", PASSWORD) == "locked"
        clock.shift(minutes * 60)
        assert tries("amina") == "wrong"
    clock.shift(60 * 60)
    assert tries("amina", PASSWORD) == "in"


def test_the_right_password_takes_back_its_own_guess_alone(person, tries):
    person("translator")
    for _time in range(4):
        tries("amina")
    assert [tries("amina", PASSWORD) for _time in range(3)] == ["in"] * 3
    assert [tries("amina"), tries("amina")] == ["wrong", "locked"]


# --- the table ------------------------------------------------------------------------------


def test_the_lock_holds_while_redis_is_away_and_after_the_cache_was_emptied(person, tries, settings):
    settings.REDIS_URL = AWAY
    person("translator")
    for _time in range(5):
        tries("amina")
        cache.clear()
    assert tries("amina", PASSWORD) == "locked"


def test_who_types_very_many_names_drives_out_other_names_and_no_account(person, tries, monkeypatch, clock):
    monkeypatch.setattr(guesses, "MOST_OF_NO_ACCOUNT", 12)
    person("translator")
    for _time in range(5):
        tries("amina")
    for number in range(20):
        clock.shift(0.01)
        tries(f"name-{number}")
    assert guesses.sweep() > 0
    assert Guesses.objects.filter(user=None).count() == 12
    assert tries("amina", PASSWORD) == "locked"


def test_the_table_is_swept_by_those_who_fill_it(monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(guesses, "MOST_OF_NO_ACCOUNT", 10)
    monkeypatch.setattr(guesses, "SWEPT_EVERY", 5)
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(40):
            guesses.count([guesses.Key(locking.OF_ACCOUNT, f"name-{number}")])
    assert Guesses.objects.count() <= 15


def test_what_is_over_is_deleted_by_the_clock(person, tries, clock):
    person("translator")
    tries("amina")
    assert forget_what_is_over()["guesses"] == 0
    clock.shift(datetime.timedelta(days=1, seconds=1))
    assert forget_what_is_over()["guesses"] == 3
    assert not Guesses.objects.exists()


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
