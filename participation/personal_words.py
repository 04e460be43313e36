"""What in a text may point to a person, before the text is published. It helps a reader's eye and replaces none."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from participation.identity import NUMBER
from participation.models import Contact
from tetouan_portal.lib.numbers import western_digits

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<!\d)(?:(?:\+|00)212[\s.-]?|0)[5-8](?:[\s.-]?\d){8}(?!\d)")
TITLED = re.compile(
    r"\b(?:M\.|MM\.|Mme|Mlle|Monsieur|Madame|Mademoiselle|Sr\.|Sra\.|Señora?|Don|Doña|السيدة|السيد|الآنسة|الأستاذة|الأستاذ)"
    r"\s+[^\W\d_]{2,}"
)
SHORTEST_NAME = 3  # letters: “El” and “Ben” alone would be found everywhere


def personal_words(texts: Iterable[str], contact: Contact | None) -> list[str]:
    """Addresses, telephone and identity numbers, titled names, and what the author gave as contact; each once."""
    found: dict[str, None] = {}
    for text in texts:
        plain = western_digits(text)
        for pattern in (EMAIL, PHONE, NUMBER, TITLED):
            found.update((match[0], None) for match in pattern.finditer(plain))
        found.update((word, None) for word in given_by(contact, plain))
    return list(found)


def given_by(contact: Contact | None, text: str) -> Iterator[str]:
    """The words of the author's name, and the author's address, that the text repeats."""
    if contact is None:
        return
    names = {folded(word) for word in re.findall(r"[^\W\d_]+", contact.name)}
    for word in re.findall(r"[^\W\d_]+", text):
        if len(word) >= SHORTEST_NAME and folded(word) in names:
            yield word
    address = contact.postal_address.strip()
    if address and folded(address) in folded(text):
        yield address


def folded(text: str) -> str:
    """Without case and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
