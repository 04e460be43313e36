"""Trilingual PostgreSQL full text: one stored column over every language of each translated field.

Texts are normalised before stemming (hamza, alef, ta marbuta, tashkeel and kashida in Arabic;
accents in French and Spanish) by SQL functions: the folding of letters stands in
`tetouan_portal/migrations/0001_search_normalisers.py`, the search in `0011_synonyms.py`. What is typed also stands for
what the portal's texts say for it (`tetouan_portal.synonyms`).
"""

import functools
import operator
import re
from collections.abc import Sequence

from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import connection, models
from django.db.models import Expression, F, Func, Q, Value
from django.db.models.functions import Coalesce

TEXT_CONFIGS = {"ar": "arabic", "fr": "french", "es": "spanish"}
NORMALISERS = {"ar": "portal_ar_norm", "fr": "portal_fr_norm", "es": "portal_es_norm"}
SEARCH_TEXT_MAX = 200
BETWEEN_PARTS = re.compile(r"[,،;؛\n]+")


class Normalised(Func):
    """A text as `language` is searched in: normalised, in SQL."""

    output_field = models.TextField()

    def __init__(self, expression, language, **extra):
        super().__init__(expression, function=NORMALISERS[language], **extra)


class StoredVector(Func):
    """setweight(to_tsvector('config', normalised), 'A'), immutable, for a generated column."""

    output_field = SearchVectorField()
    template = "setweight(to_tsvector('%(config)s'::regconfig, %(expressions)s), '%(weight)s')"


def search_column(**weighted_fields):
    """A stored tsvector; weights from "A" (heaviest) to "D": `search_column(title="A", summary="B")`."""
    parts = [
        StoredVector(Normalised(Coalesce(F(f"{field}_{language}"), Value("")), language), config=config, weight=weight)
        for field, weight in weighted_fields.items()
        for language, config in TEXT_CONFIGS.items()
    ]
    return models.GeneratedField(expression=joined_vector(parts), output_field=SearchVectorField(), db_persist=True)


def joined_vector(parts: Sequence[Expression]) -> Expression:
    first, *rest = parts
    return functools.reduce(Concatenated, rest, first)


def vector_of_columns(field):
    """Every language of a translated field, put together while it is asked for: of lists that stay short."""
    return search_column(**{field: "A"}).expression


def words_column(*fields):
    """As `search_column`, of texts in whichever language somebody wrote them."""
    parts = [
        StoredVector(Normalised(Coalesce(F(field), Value("")), language), config=config, weight="D")
        for field in fields
        for language, config in TEXT_CONFIGS.items()
    ]
    vector = joined_vector(parts)
    return models.GeneratedField(expression=vector, output_field=SearchVectorField(), db_persist=True, editable=False)


class Concatenated(Func):
    output_field = SearchVectorField()
    template = "(%(expressions)s)"
    arg_joiner = " || "


class QueryField(models.Field):
    """A full text query as PostgreSQL keeps it: made and read in SQL alone."""

    def db_type(self, connection):
        return "tsquery"


class Words(Func):
    """`Words(Value("fr"), "word")`: the words of a column as a query in one language."""

    function = "portal_words"
    output_field = QueryField()


class AnyOfThese(Func):
    """Some part of a column that names several between commas, in whichever language."""

    function = "portal_any_of_these"
    output_field = QueryField()


class WordsQuery(SearchQuery):
    """Every word of a text, or what the texts say for it, in some language; asked once, not for each row.

    One of three letters or more is also the beginning of a longer word. The text must hold no quotation mark,
    which could break the query that is put together in SQL.
    """

    template = "(select portal_query(%(expressions)s))"


class Understood(SearchQuery):
    """A query that the database has put together already."""

    template = "%(expressions)s::tsquery"

    @property
    def stems(self):
        """The words that it looks for, as the database keeps them."""
        return set(re.findall(r"'([^']+)'", self.get_source_expressions()[-1].value))


class AnyWordQuery(SearchQuery):
    """Some word of a text in one language; words that say nothing by themselves are left out, as in any search."""

    template = "(select replace(portal_understood('%(language)s', %(expressions)s)::text, ' & ', ' | ')::tsquery)"

    def __init__(self, text, language):
        super().__init__(Value(text))
        self.extra["language"] = language


class Searchable(models.QuerySet):
    """A QuerySet over a model with a `search` column (see `search_column`)."""

    def search(self, text):
        """Rows that hold every word of `text`, in any language of the portal; all rows for an empty text."""
        return self.filter(holding(text, "search"))


def kept_query(expression):
    """A query that depends on columns of its row alone, kept with it."""
    return models.GeneratedField(expression=expression, output_field=QueryField(), db_persist=True)


def holding(text, column):
    """The condition that a vector column holds every word of `text`; an empty one for an empty text.

    The caller takes NUL characters away: PostgreSQL has no text with them.
    """
    text = whole_words(text.replace("'", " ").strip())
    return Q(**{column: WordsQuery(text)}) if text else Q()


def understood(text):
    """What `holding` looks for, asked for once by whoever looks in many places; None for no words."""
    text = whole_words(text.replace("'", " ").strip())
    if not text:
        return None
    with connection.cursor() as cursor:
        cursor.execute("select portal_query(%s)::text", [text])
        return Understood(Value(cursor.fetchone()[0]))


def vector_of(text, languages):
    """A text as the vector of the given languages: what `holding` searches in."""
    parts = [SearchVector(Normalised(Value(text), language), config=TEXT_CONFIGS[language]) for language in languages]
    return functools.reduce(operator.add, parts)


def places_of(texts, text):
    """Where those of the texts stand ({"ar": …, "fr": …, "es": …}) that hold every word, as `holding` asks a column."""
    text = whole_words(text.replace("'", " ").strip())
    if not text:
        return []
    columns = [[words.get(code) or "" for words in texts] for code in TEXT_CONFIGS]
    vector = " || ".join(
        f"to_tsvector('{config}'::regconfig, {NORMALISERS[code]}({code}))" for code, config in TEXT_CONFIGS.items()
    )
    table = ",".join(["%s::text[]"] * len(columns))
    with connection.cursor() as cursor:
        cursor.execute(
            f"select place - 1 from unnest({table}) with ordinality as told({','.join(TEXT_CONFIGS)},place)"  # noqa: S608 -- names of ours
            f" where ({vector}) @@ (select portal_query(%s)) order by place",
            [*columns, text],
        )
        return [place for (place,) in cursor.fetchall()]


def whole_words(text):
    """As many words as can be searched for; a single one that is too long is cut."""
    if len(text) <= SEARCH_TEXT_MAX:
        return text
    return text[:SEARCH_TEXT_MAX].rpartition(" ")[0] or text[:SEARCH_TEXT_MAX]


def parts_of(text):
    """What stands between commas."""
    return [part.strip() for part in BETWEEN_PARTS.split(text) if part.strip()]
