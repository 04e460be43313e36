"""A look at the database is broken off within seconds, and takes its patience away with it."""

import pytest
from django.db import connection

from tetouan_portal.health import before_start, findings, standing
from tetouan_portal.health.findings import State, readiness


def patience():
    with connection.cursor() as cursor:
        cursor.execute("show statement_timeout")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_a_look_leaves_the_session_to_the_next_request_as_it_was():
    before = patience()
    assert {finding.state for finding in readiness(["data_keys"])} == {State.WELL}
    assert patience() == before


@pytest.mark.django_db
def test_nothing_but_whether_it_answers_is_asked_without_that_patience(monkeypatch):
    inside, asked = [], []
    patiently = findings.patiently

    def noted(look):
        inside.append(look)
        try:
            return patiently(look)
        finally:
            inside.pop()

    def listen(execute, sql, *more):
        if not inside:
            asked.append(sql)
        return execute(sql, *more)

    monkeypatch.setattr(findings, "patiently", noted)
    with connection.execute_wrapper(listen):
        standing.of_everything()
        before_start.preflight()
    assert asked == ["select 1"] * 2


def test_a_question_may_take_longer_than_usual_and_not_as_long_as_a_load_balancer_waits():
    assert 1000 <= findings.PATIENCE <= 4000
