"""Files made to deceive, to act or to exhaust: each is refused with its reason, quickly and quietly."""

import time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from tests.tetouan_portal.lib.hostile_files import FILES
from tetouan_portal.lib import uploads
from tetouan_portal.lib.inspection.limits import WAIT

LIMIT = 10 * 1024 * 1024


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_with_its_reason_and_nothing_is_logged(name, caplog):
    build, code = FILES[name]
    content = build()
    assert len(content) <= LIMIT
    begun = time.monotonic()
    with pytest.raises(ValidationError) as refusal:
        uploads.accept(SimpleUploadedFile("proof.pdf", content), max_bytes=LIMIT)
    assert refusal.value.code == code
    assert time.monotonic() - begun < WAIT
    assert caplog.records == []
    with translation.override(None):
        assert all("%(" not in sentence for sentence in refusal.value.messages)
