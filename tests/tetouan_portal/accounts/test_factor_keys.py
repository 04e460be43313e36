"""Both keys are changed, and nobody loses a second factor, a contact, a session, a link or a code."""

import pytest
from allauth.account.forms import default_token_generator
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from participation.case import filing
from participation.models import Contact
from tests.factories import participation as make
from tests.tetouan_portal.accounts.conftest import code_now, sign_in
from tetouan_portal.accounts import factor_keys
from tetouan_portal.lib.encryption import Rotation

FORMER, NEXT = "former" * 10, "next" * 15
OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))
TRACK = "/fr/track/"


@pytest.fixture
def keys(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS, settings.DATA_KEYS = FORMER, [], [OLD]
    return settings


@pytest.fixture
def amina(keys, person, with_app):
    return with_app(person("publisher"))


def change(keys):
    keys.SECRET_KEY, keys.SECRET_KEY_FALLBACKS, keys.DATA_KEYS = NEXT, [FORMER], [NEW, OLD]


def take_the_former_away(keys):
    keys.SECRET_KEY_FALLBACKS, keys.DATA_KEYS = [], [NEW]


def rotated(capsys):
    call_command("rotate_keys")
    return capsys.readouterr().out


def test_both_keys_are_changed_and_nobody_loses_a_second_factor_or_a_contact(keys, amina, client, capsys):
    contact = make.ContactFactory()
    codes = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()
    change(keys)
    first, second = rotated(capsys), rotated(capsys)
    assert "mfa.Authenticator: 2 rewritten, 0 under" in first
    assert "participation.Contact: 3 rewritten, 0 under" in first
    assert "Nothing was rewritten" not in first
    assert "mfa.Authenticator: 0 rewritten, 2 under" in second
    assert "Nothing was rewritten. The former keys of DATA_KEYS may go now." in second
    take_the_former_away(keys)
    sign_in(client, "amina")
    client.post("/fr/accounts/second-factor/enter/", {"code": code_now()})
    assert client.get("/fr/admin/").status_code == 200
    assert RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes() == codes
    assert Contact.objects.get(pk=contact.pk).email == contact.email


def test_a_key_taken_away_too_early_is_told_and_what_it_opens_is_left_as_it_is(keys, amina):
    before = list(Authenticator.objects.values_list("data", flat=True))
    change(keys)
    keys.SECRET_KEY_FALLBACKS = []
    with pytest.raises(CommandError, match="Put the key that was taken away back") as failure:
        call_command("rotate_keys", verbosity=0)
    assert str(failure.value).count("mfa.Authenticator.data of") == 2
    assert list(Authenticator.objects.values_list("data", flat=True)) == before
    keys.SECRET_KEY_FALLBACKS = [FORMER]
    assert factor_keys.rotate() == Rotation(rewritten=2)


def test_of_former_keys_is_spoken_where_there_are_any(keys, amina, capsys):
    assert "former" not in rotated(capsys)
    keys.SECRET_KEY, keys.SECRET_KEY_FALLBACKS = NEXT, [FORMER]
    rotated(capsys)
    assert "Let SECRET_KEY_FALLBACKS stand for three days more" in rotated(capsys)


def test_while_something_does_not_open_no_key_is_said_to_be_of_no_use(keys, amina, capsys):
    change(keys)
    keys.SECRET_KEY_FALLBACKS = []
    with pytest.raises(CommandError):
        call_command("rotate_keys")
    told = capsys.readouterr().out
    assert "mfa.Authenticator: 0 rewritten" in told
    assert "may go" not in told


def test_new_keys_behind_the_old_ones_are_told(keys, amina, capsys):
    keys.DATA_KEYS = [OLD, NEW]
    assert "they stand in the wrong order: put the new ones in front" in rotated(capsys)


def test_a_code_that_was_used_meanwhile_stays_used(keys, amina):
    row = Authenticator.objects.get(type="recovery_codes")
    read = row.data
    row.data = {**read, "used_mask": 1}
    row.save()
    change(keys)
    assert factor_keys.renew(row.pk, read) == Rotation()
    assert Authenticator.objects.get(pk=row.pk).data["used_mask"] == 1
    assert factor_keys.rotate() == Rotation(rewritten=2)
    assert Authenticator.objects.get(pk=row.pk).data["used_mask"] == 1


def test_codes_from_another_system_are_rewritten_one_by_one(keys, amina):
    codes = [factor_keys.ciphers().encrypt(text).decode() for text in (b"one", b"two")]
    Authenticator.objects.filter(type="recovery_codes").update(data={"migrated_codes": codes})
    change(keys)
    assert factor_keys.rotate() == Rotation(rewritten=3)
    take_the_former_away(keys)
    assert RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes() == ["one", "two"]


def test_codes_of_which_one_stands_under_the_new_key_already_are_not_taken_for_done(keys, amina):
    former = factor_keys.ciphers().encrypt(b"one").decode()
    change(keys)
    codes = [factor_keys.ciphers().encrypt(b"two").decode(), former]
    Authenticator.objects.filter(type="recovery_codes").update(data={"migrated_codes": codes})
    factor_keys.rotate()
    take_the_former_away(keys)
    assert RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes() == ["two", "one"]


def test_sessions_and_links_that_were_mailed_outlive_the_change(keys, amina):
    client = Client()
    client.force_login(amina)
    link = default_token_generator.make_token(amina)
    change(keys)
    assert client.get("/fr/admin/").status_code == 200
    amina.refresh_from_db()
    assert default_token_generator.check_token(amina, link)
    keys.SECRET_KEY_FALLBACKS = []
    assert Client().get("/fr/admin/").status_code == 302
    assert not default_token_generator.check_token(amina, link)


def test_a_citizens_code_opens_its_case_under_any_key_and_stays_open_over_the_change(keys, client):
    filed = filing.file_case(make.CaseFactory.build(category=make.CategoryFactory(), district=None), now=timezone.now())
    client.post(TRACK, {"code": filed.code})
    change(keys)
    assert client.get(f"{TRACK}case/").status_code == 200
    take_the_former_away(keys)
    assert client.get(f"{TRACK}case/").status_code == 200  # its cookie was signed anew when it was looked at
    later = Client()
    assert later.get(f"{TRACK}case/").status_code == 302
    later.post(TRACK, {"code": filed.code})
    assert later.get(f"{TRACK}case/").status_code == 200
