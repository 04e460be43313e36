"""Answer templates: what stands in braces is filled in from the case, in the language of the text."""

import re

from django.utils import translation

from participation.law.explanations import ISOLATED, in_words
from participation.models import AnswerTemplate, Case
from participation.models.lists import Listed
from tetouan_portal.lib.languages import best_text, direction, texts

PLACEHOLDERS = ("{reference}", "{due_on}", "{category}", "{district}")
IN_BRACES = re.compile(r"\{[^{}\n]{0,40}\}|[{}]")  # a brace without its other one stands for itself


def unknown_placeholders(text: str) -> list[str]:
    """What stands in braces and cannot be filled in, each once, in order; a brace without its other one too."""
    return [found for found in dict.fromkeys(IN_BRACES.findall(text)) if found not in PLACEHOLDERS]


def fill(template: AnswerTemplate, case: Case) -> str:
    """The text in the language of the case, or in another that it has: all that is filled in is in that language."""
    text, language = best_text(texts(template, "text"), case.language)
    known = values(case, language)
    return IN_BRACES.sub(lambda found: known.get(found[0], found[0]), text)


def values(case: Case, language: str) -> dict[str, str]:
    """By placeholder; "" for what the case does not have."""
    # Beside Arabic letters the two numbers of a reference would change places.
    reference = ISOLATED.format(case.reference) if direction(language) == "rtl" else case.reference
    with translation.override(language):
        due_on = in_words(case.due_on)
    return dict(
        zip(
            PLACEHOLDERS,
            (reference, due_on, name_of(case.category, language), name_of(case.district, language)),
            strict=True,
        )
    )


def name_of(row: Listed | None, language: str) -> str:
    if row is None:
        return ""
    name, spoken = best_text(texts(row, "name"), language)
    return name if spoken == language else ISOLATED.format(name)
