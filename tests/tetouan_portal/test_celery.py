"""A worker that starts knows every task that the clock wakes: `make drills` starts one for each app's tasks."""

import pytest
from django.conf import settings

from tests.production import database_of_tests, python

ASK = """
import django
django.setup()
from tetouan_portal.celery import app
app.loader.import_default_modules()
print(*app.tasks)
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_starts_knows_every_task_of_the_clock():
    asked = python("-c", ASK, environment={"DATABASE_URL": database_of_tests()})
    assert (asked.returncode, asked.stderr) == (0, "")
    woken = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert len(woken) > 5
    assert woken - set(asked.stdout.split()) == set()
