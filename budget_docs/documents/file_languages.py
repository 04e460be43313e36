"""In which language a file probably is, from its name or its words; "" when neither tells."""

import re
import unicodedata

from budget_docs.models import FileLanguage

NAMES = {
    "ar": FileLanguage.ARABIC,
    "arabe": FileLanguage.ARABIC,
    "arabic": FileLanguage.ARABIC,
    "العربية": FileLanguage.ARABIC,
    "fr": FileLanguage.FRENCH,
    "francais": FileLanguage.FRENCH,
    "french": FileLanguage.FRENCH,
    "الفرنسية": FileLanguage.FRENCH,
    "es": FileLanguage.SPANISH,
    "espanol": FileLanguage.SPANISH,
    "bilingue": FileLanguage.BILINGUAL,
}
# Short words that one of the two languages uses all the time and the other never.
FRENCH = frozenset(
    ["les", "des", "du", "et", "aux", "dans", "pour", "est", "une", "au", "par", "sur", "avec", "ce", "cette"]
)
SPANISH = frozenset("los las del y el una que por con al se su es lo".split())  # noqa: SIM905 -- as above
FEWEST_LETTERS = 40
FEWEST_WORDS = 3  # more of these short words on one side than on the other
READ = 60_000  # characters: enough to tell
SOME, MOST = 0.15, 0.85  # shares of Arabic letters


def of_name(name: str) -> str:
    """Of budget-2026_fr.pdf: fr; of budget-ar-fr.pdf: ar-fr."""
    stem = "".join(c for c in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(c))
    said = {NAMES[word] for word in re.split(r"[\W_]+", stem) if word in NAMES}
    if said == {FileLanguage.ARABIC, FileLanguage.FRENCH}:
        return FileLanguage.BILINGUAL
    return said.pop() if len(said) == 1 else ""


def of_text(text: str) -> str:
    text = text[:READ]
    letters = [c for c in text if c.isalpha()]
    if len(letters) < FEWEST_LETTERS:
        return ""
    share = sum("\u0600" <= c <= "\u06ff" for c in letters) / len(letters)
    if share > MOST:
        return FileLanguage.ARABIC
    latin = of_latin_words(text)
    if share < SOME:
        return latin
    return FileLanguage.BILINGUAL if latin == FileLanguage.FRENCH else ""


def of_latin_words(text: str) -> str:
    words = re.findall(r"[^\W\d_]+", text.lower())
    french, spanish = sum(word in FRENCH for word in words), sum(word in SPANISH for word in words)
    if abs(french - spanish) < FEWEST_WORDS:
        return ""
    return FileLanguage.FRENCH if french > spanish else FileLanguage.SPANISH
