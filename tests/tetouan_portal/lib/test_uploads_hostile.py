"""Files made to deceive, to act or to exhaust: each is refused with its reason, quickly and quietly."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from tests.refusals import refused
from tests.tetouan_portal.lib.hostile_files import FILES, OTHER
from tetouan_portal.lib import uploads
from tetouan_portal.lib.inspection.contents import examine
from tetouan_portal.lib.inspection.limits import WAIT
from tetouan_portal.lib.inspection.refused import Refused

pytestmark = pytest.mark.usefixtures("inspected_apart")
LIMIT = 10 * 1024 * 1024
APART = {code: name for name, (_build, code) in FILES.items()}.values()  # one for each reason
EXHAUSTING = [name for name, (_build, code) in FILES.items() if code in {"bomb", "too_many_pixels", "too_many_pages"}]


@pytest.mark.parametrize("name", [name for name in FILES if name not in EXHAUSTING])
def test_a_hostile_file_is_refused_with_its_reason(name):
    build, code = FILES[name]
    with pytest.raises(Refused) as refusal:
        examine(build())
    assert refusal.value.code == code


@pytest.mark.matrix(2, "tetouan_portal/lib/inspection/", "tetouan_portal/lib/uploads.py")
@pytest.mark.parametrize("name", sorted({*APART, *EXHAUSTING}))
def test_the_person_who_uploads_reads_why_at_once_and_nothing_is_logged(name, caplog):
    build, code = FILES[name]
    content = build()
    assert len(content) <= LIMIT
    begun = time.monotonic()
    with refused(code) as refusal:
        uploads.accept(SimpleUploadedFile("proof.pdf", content), max_bytes=LIMIT)
    assert time.monotonic() - begun < WAIT
    assert {record.name for record in caplog.records} <= {"tetouan_portal.security"}  # that it was refused, and why
    with translation.override(None):
        assert all("%(" not in sentence for sentence in refusal.value.messages)


@pytest.mark.parametrize("name", ["proof.docx", "proof.jpg", "proof.txt", "proof"])
@pytest.mark.parametrize(("build", "code"), [OTHER["web page called .pdf"], OTHER["shell script"]])
def test_no_name_helps(build, code, name):
    with refused(code):
        uploads.accept(SimpleUploadedFile(name, build(), content_type="application/pdf"), max_bytes=LIMIT)
