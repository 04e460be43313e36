import datetime

import pytest


@pytest.fixture
def today():
    """The fixed date on which the tests take place."""
    return datetime.date(2026, 6, 15)


@pytest.fixture(autouse=True)
def _temporary_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
