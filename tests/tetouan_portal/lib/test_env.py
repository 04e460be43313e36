from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured

from tetouan_portal.lib import env

NAME = "PORTAL_TEST"


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("1", True),
        ("true", True),
        ("True", True),
        ("yes", True),
        ("0", False),
        ("false", False),
        ("no", False),
        ("", False),
    ],
)
def test_a_switch_is_on_or_off(monkeypatch, raw, value):
    monkeypatch.setenv(NAME, raw)
    assert env.env_bool(NAME, default=not value) is value


@pytest.mark.parametrize("default", [True, False])
def test_a_switch_not_set_has_its_default(monkeypatch, default):
    monkeypatch.delenv(NAME, raising=False)
    assert env.env_bool(NAME, default=default) is default


@pytest.mark.parametrize("raw", ["on", "2", "oui", "TRUE ", "None"])
def test_a_switch_set_unclearly_stops_with_a_sentence(monkeypatch, raw):
    monkeypatch.setenv(NAME, raw)
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.env_bool(NAME, default=False)
    assert str(refusal.value) == f"{NAME}={raw!r}: write 1 or 0."


def test_a_number_is_whole(monkeypatch):
    monkeypatch.setenv(NAME, " 12 ")
    assert env.env_int(NAME, 3) == 12
    monkeypatch.delenv(NAME)
    assert env.env_int(NAME, 3) == 3
    monkeypatch.setenv(NAME, "1.5")
    with pytest.raises(ImproperlyConfigured, match=r"PORTAL_TEST='1.5': write a whole number."):
        env.env_int(NAME, 3)


def test_a_list_is_parted_by_commas_without_blanks(monkeypatch):
    monkeypatch.setenv(NAME, " a.ma, ,b.ma ,")
    assert env.env_list(NAME) == ["a.ma", "b.ma"]
    monkeypatch.setenv(NAME, "")
    assert env.env_list(NAME, "localhost") == []
    monkeypatch.delenv(NAME)
    assert env.env_list(NAME, "localhost,127.0.0.1") == ["localhost", "127.0.0.1"]


def test_a_choice_is_one_of_those_offered(monkeypatch):
    monkeypatch.delenv(NAME, raising=False)
    assert env.env_choice(NAME, ("one", "two")) == "one"
    monkeypatch.setenv(NAME, "two")
    assert env.env_choice(NAME, ("one", "two")) == "two"
    monkeypatch.setenv(NAME, "three")
    with pytest.raises(ImproperlyConfigured, match=r"'three': write one of one, two"):
        env.env_choice(NAME, ("one", "two"))


# --- secrets ---------------------------------------------------------------------------


def test_a_secret_is_the_value_or_the_content_of_a_file(monkeypatch, tmp_path):
    monkeypatch.setenv(NAME, "from the environment")
    assert env.env_secret(NAME) == "from the environment"
    file = tmp_path / "secret"
    file.write_text("from a file\n", encoding="utf-8")
    monkeypatch.setenv(f"{NAME}_FILE", str(file))
    assert env.env_secret(NAME) == "from a file"


def test_no_secret_is_empty(monkeypatch):
    monkeypatch.delenv(NAME, raising=False)
    assert env.env_secret(NAME) == ""


def test_a_secret_file_that_is_not_there_stops_with_its_name(monkeypatch, tmp_path):
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "absent"))
    with pytest.raises(ImproperlyConfigured, match=r"PORTAL_TEST_FILE='.*absent' cannot be read: No such file"):
        env.env_secret(NAME)


def test_a_secret_file_that_is_no_text_stops_without_showing_it(monkeypatch, tmp_path):
    file = tmp_path / "binary"
    file.write_bytes(b"\xff\xfesecret")
    monkeypatch.setenv(f"{NAME}_FILE", str(file))
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.env_secret(NAME)
    assert str(refusal.value).endswith("cannot be read: it is not text in UTF-8.")


# --- keys ------------------------------------------------------------------------------

KEY, OTHER = "vbLzf6C_Qc9kRoO6jmy0JdLEGPbCmoY6lMIpl8fZRPw=", "0" * 43 + "="


@pytest.mark.parametrize("raw", [f"{KEY},{OTHER}", f" {KEY} , {OTHER} ,", f"{KEY}\n{OTHER}\n"])
def test_keys_are_parted_by_commas_or_lines(monkeypatch, raw):
    monkeypatch.setenv(NAME, raw)
    assert env.env_keys(NAME) == [KEY, OTHER]


@pytest.mark.parametrize("wrong", ["short", KEY[:-1], KEY[:-2] + "é=", "=" * 44, KEY + KEY])
def test_a_wrong_key_stops_with_its_place_and_is_not_shown(monkeypatch, wrong):
    monkeypatch.setenv(NAME, f"{KEY},{wrong}")
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.env_keys(NAME)
    assert str(refusal.value) == "PORTAL_TEST: key 2 is no Fernet key (32 bytes in URL-safe base64)."


@pytest.mark.parametrize(("raw", "value"), [("", None), (" 2026-12-31 ", date(2026, 12, 31))])
def test_a_day_is_read_or_none_is_set(monkeypatch, raw, value):
    monkeypatch.setenv(NAME, raw)
    assert env.env_date(NAME) == value


@pytest.mark.parametrize("raw", ["31/12/2026", "2026-13-01", "soon"])
def test_what_is_no_day_stops_the_process(monkeypatch, raw):
    monkeypatch.setenv(NAME, raw)
    with pytest.raises(ImproperlyConfigured, match="2026-12-31"):
        env.env_date(NAME)


def test_sentences_are_gathered_until_they_are_told_and_stop_again_afterwards(monkeypatch):
    wrong = env.Wrong()
    read = wrong.noting(instead=False)(env.env_bool.__wrapped__)
    monkeypatch.setenv(NAME, "perhaps")
    wrong.gather()
    assert (read(NAME, default=True), read(NAME, default=True)) == (False, False)
    with pytest.raises(ImproperlyConfigured, match="perhaps"):
        wrong.tell()
    with pytest.raises(ImproperlyConfigured):
        read(NAME, default=True)


def test_nothing_wrong_is_nothing_told():
    wrong = env.Wrong()
    wrong.gather()
    wrong.tell()
    assert not wrong.is_gathering
