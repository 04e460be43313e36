"""Storages that misbehave, and files as the ways of old left them."""

import os
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils import timezone

MOODY = {"default": {"BACKEND": "tests.factories.stored.Moody"}}


class Moody(FileSystemStorage):
    """Refuses to delete as often as `refusals` says."""

    refusals = 0

    def delete(self, name):
        if Moody.refusals:
            Moody.refusals -= 1
            raise PermissionError(13, "no", name)
        super().delete(name)


def a_stored(name, *, days=0):
    """A file that no row names, stored so many days ago; its name."""
    return aged(default_storage.save(name, ContentFile(b"stored")), days)


def aged(name, days):
    then = (timezone.now() - timedelta(days=days)).timestamp()
    os.utime(default_storage.path(name), (then, then))
    return name
