"""The database knows who acts, for as long as they act and no longer."""

import threading

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.utils import translation

from tests.tetouan_portal.audit.conftest import run
from tetouan_portal.audit.context import acting, acting_middleware

AMINA, BADR = User(pk=7), User(pk=8)


def told():
    with connection.cursor() as cursor:
        cursor.execute("select nullif(current_setting('portal.act', true), '')::json")
        act = cursor.fetchone()[0] or {"actor": None, "origin": "", "detail": ""}
    return act["actor"], act["origin"], act["detail"]


NOBODY = (None, "", "")


@pytest.mark.django_db
def test_who_acts_is_recorded(shelf, entries):
    with acting(user=AMINA, origin="form", detail="admin:shelf_add"):
        shelf("insert into shelf (title_fr) values ('Eau')")
    shelf("insert into shelf (title_fr) values ('Voirie')")
    first, second = [(entry.actor, entry.origin, entry.detail) for entry in entries()]
    assert first == (7, "form", "admin:shelf_add")
    assert second == NOBODY


@pytest.mark.django_db
def test_an_act_within_an_act_gives_way_to_the_outer_one():
    with acting(user=AMINA, origin="form", detail="page"):
        with acting(user=BADR, origin="import"):
            assert told() == (8, "import", "")
        assert told() == (7, "form", "page")
    assert told() == NOBODY


@pytest.mark.django_db
def test_without_a_user_the_outer_acts_user_acts():
    with acting(user=AMINA, origin="form"), acting(origin="task", detail="render"):
        assert told() == (7, "task", "render")


@pytest.mark.django_db(transaction=True)
def test_who_acts_is_known_after_a_rollback():
    with acting(user=AMINA, origin="form"):
        with pytest.raises(DatabaseError), transaction.atomic():
            run("select 1 / 0")
        assert told() == (7, "form", "")
    assert told() == NOBODY


@pytest.mark.django_db(transaction=True)
def test_an_act_that_breaks_the_transaction_around_it_is_over_after_the_rollback():
    with acting(user=AMINA, origin="form"):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(user=BADR, origin="import"):
            run("select 1 / 0")
        assert told() == (7, "form", "")


@pytest.mark.django_db(transaction=True)
def test_a_session_that_is_lost_amid_an_act_is_followed_by_one_that_knows():
    with acting(user=AMINA, origin="command"):
        told()
        connection.close()
        assert told() == (7, "command", "")
    assert told() == NOBODY


@pytest.mark.django_db(transaction=True)
def test_a_session_returned_to_the_pool_amid_an_act_forgets_it():
    sessions = set()
    for _turn in range(8):
        with acting(user=AMINA, origin="form"):
            assert told() == (7, "form", "")
            sessions.add(id(connection.connection))
            connection.close()
        assert told() == NOBODY
        connection.close()
    assert len(sessions) < 8, "no session was used twice: the pool was not tried"


@pytest.mark.django_db(transaction=True)
def test_a_session_that_cannot_be_told_is_not_used_again():
    with acting(user=AMINA, origin="form"):
        told()
        connection.connection.close()
    assert connection.connection is None
    assert told() == NOBODY


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_not_mistaken_for_each_other():
    seen, together = {}, threading.Barrier(2, timeout=10)

    def work(user):
        try:
            for _turn in range(20):
                with acting(user=user, origin="form"):
                    together.wait()
                    seen.setdefault(user.pk, set()).add(told())
                connection.close()
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[user]) for user in (AMINA, BADR)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {7: {(7, "form", "")}, 8: {(8, "form", "")}}


def answer(request_factory, method, user, path="/ar/admin/auth/user/add/?email=amina@example.org"):
    heard = []

    def view(request):
        heard.append(told())
        return HttpResponse()

    request = getattr(request_factory, method)(path)
    request.user = user
    acting_middleware(view)(request)
    assert told() == NOBODY
    return heard[0]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_request_that_may_change_something_is_an_act_on_a_page(rf, method):
    with translation.override("ar"):
        assert answer(rf, method, AMINA) == (7, "form", "admin:auth_user_add")


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_request_that_only_reads_is_none(rf, method):
    assert answer(rf, method, AMINA) == NOBODY


@pytest.mark.django_db
def test_a_form_that_nobody_signed_in_sends_is_known_as_a_form(rf):
    assert answer(rf, "post", AnonymousUser(), "/nowhere/") == (None, "form", "")


@pytest.mark.django_db
def test_an_act_costs_two_queries_and_reading_none(rf, django_assert_num_queries):
    request = rf.post("/")
    request.user = AMINA
    with django_assert_num_queries(2):
        acting_middleware(lambda request: HttpResponse())(request)
    request = rf.get("/")
    with django_assert_num_queries(0):
        acting_middleware(lambda request: HttpResponse())(request)
