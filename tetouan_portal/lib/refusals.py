"""What the database refuses, as a sentence: a rule that a form did not know of, or that two broke at one moment."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

NOT_NULL, OF_ANOTHER, TWICE = "23502", "23503", "23505"  # SQLSTATE
ONE_SIDE = _("Whoever speaks for an independent institution speaks for no other.")
# Of rules that stand in triggers, by the name that these give.
IN_TRIGGERS: Mapping[str, Any] = {
    "one_side_alone": ONE_SIDE,
    "independence_is_kept": _(
        "People speak for this institution: it neither becomes independent nor ceases to be while they do."
    ),
}
TOGETHER = _("These do not go together, or are not whole: %(fields)s.")
MISSING = _("Something is missing: %(field)s.")
TAKEN = _("There is another one already that is the same in this: %(fields)s.")
NEEDED = _("Something that belongs to it was deleted meanwhile, or still needs it.")
HELD = _(
    "This was not saved: what was published, declared final or decided is not rewritten or deleted in this form, it"
    " changes by an act of its own."
)


class BrokenRuleError(ValidationError):
    """Nothing of what was to be saved is saved."""


@contextmanager
def in_words() -> Iterator[None]:
    """A transaction; what it must keep at its end it must keep here. Raises BrokenRuleError."""
    try:
        with transaction.atomic():
            yield
            connection.check_constraints()
    except IntegrityError as error:
        raise BrokenRuleError(sentence_of(error), code="broken_rule") from error


def sentence_of(error: IntegrityError) -> str:
    said = getattr(error.__cause__, "diag", None)
    name, state = getattr(said, "constraint_name", "") or "", getattr(said, "sqlstate", "")
    if name in IN_TRIGGERS:
        return str(IN_TRIGGERS[name])
    model = model_of(getattr(said, "table_name", "") or "")
    if model is not None:
        if constraint := next((one for one in model._meta.constraints if one.name == name), None):
            return sentence_of_constraint(model, constraint)
        if state == TWICE:
            return taken(model, columns_of(name))
        if state == NOT_NULL:
            return MISSING % {"field": label(model, said.column_name)}  # type: ignore[union-attr]
    return str(NEEDED if state == OF_ANOTHER else HELD)


def sentence_of_constraint(model: type[models.Model], constraint: Any) -> str:
    """Its own; else which fields it is about."""
    if has_own_words(constraint):
        return constraint.get_violation_error_message() % {"name": constraint.name}
    if isinstance(constraint, models.UniqueConstraint):
        return taken(model, constraint.fields)
    names = dict.fromkeys(name for name, _value in flat(constraint.condition))
    return TOGETHER % {"fields": gettext(", ").join(dict.fromkeys(label(model, name) for name in names))}


def in_own_words(error: ValidationError, model: type[models.Model]) -> ValidationError:
    """Of what the model's rules refuse: a sentence also for those that have none."""
    wordless: dict[str, Any] = {
        str(one.get_violation_error_message()): one for one in model._meta.constraints if not has_own_words(one)
    }

    def worded(one: ValidationError) -> ValidationError:
        constraint = wordless.get(str(one.message))
        return ValidationError(sentence_of_constraint(model, constraint), code=constraint.name) if constraint else one

    return ValidationError({field: [worded(one) for one in errors] for field, errors in error.error_dict.items()})


def has_own_words(constraint: Any) -> bool:
    return constraint.violation_error_message != constraint.default_violation_error_message


def flat(condition: Any) -> Iterator[tuple[str, Any]]:
    """The leaves of a Q."""
    for child in condition.children:
        if isinstance(child, tuple):
            yield child
        elif isinstance(child, models.Q):
            yield from flat(child)


def taken(model: type[models.Model], fields: Any) -> str:
    return TAKEN % {"fields": gettext(", ").join(label(model, name) for name in fields)}


def label(model: type[models.Model], name: str) -> str:
    """Of a field, its column or a look-up of it."""
    for field in model._meta.concrete_fields:
        if name in {field.name, field.column} or name.split("__", maxsplit=1)[0] == field.name:
            return str(field.verbose_name)
    return name


def model_of(table: str) -> type[models.Model] | None:
    return next((model for model in apps.get_models() if model._meta.db_table == table), None)


def columns_of(index: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select attname from pg_attribute join pg_class on pg_class.oid = attrelid where relname = %s"
            " order by attnum",
            [index],
        )
        return [name for (name,) in cursor.fetchall()]
