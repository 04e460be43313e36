"""Those who run the portal learn who works behind it, what waits and what room there is; what is unknown is unknown."""

import json
from datetime import timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone

from tests.factories.commitments import StaffFactory
from tetouan_portal.accounts import letters
from tetouan_portal.accounts.letters import LETTERS
from tetouan_portal.accounts.models import Letter, LetterKind
from tetouan_portal.health import before_start, hearts, standing
from tetouan_portal.health.findings import LABELS, State
from tetouan_portal.health.models import Heartbeat
from tetouan_portal.health.tasks import show_life
from tetouan_portal.stored_files.models import DoomedFile, MissingFile

pytestmark = pytest.mark.django_db
FIRST, WORK = "/fr/admin/", "/fr/admin/work/"


@pytest.fixture(autouse=True)
def room(monkeypatch):
    """A function that says how many bytes are free; first there are plenty."""

    def leave(free):
        monkeypatch.setattr(standing.shutil, "disk_usage", lambda folder: SimpleNamespace(free=free))

    leave(10**12)
    return leave


@pytest.fixture
def alive():
    for queue in hearts.QUEUES:
        hearts.beat(queue, [])


def state_of(name):
    return {finding.name: finding.state for finding in standing.of_everything()}[name]


def long_ago(**where):
    Heartbeat.objects.filter(**where).update(at=timezone.now() - hearts.LATE)


def status(*words):
    out = StringIO()
    try:
        call_command("status", *words, stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


# --- who works -------------------------------------------------------------------------


def test_the_schedules_own_task_is_the_sign_of_life(alive):
    Heartbeat.objects.all().delete()
    assert [show_life("urgent"), show_life("celery"), show_life("celery")] == [[], [], []]
    assert set(Heartbeat.objects.values_list("name", flat=True)) == {"schedule", "urgent", "celery"}
    assert hearts.in_trouble() == []


def test_a_worker_that_shows_no_life_while_the_schedule_does_is_named(alive):
    long_ago(name="celery")
    assert (state_of("schedule"), state_of("urgent"), state_of("celery")) == (State.WELL, State.WELL, State.UNWELL)
    assert hearts.in_trouble() == ["celery"]


def test_without_the_schedule_nobody_knows_of_the_workers(alive):
    long_ago()
    assert (state_of("schedule"), state_of("urgent"), state_of("celery")) == (
        State.UNWELL,
        State.UNKNOWN,
        State.UNKNOWN,
    )
    assert hearts.in_trouble() == ["schedule"]


def test_a_portal_on_which_nobody_ever_worked_is_told(admin_client):
    assert hearts.in_trouble() == ["schedule"]
    assert "Planificateur" in admin_client.get(FIRST).text


def test_what_a_worker_finds_wrong_from_where_it_stands_is_told(alive, settings, tmp_path):
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    assert show_life("celery") == ["media"]
    assert hearts.in_trouble() == ["media"]


def test_what_a_worker_found_before_it_fell_silent_is_not_told_as_if_it_were_so_now(alive):
    hearts.beat("celery", ["media"])
    assert hearts.in_trouble() == ["media"]
    long_ago(name="celery")
    assert hearts.in_trouble() == ["celery"]


def test_the_longest_task_makes_no_worker_late_and_half_an_hour_does(alive):
    for minutes, state in ((8, State.WELL), (30, State.UNWELL)):
        Heartbeat.objects.filter(name="urgent").update(at=timezone.now() - timedelta(minutes=minutes))
        assert state_of("urgent") == state


def test_a_worker_that_finds_very_much_wrong_still_shows_life(alive):
    hearts.beat("celery", [f"name-{number}" for number in range(100)])
    assert hearts.in_trouble()[0] == "name-0"


# --- what waits, what room -------------------------------------------------------------


def letter(**values):
    user, _is_new = User.objects.get_or_create(username="amina", email="amina@example.org")
    letters.queue(user, LetterKind.PASSWORD_CHANGED, ip="192.0.2.9")
    Letter.objects.update(**values)
    return Letter.objects.get()


def test_a_mail_that_waits_for_long_is_told_and_a_fresh_one_is_not(alive):
    letter()
    assert state_of("work") == State.WELL
    Letter.objects.update(queued_at=timezone.now() - standing.WAITS_TOO_LONG - timedelta(minutes=1))
    assert state_of("work") == State.UNWELL


def test_what_was_given_up_is_told_for_a_day(alive):
    LETTERS.give_up(LETTERS.claim(letter().pk), "SMTPConnectError 421")
    assert state_of("work") == State.UNWELL
    Letter.objects.update(failed_at=timezone.now() - standing.GIVEN_UP_LATELY)
    assert state_of("work") == State.WELL


@pytest.mark.parametrize(("minutes", "state"), [(20, State.WELL), (60, State.UNWELL)])
def test_work_that_waits_for_an_hour_is_told_and_for_twenty_minutes_not(alive, minutes, state):
    letter(queued_at=timezone.now() - timedelta(minutes=minutes))
    assert state_of("work") == state


@pytest.mark.parametrize(("hours", "state"), [(20, State.UNWELL), (48, State.WELL)])
def test_what_was_given_up_overnight_is_told_in_the_morning_and_not_days_later(alive, hours, state):
    LETTERS.give_up(LETTERS.claim(letter().pk), "SMTPConnectError 421")
    Letter.objects.update(failed_at=timezone.now() - timedelta(hours=hours))
    assert state_of("work") == state


def test_what_failed_once_and_is_tried_again_is_not_told(alive):
    LETTERS.put_back(LETTERS.claim(letter().pk), "SMTPConnectError 421")
    assert Letter.objects.get().failed_at
    assert state_of("work") == State.WELL


def test_what_was_given_up_long_ago_is_not_told_anew_when_something_else_fails_once(alive):
    LETTERS.give_up(LETTERS.claim(letter().pk), "SMTPConnectError 421")
    Letter.objects.update(failed_at=timezone.now() - timedelta(days=3))
    other = User.objects.create_user("karim", "karim@example.org")
    letters.queue(other, LetterKind.PASSWORD_CHANGED, ip="192.0.2.9")
    LETTERS.put_back(LETTERS.claim(Letter.objects.get(user=other).pk), "SMTPConnectError 421")
    assert state_of("work") == State.WELL


def test_files_that_are_missing_are_told(alive):
    MissingFile.objects.create(model="a.b", row_pk="1", field="file", name="evidence/1", noticed_at=timezone.now())
    assert state_of("stored_files") == State.UNWELL


def test_files_that_should_be_gone_are_told(alive):
    since = timezone.now() - timedelta(hours=2)
    DoomedFile.objects.create(storage="default", name="evidence/1", reason="time_over", queued_at=since)
    assert state_of("stored_files") == State.UNWELL


def test_little_room_is_told_before_none_is_left(alive, room):
    assert state_of("disk") == State.WELL
    room(standing.LEAST_ROOM - 1)
    assert state_of("disk") == State.UNWELL


@pytest.mark.parametrize(("gigabytes", "state"), [(1, State.UNWELL), (5, State.WELL)])
def test_one_gigabyte_is_little_room_and_five_are_enough(alive, room, gigabytes, state):
    room(gigabytes * 10**9)
    assert state_of("disk") == state


def test_the_room_of_a_folder_that_is_yet_to_be_made_is_that_of_where_it_will_lie(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "data" / "media"
    looked_at = []
    monkeypatch.setattr(
        standing.shutil, "disk_usage", lambda folder: looked_at.append(folder) or SimpleNamespace(free=10**12)
    )
    assert standing.disk().state == State.WELL
    assert looked_at == [tmp_path]


@pytest.mark.parametrize("host", ["db.example.org", "10.0.0.7"])
def test_the_room_of_a_server_elsewhere_is_unknown_and_its_size_is_told(alive, monkeypatch, host):
    monkeypatch.setitem(connection.settings_dict, "HOST", host)
    (found,) = [finding for finding in standing.of_everything() if finding.name == "database_disk"]
    assert found.state == State.UNKNOWN
    assert "حجم قاعدة البيانات" in found.said


def test_redis_away_is_told_and_takes_nothing_off_the_air(alive, settings):
    settings.REDIS_URL = "redis+socket:///nowhere/valkey.sock"
    assert state_of("redis") == State.UNWELL


def test_a_database_away_is_told_once_and_the_rest_is_unknown(alive, monkeypatch):
    asked = []

    def refuse():
        asked.append(1)
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", refuse)
    states = {finding.name: finding.state for finding in standing.of_everything()}
    assert (states["database"], states["work"], states["schedule"]) == (State.DOWN, State.UNKNOWN, State.UNKNOWN)
    assert states["disk"] == State.WELL
    assert len(asked) == 1


# --- told by commands ------------------------------------------------------------------


def test_status_is_silent_in_its_exit_code_while_all_is_well(alive):
    said, failed = status()
    assert failed == ""
    assert "well     Database: It answers." in said
    assert "well     Schedule: Last turn: " in said


def test_status_fails_with_what_is_wrong_and_tells_each_kind_of_work(alive, room):
    room(0)
    LETTERS.give_up(LETTERS.claim(letter().pk), "SMTPConnectError 421")
    said, failed = status()
    assert failed in {f"Needs attention: work, disk{more}" for more in ("", ", database_disk")}
    assert "mails to staff: given_up 1, last failure SMTPConnectError 421" in said
    assert "amina" not in said


def test_status_for_programs_is_json(alive):
    told = json.loads(status("--json")[0])
    assert {one["name"] for one in told["findings"]} <= {*LABELS}
    assert {one["state"] for one in told["findings"]} <= {*State}
    assert told["work"]["mails to staff"]["waiting"] == 0


def test_preflight_tells_line_by_line_what_is_there_and_what_to_do(settings):
    out = StringIO()
    settings.MAIL_URL = ""
    call_command("preflight", stdout=out)
    lines = out.getvalue().splitlines()
    assert {line[:9] for line in lines} == {"ok       "}
    assert [line for line in lines if "PostgreSQL 1" in line or "Extensions" in line]
    settings.REDIS_URL = "redis+socket:///nowhere/valkey.sock"
    with pytest.raises(CommandError, match=r"Not yet: redis$"):
        call_command("preflight", stdout=StringIO())


def test_preflight_reaches_the_mail_server_without_sending(settings, mail_server):
    settings.MAIL_URL = "smtp://somewhere"
    assert before_start.mail_server().state == State.WELL
    assert mail_server.mails == []


# --- told on pages ---------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_the_page_of_work_says_how_each_part_stands(admin_client, alive, language):
    page = admin_client.get(WORK.replace("/fr/", f"/{language}/"))
    assert {finding.state for finding in page.context["findings"]} <= {State.WELL, State.UNKNOWN}
    assert page.text.count('id="stands-') == len(page.context["findings"])


def test_the_administrators_first_page_says_that_something_is_wrong_and_nothing_while_all_is_well(admin_client, alive):
    assert 'id="portal-trouble"' not in admin_client.get(FIRST).text
    hearts.beat("celery", ["data_keys", "disk"])
    page = admin_client.get(FIRST).text
    assert "Clés des coordonnées" in page
    assert "Espace pour les fichiers" in page
    assert f'href="{WORK}"' in page


def test_nobody_else_reads_it(client):
    person = StaffFactory()
    person.groups.set(Group.objects.filter(name="desk_officer"))
    client.force_login(person)
    assert 'id="portal-trouble"' not in client.get(FIRST).text
