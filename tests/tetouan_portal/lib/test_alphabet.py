import random

import pytest

from tetouan_portal.lib.alphabet import alphabetical

ORDERS = {
    "hamza and alef are one letter": ["أجهزة", "إدارة", "الإدارة", "ألعاب", "بلدية"],
    "ta marbuta is a ha, alef maqsura a ya": ["تهيئة", "تو", "تي", "تيار"],
    "vowel signs and kashida count for nothing": ["مَجلس", "مـجلسي", "محكمة"],
    "French accents do not part words": ["eau", "école", "égout", "équité", "état", "œuvre", "organe"],
    "Spanish eñe comes after n": ["canto", "cantor", "caña", "cañón", "caos"],
    "capitals are small letters": ["associations", "Budget", "communication", "Œuvres", "travaux"],
    "numbers come first": ["2023", "a", "ا"],
}


@pytest.mark.parametrize("names", ORDERS.values(), ids=ORDERS)
def test_names_stand_in_the_order_of_their_alphabet(names):
    shuffled = names[:]
    random.Random(7).shuffle(shuffled)
    assert sorted(shuffled, key=alphabetical) == names
