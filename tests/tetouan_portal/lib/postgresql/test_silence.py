"""PostgreSQL took the question and says nothing: a lock holds it up, or its machine stands still."""

import psycopg
import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import path
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import ConnectionPool

from tests.production import database_of_tests
from tests.waiting import wait_until
from tetouan_portal import urls
from tetouan_portal.lib.postgresql import patience
from tetouan_portal.lib.postgresql.connections import Connection
from tetouan_portal.lib.postgresql.patience import waited_for

RUNNING = "select count(*) from pg_stat_activity where pid = %s"


def connect(address=None, **more):
    return Connection.connect(**{**conninfo_to_dict(address or database_of_tests()), **more})


def test_the_portals_own_connections_are_of_this_kind():
    assert connection.settings_dict["OPTIONS"]["pool"]["connection_class"] is Connection


def test_a_question_that_takes_too_long_is_given_up_and_ended_on_the_server_too():
    with connect(autocommit=True) as ours, connect(autocommit=True) as other:
        number = ours.info.backend_pid
        with pytest.raises(psycopg.OperationalError), waited_for(0.2):
            ours.execute("select pg_sleep(600)")
        assert ours.closed
        wait_until(lambda: other.execute(RUNNING, [number]).fetchone() == (0,))


def test_where_nobody_waits_an_answer_may_take_its_time(monkeypatch):
    monkeypatch.setattr(patience, "ANSWER", 0.1)
    with connect() as ours:
        assert ours.execute("select 7 from pg_sleep(0.5)").fetchone() == (7,)


REFUSED_AT_THE_END = """
create temporary table refused ();
create function pg_temp.refuse() returns trigger language plpgsql as $$
  begin raise 'canceled by somebody' using errcode = '57014'; end $$;
create constraint trigger refused after insert on refused deferrable initially deferred
  for each row execute function pg_temp.refuse();
insert into refused default values;
"""


def test_what_the_server_refuses_closes_no_connection():
    with connect() as ours, waited_for(5):
        ours.execute(REFUSED_AT_THE_END)
        with pytest.raises(psycopg.errors.QueryCanceled):
            ours.commit()
        assert ours.execute("select 7").fetchone() == (7,)


def test_a_server_that_stands_still_is_given_up_although_it_can_be_told_nothing(relay):
    relay.come()
    with connect(relay.database_url, autocommit=True) as ours:
        ours.execute("select 1")
        relay.freeze()
        with pytest.raises(psycopg.OperationalError), waited_for(0.2):
            ours.execute("select 1")
        assert ours.closed


def test_nobody_is_given_a_connection_over_which_nothing_comes(relay):
    relay.come()
    kind = {"connection_class": Connection, "check": ConnectionPool.check_connection}
    with ConnectionPool(relay.database_url, min_size=1, timeout=0.5, reconnect_timeout=0.5, **kind) as pool:
        pool.wait()
        relay.freeze()
        with pytest.raises(psycopg.OperationalError), waited_for(0.2):
            pool.getconn()
        relay.thaw()
        wait_until(lambda: can_ask(pool))


def can_ask(pool):
    try:
        with pool.connection() as ours:
            return ours.execute("select 7").fetchone() == (7,)
    except psycopg.OperationalError:
        return False


# --- what a person sees ---------------------------------------------------------------------


def asking(request):
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from locked_by_another")
    return HttpResponse("whole")


def in_pieces(request):
    def pieces():
        yield b"first"
        asking(request)
        yield b"second"

    return StreamingHttpResponse(pieces())


class Urls:
    handler500 = urls.handler500
    urlpatterns = [path("fr/asking/", asking), path("fr/in-pieces/", in_pieces), *urls.urlpatterns]


@pytest.fixture
def locked(monkeypatch, settings, transactional_db):
    """A table that somebody else has locked."""
    monkeypatch.setattr(patience, "ANSWER", 0.5)
    settings.ROOT_URLCONF = Urls
    with connect(autocommit=True) as other:
        other.execute("drop table if exists locked_by_another; create table locked_by_another ()")
        try:
            with other.transaction():
                other.execute("set local idle_in_transaction_session_timeout = '30s'")  # who waits on fails, not hangs
                other.execute("lock table locked_by_another")
                yield
        finally:
            other.execute("drop table locked_by_another")
            connection.close()  # as behind each request; the tests' client leaves it


def test_whoever_waits_for_a_lock_is_told_to_come_again_and_holds_no_thread(locked):
    site = Client(raise_request_exception=False)
    answer = site.get("/fr/asking/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "select" not in answer.content.decode()
    assert site.get("/fr/legal/").status_code == 200


def test_an_answer_in_pieces_is_broken_off_where_its_next_one_does_not_come(locked):
    answer = Client().get("/fr/in-pieces/")
    pieces = iter(answer.streaming_content)
    assert next(pieces) == b"first"
    with pytest.raises(OperationalError):
        next(pieces)
    assert not connection.is_usable()
