"""The Celery application; the beat schedule is in settings."""

import logging
import logging.config
import os
from typing import Any

from celery import Celery, Task
from celery.signals import setup_logging, task_postrun

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tetouan_portal.settings")

app = Celery("tetouan_portal", task_cls="tetouan_portal.audit.tasks:ActingTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(
    ["tetouan_portal.accounts", "tetouan_portal.health", "tetouan_portal.journal", "tetouan_portal.stored_files"]
)  # no apps of their own
logger = logging.getLogger(__name__)


@setup_logging.connect
def log_as_the_portal_does(**kwargs: Any) -> None:
    """Celery would set up its own lines, in another time zone; whoever listens here does it instead."""
    from django.conf import settings  # noqa: PLC0415 -- Celery's own programs read them when they begin

    logging.config.dictConfig(settings.LOGGING)


@task_postrun.connect
def tell_what_was_done(task: Task, retval: Any, state: str, **kwargs: Any) -> None:
    """One line for work that was done or failed; none for a look at what waits that found nothing."""
    if state == "SUCCESS" and is_nothing(retval):
        return
    answer = type(retval).__name__ if isinstance(retval, BaseException) else str(retval)[:200]
    logger.info("task", extra={"fields": {"name": task.name, "state": state, "answer": answer}})


def is_nothing(answer: Any) -> bool:
    if isinstance(answer, dict):
        return not any(answer.values())
    return not answer or answer == "nothing to do"
