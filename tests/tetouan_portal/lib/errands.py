"""A kind of work of the tests' own, in a table of its own."""

from django.apps.registry import Apps
from django.db import models

from tetouan_portal.lib.queue import Queue, Work


class Errand(Work):
    state = models.CharField(max_length=10, default="new")
    is_wanted = models.BooleanField(default=True)
    done = models.PositiveSmallIntegerField(default=0)

    class Meta(Work.Meta):
        app_label = "errands"
        apps = Apps()


ERRANDS = Queue(
    label="errands",
    rows=lambda: Errand.objects.filter(is_wanted=True),
    task="errands.run",
    one_by_one=True,
    most_attempts=3,
    waiting={"state": "new"},
    claimed={"state": "running"},
    given_up={"state": "failed"},
)
