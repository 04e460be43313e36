"""The Celery application; the beat schedule is in settings."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tetouan_portal.settings")

app = Celery("tetouan_portal", task_cls="tetouan_portal.audit.tasks:ActingTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(
    ["tetouan_portal.accounts", "tetouan_portal.health", "tetouan_portal.stored_files"]
)  # no apps of their own
