import pytest
from django.http import Http404
from django.test import RequestFactory

from tetouan_portal.lib import card_response as module
from tetouan_portal.lib.card_response import card_response
from tetouan_portal.lib.share_card import Words, version
from tetouan_portal.lib.share_card.card import Card

CARD = Card("fr", "Tétouan", Words("Publier le budget", "fr"))


def ask(query="", **headers):
    return card_response(RequestFactory().get(f"/fr/card.png{query}", headers=headers), CARD)


def test_a_picture_comes_with_its_version_as_etag():
    response = ask()
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response["ETag"] == f'"{version(CARD)}"'


def test_whoever_has_this_picture_gets_no_other_and_nothing_is_drawn(monkeypatch):
    monkeypatch.setattr(module, "png", None)
    response = ask(if_none_match=f'"{version(CARD)}"')
    assert (response.status_code, response.content) == (304, b"")
    assert response["ETag"] == f'"{version(CARD)}"'


def test_a_former_picture_is_replaced():
    assert ask(if_none_match='"former"').status_code == 200


@pytest.mark.parametrize(("query", "lifetime"), [("", 300), ("?v=former", 300), (f"?v={version(CARD)}", 31536000)])
def test_only_the_address_that_names_the_version_is_kept_for_good(query, lifetime):
    kept = ask(query)["Cache-Control"]
    assert f"max-age={lifetime}" in kept
    assert ("immutable" in kept) is (lifetime > 300)


def test_a_machine_that_cannot_join_arabic_letters_draws_nothing(monkeypatch):
    monkeypatch.setattr(module, "can_shape", lambda: False)
    with pytest.raises(Http404):
        ask()
