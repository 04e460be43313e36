"""What in a text may point to a person, before the text is published. It helps a reader's eye and replaces none."""

import itertools
import re
from collections.abc import Iterable, Iterator

from participation.models import Contact
from participation.privacy.given_names import persons_named
from participation.privacy.identity_numbers import NUMBER
from participation.privacy.names_alike import SHORTEST_NAME, WORD, fold, may_be
from tetouan_portal.lib.encryption import readable
from tetouan_portal.lib.numbers import western_digits

AT, DOT = (
    r"\s*(?:@|[\[({]\s*(?:at|arobase|arroba|chez|@)\s*[\])}]|\s(?:at|arobase|arroba)\s)\s*",
    r"(?:\.|\s*[\[({](?:dot|point|punto)[\])}]\s*)",
)
EMAIL = re.compile(rf"[\w.+-]+{AT}[\w-]+(?:{DOT}[A-Za-z][\w-]+)+", re.IGNORECASE)
GAP = r"[\s./-]?"
PHONES = re.compile(
    rf"(?<![\d-])(?:(?:\+|00)\s?212{GAP}(?:\(0\){GAP})?|212{GAP}|0)[5-8](?:{GAP}\d){{8}}(?![\d-])"  # of Morocco
    rf"|(?<!\w)(?:\+|00)[1-9](?:{GAP}\(?\d\)?){{7,14}}(?!\d)"  # of any other country
)
ACCOUNT = re.compile(r"(?<!\d)(?:MA\d{2}\s?)?\d(?:[\s-]?\d){23}(?!\d)", re.IGNORECASE)
PLATE = re.compile(
    r"(?<![\w-])\d{1,5}\s?[|/-]\s?(?:[A-Z]|[\u0621-\u064a])\s?[|/-]\s?\d{1,2}(?![\w-])|(?<!\w)\d{1,5}\s[أبدهوطي]\s\d{1,2}(?!\w)"
)
PROFILE = re.compile(
    r"(?:https?://)?(?:www\.|m\.)?(?:facebook|fb|instagram|tiktok|twitter|x|linkedin|youtube|snapchat)\.com/[\w.@/?=-]+"
    r"|(?:https?://)?(?:wa\.me|t\.me)/[\w+]+|(?<![\w.])@[A-Za-z_][\w.]{2,}",
    re.IGNORECASE,
)
TITLED = re.compile(
    r"\b(?:M\.|MM\.|Mr\.?|Mme|Mlle|Me|Dr\.?|Monsieur|Madame|Mademoiselle|Maître|Sr\.|Sra\.|Señora?|Don|Doña|Hajj|Hajja|"
    r"السيدة|السيد|الآنسة|الأستاذة|الأستاذ|الدكتورة|الدكتور|الحاجة|الحاج|سي|لالة)\s+[^\W\d_]{2,}"
)
PATTERNS = (EMAIL, PROFILE, ACCOUNT, PHONES, NUMBER, PLATE, TITLED)
MARK = re.compile(r"\w+")
ADDRESS_PART = 0.7  # of the words of an address: so many close together are that address
COMMON = {
    fold(word)
    for word in (
        "rue",
        "avenue",
        "av",
        "bd",
        "boulevard",
        "de",
        "du",
        "la",
        "le",
        "el",
        "al",
        "زنقة",
        "شارع",
        "حي",
        "calle",
    )
}


def personal_words(texts: Iterable[str], contact: Contact | None) -> list[str]:
    """Addresses, numbers of telephones, identity cards, accounts and cars, profiles, names of persons with a title or
    a usual given name, and what the author gave as contact; each once, as it is written.
    """
    found: dict[str, None] = {}
    for text in texts:
        plain = western_digits(text)
        for pattern in PATTERNS:
            found.update((match[0].strip(), None) for match in pattern.finditer(plain))
        found.update((person, None) for person in persons_named(plain))
        found.update((word, None) for word in names_of(contact, plain))
        found.update((words, None) for words in address_of(contact, plain))
    return list(found)


def names_of(contact: Contact | None, text: str) -> Iterator[str]:
    """The words of the author's name that the text repeats, in whatever spelling or script."""
    if contact is None:
        return
    names, words = WORD.findall(readable(contact).get("name", "")), WORD.findall(text)
    whole = [*(name for name in names if len(name) >= SHORTEST_NAME), *join_words(names)]
    for word in dict.fromkeys([*words, *join_words(words)]):
        if any(may_be(word, name) for name in whole):
            yield word


def join_words(words: list[str]) -> list[str]:
    """عبد القادر: two words of one script, one of the other."""
    return [f"{first} {second}" for first, second in itertools.pairwise(words) if fold(first) in {"عبد", "abd"}]


def address_of(contact: Contact | None, text: str) -> Iterator[str]:
    """The passage in which most of the author's address stands, however it is laid out."""
    if contact is None:
        return
    address = western_digits(readable(contact).get("postal_address", ""))
    wanted = {fold(word) for word in MARK.findall(address)} - COMMON
    if len(wanted) < 2:  # one word alone is the name of the town
        return
    marks = list(MARK.finditer(text))
    needed, reach = max(2, round(len(wanted) * ADDRESS_PART)), len(wanted) + len(COMMON)
    for start, mark in enumerate(marks):
        if fold(mark[0]) not in wanted:
            continue
        near = [one for one in marks[start : start + reach] if fold(one[0]) in wanted]
        if len({fold(one[0]) for one in near}) >= needed and any(one[0].isdigit() for one in near):
            yield text[mark.start() : near[-1].end()]
            return
