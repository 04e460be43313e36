"""What is larger than its door takes is refused before anything of it is read."""

import io

import pytest
from django.conf import settings
from django.contrib.auth.models import User

from tests import wsgi
from tetouan_portal.lib.body_size import ALL_FILES, STAFF_WORDS, WORDS, Files, most_bytes, takes_files

MULTIPART = "multipart/form-data; boundary=X"
HALF_A_GIGABYTE = 500 * 1024 * 1024
PHOTOS = WORDS + (settings.PHOTOS_MAX + 1) * settings.PHOTO_MAX_BYTES
DROPPED = STAFF_WORDS + ALL_FILES
DOORS = {  # what a stranger may send there at most
    "/fr/track/": WORDS,
    "/ar/accounts/login/": WORDS,
    "/es/accounts/second-factor/passkeys/enter/": WORDS,
    "/fr/participate/new/complaint/send/": WORDS,
    "/robots.txt": WORDS,
    "/fr/admin/commitments/commitment/add/": WORDS,
    "/fr/admin/budget_docs/publicationdate/1/files/": WORDS,
    "/fr/admin/budget_docs/lineimport/add/": WORDS,
    "/fr/admin/progress/commitment/1/": WORDS,
    "/fr/participate/new/complaint/": PHOTOS,
    "/es/track/case/reply/": PHOTOS,
}


class Endless(io.RawIOBase):
    """A form that goes on for ever; counts what is taken of it."""

    taken = 0

    def read(self, size=-1):
        assert size >= 0, "Everything was asked for."
        self.taken += size
        return b"x" * size

    readline = read


@pytest.fixture(autouse=True)
def _no_connection_is_looked_at():
    with wsgi.connections_left_alone():
        yield


def send(path, announced, body=None, **environ):
    """`body` is not to be read where it is None."""
    form = {"CONTENT_TYPE": MULTIPART, "CONTENT_LENGTH": str(announced), "wsgi.input": body or wsgi.Unread()}
    return wsgi.ask(path, "POST", **form, **environ)


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "most"), DOORS.items())
def test_a_stranger_is_refused_unread_above_what_the_door_takes(path, most):
    for announced in (most + 1, HALF_A_GIGABYTE, 10**18):
        assert send(path, announced).status == 413, announced
    assert send(path, most, io.BytesIO(b"--X--\r\n")).status != 413


@pytest.mark.django_db
def test_the_page_says_how_much_is_taken_and_what_to_do():
    page = send("/fr/track/", WORDS + 1).page
    assert "textes et fichiers compris\N{NO-BREAK SPACE}: 66\N{NO-BREAK SPACE}Ko au plus" in page
    assert "Revenez en arrière" in page
    assert ": 42\N{NO-BREAK SPACE}Mo au plus" in send("/fr/participate/new/complaint/", PHOTOS + 1).page
    assert '<html lang="ar" dir="rtl">' in send("/ar/track/", WORDS + 1).page


@pytest.mark.django_db
def test_no_more_is_ever_taken_than_was_announced():
    body = Endless()
    assert send("/fr/track/", WORDS, body).status in {400, 403}
    assert body.taken <= WORDS


@pytest.mark.django_db
def test_where_there_is_no_page_nothing_is_read():
    assert send("/fr/nowhere/", HALF_A_GIGABYTE).status == 404
    assert send("/static/css/base.css", HALF_A_GIGABYTE).status in {404, 405}


# --- staff -------------------------------------------------------------------------------


@pytest.fixture
def signed_in(client):
    client.force_login(User.objects.create_superuser("chief"))
    return {"HTTP_COOKIE": f"sessionid={client.cookies['sessionid'].value}"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/fr/admin/commitments/commitment/add/", STAFF_WORDS),
        ("/fr/admin/commitments/statement/add/", STAFF_WORDS + 11 * settings.EVIDENCE_MAX_BYTES),
        ("/fr/admin/commitments/statement/1/change/", STAFF_WORDS + 11 * settings.EVIDENCE_MAX_BYTES),
        ("/fr/admin/budget_docs/publicationdate/1/files/", DROPPED),
        ("/fr/track/", STAFF_WORDS),
    ],
)
def test_staff_may_write_long_texts_and_send_files_where_files_are_taken(signed_in, path, most):
    assert send(path, most + 1, **signed_in).status == 413
    assert send(path, most, io.BytesIO(b"--X--\r\n"), **signed_in).status != 413


@pytest.mark.django_db
def test_a_session_that_is_none_opens_no_larger_door(signed_in):
    forged = {"HTTP_COOKIE": "sessionid=" + "a" * 32}
    assert send("/fr/admin/budget_docs/publicationdate/1/files/", WORDS + 1, **forged).status == 413
    for closed in ({"is_active": False}, {"is_active": True, "is_staff": False}):
        User.objects.update(**closed)
        assert send("/fr/admin/budget_docs/publicationdate/1/files/", WORDS + 1, **signed_in).status == 413


def test_one_file_too_many_is_left_to_the_form_which_keeps_the_words(rf):
    @takes_files(3, 1000)
    def view(request):
        raise NotImplementedError

    assert view.takes_files == Files(3, 1000, staff_only=False)
    assert most_bytes(rf.post("/"), view) == WORDS + 4000


@pytest.mark.django_db
def test_django_s_own_limits_end_in_the_same_page(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    long = client.post("/fr/accounts/login/", {"login": "x" * 2000})
    assert (long.status_code, '<html lang="fr"' in long.text) == (413, True)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.DATA_UPLOAD_MAX_NUMBER_FILES = 10**6, 2
    files = [io.BytesIO(b"x") for _number in range(3)]
    assert client.post("/fr/participate/new/complaint/", {"photos": files}).status_code == 413
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    assert client.post("/fr/accounts/login/", {"a": "1", "b": "2", "c": "3"}).status_code == 400
