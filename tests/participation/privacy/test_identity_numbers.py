import pytest

from participation.privacy.identity_numbers import looks_like_identity


@pytest.mark.parametrize(
    "text", ["AB123456", "ma carte L412345.", "رقم بطاقتي LB99887 شكرا", "(k01234)", "L 123456", "LC-123456", "L٤١٢٣٤٥"]
)
def test_the_number_of_an_identity_card_is_noticed(text):
    assert looks_like_identity(text)


@pytest.mark.parametrize(
    "text",
    [
        "en 2025",
        "RN13",
        "MATET0004",
        "2026-00042",
        "K7WQ2-9FXRM-4TZ8B",
        "A12345678",
        "0612345678",
        "B123",
        "BP 12345",
        "de 93000",
        "N 12345",
    ],
)
def test_other_codes_pass(text):
    assert looks_like_identity(text) == ""
