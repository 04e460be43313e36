"""Whether a word of a text may be a name that somebody gave: other spellings, the other script."""

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u064b-\u065f\u0670\u0640])*")
ARABIC = re.compile(r"[\u0600-\u06ff]")
AS_TYPED = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ـ": "", "ء": ""}
)
BEFORE_NOUNS = re.compile(r"[وف]?[بكل]?(?:ال|ل)?(?=...)")  # what grammar puts before a noun
SERVANT = re.compile(r"عبد\s?ال")  # عبد القادر is Abdelkader: one word in the other script
SHORTEST_NAME = 3  # letters: “El” and “Ben” alone would be found everywhere
FEWEST_CONSONANTS = {"other script": 2, "other spelling": 3}

# Latin letters as names are written with them in Morocco, one sign a sound; vowels stay as they are.
GROUPS = (
    ("ch", "S"),
    ("sh", "S"),
    ("kh", "h"),
    ("gh", "g"),
    ("dj", "j"),
    ("dh", "d"),
    ("th", "t"),
    ("qu", "k"),
    ("x", "ks"),
)
LATIN_SOUNDS = str.maketrans({"c": "k", "q": "k", "p": "b", "v": "f", "ñ": "n"})
VOWELS = "aeiouyw"
ARABIC_SOUNDS = {
    **dict.fromkeys("حخ", "h"),
    "ه": "h?",
    "ا": f"[ae][{VOWELS}]*",
    "و": "[ouw]",
    "ي": "[iye]",
    "ع": "",
    "ث": "[ts]",
    **dict.fromkeys("سص", "s"),
    **dict.fromkeys("دذضظ", "d"),
    **dict.fromkeys("تط", "t"),
    **dict.fromkeys("كقڭگ", "[kg]"),
    "ب": "b",
    "ج": "[jg]",
    "ر": "r",
    "ز": "z",
    "ش": "S",
    "غ": "g",
    "ف": "f",
    "ڤ": "f",
    "ل": "l",
    "م": "m",
    "ن": "n",
}
HARD = set("حخثسصدذضظتطكقڭگبجرزشغفڤلمن")


def fold(text: str) -> str:
    """Without case, accents and vowel signs; alefs, ta marbuta and alef maqsura as most people type them."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return bare.translate(AS_TYPED)


def may_be(word: str, name: str) -> bool:
    """Whether a word (or عبد with its second half) may be this part of a name."""
    return matches(fold(word), fold(name))


@lru_cache(maxsize=4096)
def matches(word: str, name: str) -> bool:
    if min(len(word), len(name)) < SHORTEST_NAME:
        return False
    if ARABIC.search(word):
        forms = {word, BEFORE_NOUNS.sub("", word, count=1)}
        if ARABIC.search(name):
            return bool(forms & {name, name.removeprefix("ال")})
        return any(sounds_like(form, name) for form in forms)
    if ARABIC.search(name):
        return sounds_like(name.removeprefix("ال"), word)
    return word == name or spelled_alike(word, name)


def sounds_like(arabic: str, latin: str) -> bool:
    """Long vowels that Arabic writes are there in the other script; short ones may be anything."""
    if sum(letter in HARD for letter in arabic) < FEWEST_CONSONANTS["other script"]:
        return False
    return bool(heard(arabic).fullmatch(sounds(latin)))


@lru_cache(maxsize=1024)
def heard(arabic: str) -> re.Pattern[str]:
    letters = SERVANT.sub("عبد\N{ZERO WIDTH JOINER}", arabic)  # its ل is often heard as the next letter
    parts = []
    for place, letter in enumerate(letters):
        if letter == "\N{ZERO WIDTH JOINER}":
            parts.append("l?")
        elif letter == "ا" and not place:
            continue  # أ may be any vowel at the beginning
        else:
            sound = ARABIC_SOUNDS.get(letter, "")
            parts.append(f"(?:{sound})+" if letter in HARD else sound)
    between = f"[{VOWELS}]*"
    return re.compile(between + between.join(parts) + f"{between}h?")


def sounds(latin: str) -> str:
    for letters, sound in GROUPS:
        latin = latin.replace(letters, sound)
    return latin.translate(LATIN_SOUNDS)


def spelled_alike(word: str, name: str) -> bool:
    """Mohammed, Mohamed: the same consonants in the same order."""
    first, second = consonants(word), consonants(name)
    return first == second and len(first) >= FEWEST_CONSONANTS["other spelling"]


def consonants(latin: str) -> str:
    hard = re.sub(f"[{VOWELS}]", "", sounds(latin))
    return re.sub(r"(.)\1+", r"\1", hard)
