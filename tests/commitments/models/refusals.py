"""A rule of the data, and its two guards: the form's sentence and the database's refusal."""

from typing import NamedTuple

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext

from tests.refusals import errors_in, reasons_of

BEFORE_IT = ("invalid_choice", "unique_together")  # what a form says before it comes to a constraint without words


class Rule(NamedTuple):
    constraint: str
    factory: type
    breach: dict  # what turns a good row into a bad one
    sentence: str = ""  # what the form says; "" where the list of choices already stops it
    good: dict = {}
    beside: dict | None = None  # a first row beside it; "first.x" in the breach repeats its x


def breach_of(rule):
    first = None if rule.beside is None else rule.factory(**rule.beside)
    return {
        name: getattr(first, value.removeprefix("first.")) if str(value).startswith("first.") else value
        for name, value in rule.breach.items()
    }


def the_form_refuses(rule):
    """full_clean() refuses the row, with the rule's own sentence in each language of the portal."""
    breach = breach_of(rule)
    row = rule.factory(**rule.good)
    row.full_clean()
    for name, value in breach.items():
        setattr(row, name, value)
    for language in ("ar", "fr", "es"):
        with translation.override(language):
            with pytest.raises(ValidationError) as refusal:
                row.full_clean()
            messages = refusal.value.messages
            assert all(messages)
            reasons = set().union(*map(reasons_of, errors_in(refusal.value)))
            assert gettext(rule.sentence) in messages if rule.sentence else reasons & {rule.constraint, *BEFORE_IT}


def the_database_refuses_to_insert(rule):
    values = {**rule.good, **breach_of(rule)}
    with pytest.raises(IntegrityError, match=rule.constraint), transaction.atomic():
        rule.factory(**values)


def the_database_refuses_to_update(rule):
    breach = breach_of(rule)
    row = rule.factory(**rule.good)
    rows = rule.factory._meta.model._base_manager.filter(pk=row.pk)
    with pytest.raises(IntegrityError, match=rule.constraint), transaction.atomic():
        rows.update(**breach)


def named(rules):
    """The rules as parameters; texts left empty are tried as "" and, in the same columns, as null."""
    parameters = []
    for rule in rules:
        parameters.append(pytest.param(rule, id=rule.constraint))
        if (nulls := null_in(rule.breach)) != rule.breach:
            parameters.append(pytest.param(rule._replace(breach=nulls), id=f"{rule.constraint}-null"))
    return parameters


def null_in(breach):
    return {
        name: None if value == "" and name.endswith(("_ar", "_fr", "_es")) else value for name, value in breach.items()
    }


def nothing_in(field, empty=""):
    return {f"{field}_{code}": empty for code in ("ar", "fr", "es")}
