"""The everyday words by which every search understands what is typed; the SQL stands in
`tetouan_portal/migrations/0011_synonyms.py`.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.search import AnyOfThese, Words, kept_query, parts_of


class Synonym(models.Model):
    """A word that people type, and the words by which the portal's texts call the same thing.

    Compared as texts are searched: without accents, endings or the forms of a letter; in any language.
    """

    word = models.CharField(
        _("what people type"), max_length=60, unique=True, help_text=_("One word or a few, in any of the languages.")
    )
    means = models.CharField(
        _("what the texts say"),
        max_length=300,
        help_text=_("Separated by commas, in all three languages: searching for the word finds these too."),
    )
    word_ar = kept_query(Words(Value("ar"), "word"))
    word_fr = kept_query(Words(Value("fr"), "word"))
    word_es = kept_query(Words(Value("es"), "word"))
    meaning = kept_query(AnyOfThese("means"))

    class Meta:
        verbose_name = _("word of everyday language")
        verbose_name_plural = _("words of everyday language")
        ordering = ["word"]
        constraints = [
            models.CheckConstraint(
                name="synonym_means_something",
                condition=~Q(word="") & ~Q(means=""),
                violation_error_message=_("Write the word, and what the texts say for it."),
            ),
        ]

    def __str__(self):
        return self.word

    def clean(self):
        if self.means and not parts_of(self.means):
            sentence = _("Write the word, and what the texts say for it.")
            raise ValidationError({"means": ValidationError(sentence, code="means_nothing")})
