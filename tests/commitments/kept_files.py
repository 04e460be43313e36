"""Files that a form holds until its author comes back."""

import os
from datetime import timedelta

from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from commitments.evidence import proof_files
from tests.factories.files import a_pdf
from tetouan_portal.lib import uploads


def an_upload(name="محضر.pdf"):
    return uploads.accept(SimpleUploadedFile(name, a_pdf()), max_bytes=10_000_000)


def kept(**values):
    return proof_files.keep(an_upload(), user=User.objects.get_or_create(username="clerk")[0], purpose="commitment:1")


def grown_old(path):
    """As if stored two days ago."""
    long_ago = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(default_storage.path(path), (long_ago, long_ago))
