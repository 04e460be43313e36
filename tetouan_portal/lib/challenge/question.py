"""For readers without scripts: a question that anybody answers, in words, in the reader's language."""

import random
import secrets
import time
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from django.core import signing
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from tetouan_portal.lib.challenge.once import spend
from tetouan_portal.lib.challenge.proof import VALID_FOR
from tetouan_portal.lib.challenge.refusal import refusal

SALT = "challenge.question"
LONGEST = 600  # characters of a token: ours have about a hundred and fifty
WORDS = (
    pgettext_lazy("number in words", "zero"),
    pgettext_lazy("number in words", "one"),
    pgettext_lazy("number in words", "two"),
    pgettext_lazy("number in words", "three"),
    pgettext_lazy("number in words", "four"),
    pgettext_lazy("number in words", "five"),
    pgettext_lazy("number in words", "six"),
    pgettext_lazy("number in words", "seven"),
    pgettext_lazy("number in words", "eight"),
    pgettext_lazy("number in words", "nine"),
    pgettext_lazy("number in words", "ten"),
    pgettext_lazy("number in words", "eleven"),
    pgettext_lazy("number in words", "twelve"),
    pgettext_lazy("number in words", "thirteen"),
    pgettext_lazy("number in words", "fourteen"),
    pgettext_lazy("number in words", "fifteen"),
    pgettext_lazy("number in words", "sixteen"),
    pgettext_lazy("number in words", "seventeen"),
    pgettext_lazy("number in words", "eighteen"),
    pgettext_lazy("number in words", "nineteen"),
    pgettext_lazy("number in words", "twenty"),
)
LAST = 20


class Question(NamedTuple):
    sentence: str
    answer: int


def words() -> list[str]:
    """Zero to twenty, in the language at hand."""
    return [str(word) for word in WORDS]


def sum_of(chance: random.Random) -> Question:
    first, second = chance.randint(1, 10), chance.randint(1, 10)
    sentence = _("How much is %(first)s plus %(second)s?")
    return Question(sentence % {"first": words()[first], "second": words()[second]}, first + second)


def difference(chance: random.Random) -> Question:
    first = chance.randint(4, LAST)
    second = chance.randint(1, 3)
    sentence = _("How much is %(first)s minus %(second)s?")
    return Question(sentence % {"first": words()[first], "second": words()[second]}, first - second)


def largest(chance: random.Random) -> Question:
    numbers = chance.sample(range(1, LAST + 1), 3)
    first, second, third = (words()[number] for number in numbers)
    sentence = _("Which number is the largest: %(first)s, %(second)s or %(third)s?")
    return Question(sentence % {"first": first, "second": second, "third": third}, max(numbers))


def smallest(chance: random.Random) -> Question:
    numbers = chance.sample(range(1, LAST + 1), 3)
    first, second, third = (words()[number] for number in numbers)
    sentence = _("Which number is the smallest: %(first)s, %(second)s or %(third)s?")
    return Question(sentence % {"first": first, "second": second, "third": third}, min(numbers))


def following(chance: random.Random) -> Question:
    number = chance.randint(1, LAST - 1)
    return Question(_("Which number comes right after %(number)s?") % {"number": words()[number]}, number + 1)


KINDS: tuple[Callable[[random.Random], Question], ...] = (sum_of, difference, largest, smallest, following)


def question_of(nonce: str) -> Question:
    """The same for the same nonce; only we know which."""
    chance = random.Random(salted_hmac(SALT, nonce, algorithm="sha256").digest())  # noqa: S311 -- seeded by a secret
    return chance.choice(KINDS)(chance)


def new_token(purpose: str) -> str:
    return signing.dumps([secrets.token_urlsafe(9), purpose, int(time.time())], salt=SALT)


def open_token(token: str, purpose: str) -> tuple[str, int]:
    """Its nonce and age in seconds. Raises ValidationError."""
    if len(token) > LONGEST:
        raise refusal("invalid")
    try:
        nonce, meant_for, made_at = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise refusal("invalid") from error
    age = int(time.time()) - made_at
    if meant_for != purpose:
        raise refusal("invalid")
    if age > VALID_FOR:
        raise refusal("expired")
    return nonce, age


def check(token: str, answer: str, purpose: str, wait: int) -> None:
    """Raises ValidationError. Each question is good for one try, except that who was too quick may try again."""
    if not answer.strip():
        raise refusal("missing")
    nonce, age = open_token(token, purpose)
    if age < wait:
        raise refusal("early")
    if not spend(nonce, seconds=VALID_FOR + 60):
        raise refusal("used")
    if number_in(answer) != question_of(nonce).answer:
        raise refusal("wrong")


def number_in(answer: str) -> int | None:
    """Written in the digits of any script, or as a word of one of the portal's languages."""
    plain = simplify(answer)
    if plain.isdecimal():
        return int(plain) if len(plain) < 5 else None
    for language in ("ar", "fr", "es"):
        with translation.override(language):
            spoken = [simplify(word) for word in words()]
        if plain in spoken:
            return spoken.index(plain)
    return None


def simplify(text: str) -> str:
    """Without case, accents, vowel marks, blanks around, a final full stop, and which form an alif or ta has."""
    letters = unicodedata.normalize("NFKD", text.strip(" .\u200e\u200f\u00a0").casefold())
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(letters.replace("ى", "ي").replace("ة", "ه").replace("-", " ").split())
