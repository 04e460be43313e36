"""What the web server reads of a request, before anybody knows who asks."""

import pytest
from django.conf import settings
from django.urls import reverse

from tetouan_portal.lib.body_size import ALL_FILES, STAFF_WORDS, WORDS, body_limit

SESSION = f"{settings.SESSION_COOKIE_NAME}=x"


def limit(path, cookie=""):
    return body_limit({"PATH_INFO": path, "HTTP_COOKIE": cookie})


def test_a_form_without_files_is_small():
    assert [limit(path) for path in ("/fr/track/", "/nowhere/", "/\xff/")] == [WORDS] * 3


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_a_door_that_takes_photos_takes_one_more_than_it_keeps_in_each_language(language):
    """Whatever language the server's own thread is in."""
    assert limit(f"/{language}/participate/new/complaint/") == WORDS + 5 * settings.PHOTO_MAX_BYTES


@pytest.mark.parametrize(("cookie", "most"), [("", WORDS), (SESSION, STAFF_WORDS + ALL_FILES)])
def test_a_door_of_staff_takes_files_where_somebody_may_have_signed_in(cookie, most):
    assert limit(reverse("admin:budget_docs_budgetdocument_files", args=[1]), cookie) == most


def test_staff_have_longer_texts():
    assert limit(reverse("admin:index"), SESSION) == STAFF_WORDS
