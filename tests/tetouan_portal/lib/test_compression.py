import gzip

import pytest

pytestmark = pytest.mark.django_db
ASKED = {"Accept-Encoding": "gzip, br"}


@pytest.mark.parametrize("path", ["/fr/about/", "/fr/nothing/", "/sitemap.xml"])
def test_texts_travel_compressed(client, path):
    plain, compressed = client.get(path), client.get(path, headers=ASKED)
    assert compressed["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed.content) == plain.content
    assert "Accept-Encoding" in compressed["Vary"]
    assert len(compressed.content) < len(plain.content) / 2


def test_a_page_that_has_not_changed_is_not_sent_again(client):
    first = client.get("/fr/about/", headers=ASKED)
    again = client.get("/fr/about/", headers=ASKED | {"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
