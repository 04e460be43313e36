"""Files that a form holds until its author comes back."""

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile

from commitments import proof
from tests.factories.files import a_pdf
from tetouan_portal.lib import uploads


def an_upload(name="محضر.pdf"):
    return uploads.accept(SimpleUploadedFile(name, a_pdf()), max_bytes=10_000_000)


def kept(**values):
    return proof.keep(an_upload(), user=User.objects.get_or_create(username="clerk")[0], purpose="commitment:1")
