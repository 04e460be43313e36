"""The database knows who acts, for as long as they act and no longer."""

import threading

import pytest
from django.contrib.auth.models import AnonymousUser, Group, User
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.http import HttpResponse
from django.utils import translation

from tests.tetouan_portal.audit.conftest import run
from tetouan_portal.audit import context
from tetouan_portal.audit.context import acting, acting_middleware

AMINA, BADR = User(pk=7), User(pk=8)


def told():
    """What a trigger reads in a transaction that begins now, or in the one that is open."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("select nullif(current_setting('portal.act', true), '')::json")
        act = cursor.fetchone()[0] or {"actor": None, "origin": "", "detail": ""}
    return act["actor"], act["origin"], act["detail"]


def told_and_broken():
    told()
    run("select 1 / 0")


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
        with pytest.raises(DatabaseError, match="division by zero"), transaction.atomic():
            run("select 1 / 0")
        assert told() == (7, "form", "")
    assert told() == NOBODY


@pytest.mark.django_db(transaction=True)
def test_an_act_that_breaks_the_transaction_around_it_is_over_after_the_rollback():
    with acting(user=AMINA, origin="form"):
        with (
            pytest.raises(DatabaseError, match="division by zero"),
            transaction.atomic(),
            acting(user=BADR, origin="import"),
        ):
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


def left_in_the_session():
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting('portal.act', true), '')")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_in_a_session_that_a_pooler_hands_to_the_next():
    with acting(user=AMINA, origin="form"):
        told()
        assert left_in_the_session() == ""
        Group.objects.create(name="lone statement")
        assert left_in_the_session() == ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", ["lone", "in a transaction", "after a savepoint is undone", "many", "copied"])
def test_whose_words_another_left_in_the_session_does_not_matter(write, entries):
    """Behind a pooler in transaction mode, as if Badr's portal had used the session between two acts of Amina's."""
    with acting(user=AMINA, origin="form"):
        told()
        with connection.cursor() as cursor:
            cursor.execute('select set_config(\'portal.act\', \'{"actor": 8, "origin": "form"}\', false)')
        WRITES[write]()
        with connection.cursor() as cursor:
            cursor.execute("select set_config('portal.act', '', false)")
    assert {(entry.actor, entry.origin) for entry in entries("auth_group")} == {(7, "form")}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "insert into auth_group (name) values ('two')",
        " \n Update auth_group set name = 'two' where name = 'one'",
        "delete from auth_group where name = 'one'",
        "with gone as (delete from auth_group where name = 'one' returning id) select * from gone",
        "merge into auth_group old using (values ('one')) new (name) on old.name = new.name when matched then delete",
        "do $$ begin delete from auth_group where name = 'one'; end $$",
        "call delete_one()",
    ],
)
def test_a_lone_statement_that_writes_names_who_acts(statement, entries):
    Group.objects.create(name="one")
    run("create procedure delete_one() language sql as $$ delete from auth_group where name = 'one' $$")
    try:
        with acting(user=AMINA, origin="form"):
            run(statement)
    finally:
        run("drop procedure delete_one")
    assert entries("auth_group")[-1].actor == 7


def lone():
    Group.objects.create(name="one")
    Group.objects.filter(name="one").update(name="two")
    Group.objects.filter(name="two").delete()


def in_a_transaction():
    with transaction.atomic():
        lone()


def after_a_savepoint_is_undone():
    with transaction.atomic():
        with pytest.raises(DatabaseError, match="division by zero"), transaction.atomic():
            told_and_broken()
        Group.objects.create(name="one")


def many():
    Group.objects.bulk_create([Group(name="one"), Group(name="two")])


def copied():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select 1")
        with cursor.copy("copy auth_group (name) from stdin") as out:
            out.write_row(["one"])


WRITES = {
    "lone": lone,
    "in a transaction": in_a_transaction,
    "after a savepoint is undone": after_a_savepoint_is_undone,
    "many": many,
    "copied": copied,
}


@pytest.mark.django_db(transaction=True)
def test_an_act_that_begins_after_a_savepoint_was_undone_is_told():
    with transaction.atomic():
        with (
            pytest.raises(DatabaseError, match="division by zero"),
            transaction.atomic(),
            acting(user=AMINA, origin="form"),
        ):
            told_and_broken()
        assert told() == NOBODY
        with acting(user=AMINA, origin="form"):
            assert told() == (7, "form", "")
            with (
                pytest.raises(DatabaseError, match="division by zero"),
                transaction.atomic(),
                acting(user=BADR, origin="form"),
            ):
                told_and_broken()
            assert told() == (7, "form", "")


@pytest.mark.django_db(transaction=True)
def test_who_begins_again_after_a_savepoint_was_undone_is_not_taken_for_who_acts_around_it():
    """Nothing is asked of the database between: what was told of Amina is undone, and she is the next to act."""
    with transaction.atomic(), acting(user=BADR, origin="form"):
        savepoint = transaction.savepoint_create()
        with acting(user=AMINA, origin="form"):
            with pytest.raises(DatabaseError, match="division by zero"):
                told_and_broken()
            transaction.savepoint_rollback(savepoint)
            assert told() == (7, "form", "")


@pytest.mark.django_db(transaction=True)
def test_a_lone_statement_is_undone_alone():
    """The transaction that it gets to be told in is its own."""
    with acting(user=AMINA, origin="form"):
        Group.objects.create(name="one")
        with pytest.raises(IntegrityError, match="auth_group_name"):
            Group.objects.create(name="one")
        Group.objects.create(name="two")
    assert Group.objects.filter(name__in=["one", "two"]).count() == 2


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


@pytest.mark.django_db(transaction=True)
def test_only_what_is_written_in_an_act_costs_a_question_more(rf, monkeypatch):
    asked = []
    tell = context.tell
    monkeypatch.setattr(context, "tell", lambda wrapper: asked.append(1) or tell(wrapper))
    list(Group.objects.all())
    with acting(user=AMINA, origin="form"):
        list(Group.objects.all())
    Group.objects.filter(name="nobody").update(name="somebody")
    assert asked == []
    with acting(user=AMINA, origin="form"):
        Group.objects.filter(name="nobody").update(name="somebody")
    assert asked == [1]
