import pytest
from django.db import OperationalError, connection

WELL = {"number": 0, "since": None}


@pytest.mark.django_db
def test_a_broker_out_of_reach_is_reported_without_details(client, settings):
    settings.CELERY_BROKER_URL = "redis+socket:///nowhere/valkey.sock"
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"database": True, "broker": False, "overdue_files": WELL}
    assert response["Cache-Control"].startswith("max-age=0")


@pytest.mark.django_db
def test_a_portal_that_reaches_its_servers_is_well_and_sets_no_cookie(client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"database": True, "broker": True, "overdue_files": WELL})
    assert not response.cookies


@pytest.mark.django_db(transaction=True)
def test_a_database_out_of_reach_is_reported(client, monkeypatch):
    def refuse():
        raise OperationalError("no route")

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get("/healthz")
    answer = response.json()
    assert (response.status_code, answer["database"], answer["overdue_files"]) == (503, False, None)
