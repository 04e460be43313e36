"""Production starts safely or says in one sentence why it does not start."""

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tests.factories.commitments import MilestoneFactory
from tests.production import PRODUCTION, SECRET, database_of_tests, python, settings_of


def start(environment):
    return python("-c", "import django; django.setup()", environment=environment)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"DEBUG": "1"}, "DEBUG=1 shows internals to everybody: production refuses it."),
        ({"DEMO": "1"}, "DEMO=1 puts invented words in real mouths: production refuses it."),
        ({"SECRET_KEY": ""}, "SECRET_KEY (or SECRET_KEY_FILE) must hold at least 50 random characters."),
        ({"SECRET_KEY": "short"}, "SECRET_KEY (or SECRET_KEY_FILE) must hold at least 50 random characters."),
        ({"SECRET_KEY": "ab" * 40}, "SECRET_KEY (or SECRET_KEY_FILE) must hold at least 50 random characters."),
        (
            {"SECRET_KEY": "development only: " + "x" * 50},
            "SECRET_KEY (or SECRET_KEY_FILE) must hold at least 50 random characters.",
        ),
        ({"SECRET_KEY_FILE": "/nowhere/key"}, "SECRET_KEY_FILE='/nowhere/key' cannot be read: No such file"),
        ({"DATA_KEYS": ""}, "DATA_KEYS (or DATA_KEYS_FILE) must hold a Fernet key"),
        ({"DATA_KEYS": "abc"}, "DATA_KEYS: key 1 is no Fernet key (32 bytes in URL-safe base64)."),
        (
            {"DATA_KEYS": PRODUCTION["DATA_KEYS"] + ", ZGV2ZWxvcG1lbnQgb25seTogbm8gc2VjcmV0IGF0IGE="},
            "DATA_KEYS holds the key that everybody knows: make one of your own.",
        ),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS must name the portal's host names."),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name the portal's host names."),
        ({"SITE_URL": "http://portail.example.org"}, "SITE_URL must be the portal's https:// address."),
        ({"SITE_URL": ""}, "SITE_URL must be the portal's https:// address."),
        ({"DATABASE_URL": ""}, "DATABASE_URL (or DATABASE_URL_FILE) must name your PostgreSQL server."),
        ({"DATABASE_URL": "mysql://portal@db/portal"}, "DATABASE_URL is no address of a PostgreSQL server"),
        ({"REDIS_URL": ""}, "REDIS_URL (or REDIS_URL_FILE) must name your Redis server."),
        ({"STAFF_MFA": "0"}, "STAFF_MFA=0 lets a stolen password publish: production refuses it."),
        ({"HSTS_SECONDS": "0"}, "HSTS_SECONDS must be 300 or more"),
        ({"HSTS_SECONDS": "31536000", "HSTS_PRELOAD": "1"}, "HSTS_PRELOAD=1 needs HSTS_INCLUDE_SUBDOMAINS=1"),
        ({"HSTS_INCLUDE_SUBDOMAINS": "1", "HSTS_PRELOAD": "1"}, "and HSTS_SECONDS of a year"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT='xml': write one of line, json."),
        ({"MAIL_URL": ""}, "MAIL_URL (or MAIL_URL_FILE) must name the mail server"),
        ({"MAIL_URL": "mail.example.org"}, "MAIL_URL is no address of a mail server"),
        ({"MAIL_FROM": ""}, "MAIL_FROM must be the address that mails come from."),
        (
            {"EMBEDDED_SERVERS": "1"},
            "The embedded PostgreSQL and Valkey are for trying and developing: production refuses them.",
        ),
        ({"ENVIRONMENT": "staging"}, "ENVIRONMENT='staging': write one of development, production."),
        ({"DEBUG": "perhaps"}, "DEBUG='perhaps': write 1 or 0."),
    ],
)
def test_production_refuses_to_start_and_says_why(changed, sentence):
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_of(PRODUCTION | changed)
    assert sentence in str(refused.value)


def test_a_refusal_ends_the_process_with_its_sentence_last_and_tells_no_secret():
    refused = start(PRODUCTION | {"DATABASE_URL": "mysql://portal:the-password@db/portal"})
    assert refused.returncode != 0
    assert SECRET not in refused.stderr
    assert refused.stderr.strip().splitlines()[-1].startswith("django.core.exceptions.ImproperlyConfigured: DATABASE_")
    assert "the-password" not in refused.stderr


def test_whatever_is_wrong_is_said_at_the_first_start_each_variable_once():
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_of({"ENVIRONMENT": "production", "DATA_KEYS": "abc", "SECRET_KEY_FILE": "/nowhere", "STAFF_MFA": "0"})
    first, *lines = str(refused.value).splitlines()
    said = [line.removeprefix("  - ").split()[0].rstrip(":") for line in lines]
    assert said == [
        "SECRET_KEY_FILE='/nowhere'",
        "DATA_KEYS",
        "ALLOWED_HOSTS",
        "SITE_URL",
        "DATABASE_URL",
        "REDIS_URL",
        "STAFF_MFA=0",
        "MAIL_URL",
        "MAIL_FROM",
    ]
    assert first == "9 settings are wrong:"


def test_values_that_cannot_be_read_are_told_beside_those_that_are_refused():
    odd = {
        "DEBUG": "perhaps",
        "TRUSTED_PROXIES": "two",
        "PORTAL_OPENED_ON": "soon",
        "MAIL_URL": "imap://x",
        "DEMO": "1",
    }
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_of(PRODUCTION | odd)
    assert {line.split()[1].partition("=")[0] for line in str(refused.value).splitlines()[1:]} == {*odd}


def test_a_key_before_this_one_is_read_from_the_environment_and_a_stump_is_refused_unseen():
    former = ["a" * 25 + "b" * 25, SECRET]
    assert settings_of(PRODUCTION | {"SECRET_KEY_FALLBACKS": "\n".join(former)})["SECRET_KEY_FALLBACKS"] == former
    assert settings_of(PRODUCTION)["SECRET_KEY_FALLBACKS"] == []
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_of(PRODUCTION | {"SECRET_KEY_FALLBACKS": f"{SECRET} stump"})
    assert str(refused.value).startswith("SECRET_KEY_FALLBACKS: key 2 has fewer than 50 characters")
    assert "stump" not in str(refused.value)


@pytest.mark.parametrize(
    "changed",
    [
        {"DATABASE_URL": "mysql://portal:the-password@db/portal"},
        {"MAIL_URL": "imap://portal:the-password@mail.example.org"},
    ],
)
def test_a_sentence_about_an_address_does_not_tell_its_password(changed):
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_of(PRODUCTION | changed)
    assert "the-password" not in str(refused.value)


def test_a_complete_production_environment_starts():
    started = start(PRODUCTION)
    assert (started.returncode, started.stderr) == (0, "")


def checked_for_deployment():
    command = ("-W", "error", "manage.py", "check", "--deploy", "--database", "default", "--fail-level", "INFO")
    return python(*command, environment=PRODUCTION | {"DATABASE_URL": database_of_tests()})


@pytest.mark.django_db(transaction=True)
def test_a_production_environment_passes_every_check_of_deployment():
    checked = checked_for_deployment()
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.strip() == "System check identified no issues (2 silenced)."


@pytest.mark.django_db(transaction=True)
def test_a_production_database_with_invented_rows_fails_its_check():
    MilestoneFactory(is_demo=True)
    checked = checked_for_deployment()
    assert checked.returncode == 1
    assert "Demonstration data is in the database: run remove_demo." in checked.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATA_KEYS", "DATABASE_URL", "REDIS_URL", "MAIL_URL"])
def test_what_holds_a_password_may_come_from_a_file(name, tmp_path):
    file = tmp_path / "secret"
    file.write_text(PRODUCTION[name] + "\n", encoding="utf-8")
    environment = {key: value for key, value in PRODUCTION.items() if key != name} | {f"{name}_FILE": str(file)}
    read, given = settings_of(environment), settings_of(PRODUCTION)
    named = {"MAIL_URL": "MAILERS", "DATA_KEYS": "DATA_KEYS"}.get(name, name)
    assert read[named] == given[named]
    assert given[named]


def test_development_starts_with_nothing_set():
    started = start({})
    assert (started.returncode, started.stderr) == (0, "")


def test_production_shows_neither_internals_nor_inventions_unless_told_otherwise():
    production, development = settings_of(PRODUCTION), settings_of({})
    assert (production["DEBUG"], production["DEMO"]) == (False, False)
    assert (development["DEBUG"], development["DEMO"]) == (False, True)


def test_production_sends_browsers_to_https_and_keeps_cookies_there():
    names = ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY")
    production = settings_of(PRODUCTION)
    assert [production[name] for name in names] == [True] * 4


def hsts(**changed):
    read = settings_of(PRODUCTION | changed)
    return [read[f"SECURE_HSTS_{name}"] for name in ("SECONDS", "INCLUDE_SUBDOMAINS", "PRELOAD")]


def test_the_first_days_bind_browsers_to_https_for_a_day_and_no_other_host():
    assert hsts() == [86_400, False, False]
    assert settings_of({"HSTS_SECONDS": "86400"})["SECURE_HSTS_SECONDS"] == 0  # a portal of this machine alone


def test_an_operator_may_bind_browsers_for_longer_and_further():
    assert hsts(HSTS_SECONDS="2592000") == [2_592_000, False, False]
    year = {"HSTS_SECONDS": "31536000", "HSTS_INCLUDE_SUBDOMAINS": "1", "HSTS_PRELOAD": "1"}
    assert hsts(**year) == [31_536_000, True, True]


def test_the_database_is_named_by_a_libpq_address():
    url = "postgresql://portal:p%40ss@db.example.org:5433/portal?sslmode=require"
    database = settings_of({"DATABASE_URL": url})["DATABASES"]["default"]
    named = [database[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")]
    assert named == ["portal", "portal", "p@ss", "db.example.org", "5433"]
    assert database["OPTIONS"]["sslmode"] == "require"


def test_scripts_and_styles_come_from_this_site_alone():
    policy = settings.SECURE_CSP
    assert policy["default-src"] == ["'none'"]
    allowed = {source for sources in policy.values() for source in map(str, sources)}
    assert not any(mark in source for source in allowed for mark in ("unsafe", "*", "http"))
