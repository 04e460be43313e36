"""Words looked for in all that the public reads of a commitment: the promise, its parts, what was said and proven."""

from datetime import date
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchQuery
from django.db.models import DateField, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from commitments.models import (
    Amendment,
    Axis,
    Evidence,
    Indicator,
    Institution,
    Milestone,
    OgpValue,
    ProgressUpdate,
    Reading,
    Side,
    Statement,
    Theme,
)
from tetouan_portal.lib.languages import LANGUAGE_CODES, columns
from tetouan_portal.lib.search import understood, vector_of_columns

PLACES = 3  # named of each commitment; its page has all
TITLED = {"milestone", "indicator", "update", "evidence"}
DATED = {"amendment": "decided_on"} | dict.fromkeys(("reading", "update", "evidence", *Side.values), "dated_on")
FILED_UNDER = {"axis": (Axis, "title"), "themes": (Theme, "name"), "ogp_values": (OgpValue, "name")}
FILED_UNDER |= {"institutions": (Institution, "name")}
OF_MILESTONE = Coalesce("commitment_id", "milestone__commitment_id")
OF_AMENDMENT = Coalesce("commitment_id", "milestone__commitment_id", "indicator__commitment_id")
OF_EVIDENCE = Coalesce(
    *("statement__commitment_id", "statement__milestone__commitment_id", "milestone__commitment_id"),
    *("reading__indicator__commitment_id", "update__commitment_id"),
)


class Told(NamedTuple):
    """Which commitments hold every word in one place, and in which of their parts, when they do."""

    condition: Q
    places: dict[int, list[dict[str, Any]]]


def look(words: str, *, on: date) -> Told:
    """In two queries, however many commitments there are. Ask published commitments for `condition`.

    A place: {"kind", "text" in every language, "date" of what has one}.
    """
    query = understood(words)
    if query is None:
        return Told(Q(), {})
    places = places_of(query, on=on)
    condition = Q(search=query) | Q(ogp_id__istartswith=words) | Q(pk__in=list(places))
    for relation, (model, field) in FILED_UNDER.items():
        named = model._default_manager.annotate(words=vector_of_columns(field)).filter(words=query)
        condition |= Q(**{f"{relation}__in": named.values("pk")})
    return Told(condition, places)


def parts(query: SearchQuery, *, on: date) -> dict[str, QuerySet]:
    """{kind: rows that hold every word and that a reader may see on a day}; `owner`: their commitment."""
    statements = Statement.objects.released().filter(search=query, dated_on__lte=on).annotate(owner=OF_MILESTONE)
    news = ProgressUpdate.objects.standing().filter(search=query, dated_on__lte=on)
    evidence = Evidence.objects.live().filter(search=query, dated_on__lte=on)
    return {
        "milestone": Milestone.objects.filter(search=query).annotate(owner=F("commitment")),
        "indicator": Indicator.objects.filter(search=query).annotate(owner=F("commitment")),
        "reading": Reading.objects.filter(search=query, dated_on__lte=on).annotate(owner=F("indicator__commitment")),
        "update": news.annotate(owner=F("commitment")),
        "amendment": Amendment.objects.filter(search=query, decided_on__lte=on).annotate(owner=OF_AMENDMENT),
        "evidence": evidence.annotate(owner=OF_EVIDENCE),
        **{side: statements.by(side) for side in Side.values},
    }


def places_of(query: SearchQuery, *, on: date) -> dict[int, list[dict[str, Any]]]:
    """{commitment, published or not: where beside its own texts the words stand}, in one query."""
    rows = [place_rows(number, kind, rows) for number, (kind, rows) in enumerate(parts(query, on=on).items())]
    found: dict[int, list[dict[str, Any]]] = {}
    for owner, _number, kind, dated_on, *texts in rows[0].union(*rows[1:], all=True).order_by("nth", "-said_on"):
        places = found.setdefault(owner, [])
        if len(places) < PLACES:
            text = {code: told or "" for code, told in zip(LANGUAGE_CODES, texts, strict=True)}
            places.append({"kind": kind, "text": text, "date": dated_on})
    return found


def place_rows(number: int, kind: str, rows: Any) -> QuerySet:
    """What has a title is named by it, the rest by its day."""
    nothing = Cast(Value(""), TextField())
    texts = dict(zip(columns("text"), columns("title"), strict=True)) if kind in TITLED else {}
    said = {name: F(texts[name]) if texts else nothing for name in columns("text")}
    day = F(DATED[kind]) if kind in DATED else Cast(Value(None), DateField())
    told = rows.rewrite(False).order_by().annotate(nth=Value(number), sort=Value(kind), said_on=day, **said)
    return told.values_list("owner", "nth", "sort", "said_on", *said)
