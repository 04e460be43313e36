"""Published cases that resemble what somebody is about to send: perhaps the answer is there already."""

from functools import reduce
from operator import add, or_
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db.models import F, Q, QuerySet

from participation.models import Category, PublishedCase
from tetouan_portal.lib.search import TEXT_CONFIGS, AnyWordQuery, whole_words

MOST = 3


def any_word(text: str) -> list[AnyWordQuery]:
    """One query for each language. PostgreSQL has no text with NUL characters."""
    text = whole_words(" ".join(text.replace("\x00", " ").replace("'", " ").split()))
    return [AnyWordQuery(text, language) for language in TEXT_CONFIGS]


def rank(rows: QuerySet, text: str, *, beside: str = "", column: str = "search") -> QuerySet:
    """Those of the rows that hold some word of the text; the nearest to it, and to what stands beside it, first."""
    rank = reduce(add, (SearchRank(F(column), query) for query in any_word(f"{text} {beside}")))
    return holding_any(rows, text, column=column).annotate(rank=rank).order_by("-rank", "-pk")


def holding_any(rows: QuerySet, text: str, *, column: str = "search") -> QuerySet:
    return rows.filter(reduce(or_, (Q(**{column: query}) for query in any_word(text))))


def similar_cases(subject: str, text: str, category: Category | None) -> list[Any]:
    """A few public ones of the same category or of none; of all where none was chosen."""
    rows = PublishedCase.objects.live().select_related("case").defer("search")
    if category:
        rows = rows.filter(Q(case__category=category) | Q(case__category=None))
    return list(rank(rows, subject, beside=text)[:MOST])
