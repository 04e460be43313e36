import io

import pytest
from django.core.checks import run_checks
from PIL import Image

from tetouan_portal.lib.logo import logo

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 80"><script>alert(1)</script></svg>'


def png(width, height):
    file = io.BytesIO()
    Image.new("RGB", (width, height)).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def given(settings, tmp_path):
    def put(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        settings.LOGO_FILE = str(path)

    return put


@pytest.mark.django_db
def test_without_an_emblem_the_portal_shows_its_own_mark(client):
    page = client.get("/fr/about/").text
    assert "site-mark" in page
    assert "site-logo" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "width", "content_type"),
    [(("arms.svg", SVG), 30, "image/svg+xml"), (("arms.PNG", png(300, 200)), 60, "image/png")],
)
def test_the_emblem_takes_the_place_of_the_mark(client, given, file, width, content_type):
    given(*file)
    page = client.get("/fr/about/").text
    assert f'<img class="site-logo" src="/{logo().name}" width="{width}" height="40"' in page
    assert "site-mark" not in page
    response = client.get(f"/{logo().name}")
    assert (response.content, response["Content-Type"]) == (file[1], content_type)
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "immutable" in response["Cache-Control"]


@pytest.mark.django_db
def test_only_the_emblem_in_force_is_served(client, given):
    assert client.get("/logo.0123456789ab.svg").status_code == 404
    given("arms.svg", SVG)
    assert client.get("/logo.0123456789ab.svg").status_code == 404


@pytest.mark.django_db  # the checks of models ask which PostgreSQL it is
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("arms.gif", b"GIF89a", "SVG, PNG or WebP"),
        ("arms.png", SVG, "not a picture"),
        ("arms.svg", b"<svg/>", "without a viewBox"),
        ("arms.svg", b'<svg viewBox="0 0 10 0"/>', "without a viewBox"),
        ("arms.webp", b"x" * 200_001, "larger than 200 KB"),
    ],
)
def test_what_cannot_be_shown_is_said_before_the_portal_starts(given, name, content, sentence):
    given(name, content)
    assert [error.id for error in run_checks() if sentence in error.msg] == ["tetouan_portal.E001"]


@pytest.mark.django_db
def test_a_missing_file_is_said_too(settings, tmp_path):
    settings.LOGO_FILE = str(tmp_path / "nothing.svg")
    assert any("cannot be read" in error.msg for error in run_checks())
