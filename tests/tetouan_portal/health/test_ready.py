"""What a process needs to answer readers, looked at where it may really be missing."""

import json
import resource

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings as portal
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import run_checks
from django.db import connection
from django.utils import translation
from whitenoise.storage import CompressedManifestStaticFilesStorage

from participation.models import Contact
from tests.factories import participation as make
from tests.factories.commitments import StaffFactory
from tetouan_portal.accounts import factor_keys
from tetouan_portal.health import findings, ready
from tetouan_portal.health.findings import LABELS, State, readiness
from tetouan_portal.lib import encryption

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_commands_say_it():
    with translation.override(None):
        yield


def found(name):
    (finding,) = [finding for finding in readiness([name]) if finding.name == name]
    return finding


def test_everything_is_well_here_and_each_look_has_a_name_for_people():
    assert {finding.name: finding.state for finding in readiness()} == dict.fromkeys(
        [path.rpartition(".")[2] for path in portal.READINESS], State.WELL
    )
    assert {finding.name for finding in readiness()} <= {*LABELS}


# --- migrations ------------------------------------------------------------------------


def test_a_migration_that_has_not_run_is_named():
    with connection.cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'tetouan_portal' and name = '0008_cache_table'")
    finding = found("migrations")
    assert finding.state == State.DOWN
    assert "tetouan_portal.0008_cache_table. Run migrate." in finding.said


def test_a_database_without_tables_is_told_as_that():
    with connection.cursor() as cursor:
        cursor.execute("alter table django_migrations rename to elsewhere")
    assert found("migrations").said == "The database is empty: run migrate."


def test_a_look_that_fails_leaves_the_connection_as_it_was(monkeypatch):
    def broken():
        with connection.cursor() as cursor:
            cursor.execute("select nonsense")

    monkeypatch.setattr(ready, "known_migrations", broken)
    assert found("migrations").state == State.UNKNOWN
    assert found("data_keys").state == State.WELL


# --- static files ----------------------------------------------------------------------


@pytest.fixture
def collected(settings, tmp_path, monkeypatch):
    """A function that makes a folder of collected files of which the manifest names these."""

    def collect(names, *, leave_out=()):
        paths = {name: f"{name}.0123456789ab" for name in names}
        for name in {*paths} - {*leave_out}:
            path = tmp_path / paths[name]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        manifest = {"version": "1.1", "hash": "", "paths": paths}
        (tmp_path / "staticfiles.json").write_text(json.dumps(manifest), encoding="utf-8")

    def as_begun():
        monkeypatch.setattr(ready, "staticfiles_storage", CompressedManifestStaticFilesStorage(location=tmp_path))
        return found("static_files")

    collect.as_begun = as_begun
    return collect


def test_files_that_were_never_collected_are_told(collected):
    finding = collected.as_begun()
    assert (finding.state, "run collectstatic" in finding.said) == (State.DOWN, True)


def test_collected_files_are_well_until_one_is_gone_or_the_code_needs_a_newer(collected):
    names = sorted(ready.needed_files())
    collected(names)
    assert collected.as_begun().state == State.WELL
    collected([name for name in names if name != "css/staff.css"])
    assert "css/staff.css" in collected.as_begun().said
    collected(["gone.css", *names], leave_out=["gone.css"])
    assert collected.as_begun() == ("static_files", State.DOWN, collected.as_begun().said)
    assert "gone.css.0123456789ab" in collected.as_begun().said


def test_while_developing_there_is_nothing_to_collect():
    assert not hasattr(staticfiles_storage, "hashed_files")
    assert found("static_files").state == State.WELL


# --- media -----------------------------------------------------------------------------


def test_a_place_for_files_that_cannot_be_written_is_told(settings, tmp_path):
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file"
    assert found("media").state == State.DOWN


def test_looking_leaves_no_file_behind(settings):
    assert found("media").state == State.WELL
    assert list(settings.MEDIA_ROOT.iterdir()) == []


def test_a_full_disk_is_told(monkeypatch):
    def full(**_where):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ready.tempfile, "TemporaryFile", full)
    assert "No space left on device" in found("media").said


def test_a_disk_on_which_files_can_be_made_and_nothing_written_is_told():
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        finding = found("media")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (finding.state, "File too large" in finding.said) == (State.DOWN, True)


# --- keys ------------------------------------------------------------------------------


def told_at_start():
    """What `check --database default`, which runs before the first request, says about keys."""
    said = run_checks(tags=["database"], databases=["default"])
    return {message.id for message in said}


def other_key():
    return [Fernet.generate_key().decode()]


def test_a_wrong_key_of_contact_data_is_told_at_start_and_by_every_look(settings):
    make.ContactFactory()
    assert told_at_start() == set()
    settings.DATA_KEYS = other_key()
    finding = found("data_keys")
    assert (finding.state, finding.said.startswith("DATA_KEYS opens nothing")) == (State.DOWN, True)
    assert told_at_start() == {"tetouan_portal.E003"}


def test_one_text_that_does_not_open_keeps_nobody_from_starting(settings):
    ours = settings.DATA_KEYS
    settings.DATA_KEYS = other_key()
    make.ContactFactory()
    settings.DATA_KEYS = ours
    make.ContactFactory()
    finding = found("data_keys")
    assert finding.state == State.UNWELL
    assert "DATA_KEYS does not open: 3. rotate_keys names" in finding.said
    assert told_at_start() == {"tetouan_portal.W002"}


@pytest.mark.parametrize("place", [0, -1])
def test_the_oldest_and_the_newest_texts_are_tried_however_many_lie_between(settings, place):
    ours, gone = settings.DATA_KEYS, other_key()
    keys = [ours] * (ready.OLDEST + ready.NEWEST + 2)
    keys[place] = gone
    for settings.DATA_KEYS in keys:
        make.ContactFactory()
    settings.DATA_KEYS = ours
    assert found("data_keys").state == State.UNWELL


def test_nothing_stored_is_nothing_that_could_not_be_opened(settings):
    settings.DATA_KEYS = other_key()
    assert not Contact.objects.exists()
    assert found("data_keys").said == "Nothing is stored under them yet."


def test_a_wrong_signing_key_is_told_before_somebody_stands_before_a_closed_door(settings):
    token = factor_keys.ciphers().encrypt(b"JBSWY3DPEHPK3PXP").decode()
    Authenticator.objects.create(user=StaffFactory(), type="totp", data={"secret": token})
    assert found("second_factors").state == State.WELL
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 10
    assert found("second_factors").state == State.DOWN
    assert told_at_start() == {"tetouan_portal.E003"}
    settings.SECRET_KEY_FALLBACKS = [former]
    assert found("second_factors").state == State.WELL


def test_passkeys_hold_nothing_of_ours():
    Authenticator.objects.create(user=StaffFactory(), type="webauthn", data={"name": "A"})
    assert found("second_factors").said == "Nothing is stored under them yet."


# --- what a look may cost --------------------------------------------------------------


@pytest.fixture
def opened(monkeypatch):
    """What was opened with keys, in the order it was."""
    tokens, decrypt = [], encryption.decrypt
    monkeypatch.setattr(encryption, "decrypt", lambda token: (tokens.append(token), decrypt(token))[1])
    opens = factor_keys.opens
    monkeypatch.setattr(factor_keys, "opens", lambda ring, token: (tokens.append(token), opens(ring, token))[1])
    return tokens


def test_the_database_breaks_off_a_question_that_takes_too_long(monkeypatch):
    monkeypatch.setattr(findings, "PATIENCE", 50)

    @findings.needs_database
    def migrations():
        with connection.cursor() as cursor:
            cursor.execute("select pg_sleep(60)")

    (finding,) = findings.look_at([migrations])
    assert (finding.state, "OperationalError" in finding.said) == (State.UNKNOWN, True)
    assert found("data_keys").state == State.WELL


def test_every_look_at_the_database_has_that_patience_and_leaves_none_behind():
    told = []

    @findings.needs_database
    def database():
        told.append(patience())
        return findings.Finding("database", State.WELL, "")

    findings.look_at([database])
    assert told == [f"{findings.PATIENCE // 1000}s"]
    assert patience() not in told


def patience():
    with connection.cursor() as cursor:
        cursor.execute("show statement_timeout")
        return cursor.fetchone()[0]


def test_however_much_is_stored_few_texts_are_opened(opened):
    make.ContactFactory.create_batch(ready.OLDEST + ready.NEWEST + 5)
    opened.clear()
    assert found("data_keys").state == State.WELL
    fields = len(encryption.encrypted_fields(Contact))
    assert 0 < len(opened) <= (ready.OLDEST + ready.NEWEST) * fields


def test_however_many_second_factors_there_are_so_many_are_opened(opened, monkeypatch):
    monkeypatch.setattr(factor_keys, "MOST", 2)
    token = factor_keys.ciphers().encrypt(b"JBSWY3DPEHPK3PXP").decode()
    for _each in range(4):
        Authenticator.objects.create(user=StaffFactory(), type="totp", data={"secret": token})
    assert found("second_factors").state == State.WELL
    assert len(opened) == 2
