"""The words that an edition was printed with: where one has changed since, its page says what it was."""

from django.utils import translation

from commitments.models import CompletionLevel
from tetouan_portal.lib.languages import LANGUAGE_CODES

NOT_KEPT = {CompletionLevel.SUBSTANTIAL: {"ar": "مهم"}}  # the changed words of editions that keep none


def level_words() -> dict[str, dict[str, str]]:
    """{"substantial": {"ar": "متقدم", …}, …}, as they are today."""
    words: dict[str, dict[str, str]] = {level: {} for level in CompletionLevel.values}
    for code in LANGUAGE_CODES:
        with translation.override(code):
            for level in CompletionLevel:
                words[level][code] = str(level.label)
    return words


def former_words(snapshot: dict, language: str) -> list[dict[str, str]]:
    """[{"was", "now"}] of each level whose word in this language has changed since the snapshot was taken."""
    printed, today = snapshot.get("level_words", NOT_KEPT), level_words()
    return [
        {"was": was, "now": today[level][language]}
        for level in CompletionLevel.values
        if (was := printed.get(level, {}).get(language)) and was != today[level][language]
    ]
