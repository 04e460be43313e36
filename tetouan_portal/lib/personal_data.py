"""What a model holds about persons, declared beside its fields: the register for the data protection commission
(law 09-08) is made of these declarations, so that neither can forget the other.
"""

from collections.abc import Mapping
from typing import NamedTuple, cast

from django.apps import apps
from django.db.models import Field, Model
from django.utils.functional import Promise

type Words = str | Promise


class PersonalData(NamedTuple):
    fields: tuple[str, ...]
    whose: Words  # the persons
    purpose: Words
    seen_by: Words
    kept: Words  # for how long; a length that staff set is named: %(keep_contact)s
    called: str = ""  # the table, and below its fields, where a library's own names are no words for readers
    labels: tuple[str, ...] = ()


class Entry(NamedTuple):
    model: type[Model]
    fields: list[str]  # as people call them
    declared: PersonalData

    @property
    def name(self) -> str:
        return str(self.declared.called or self.model._meta.verbose_name_plural)

    def kept(self, lengths: Mapping[str, str]) -> str:
        return str(self.declared.kept) % lengths


DECLARED_FOR: dict[str, PersonalData] = {}  # of models that a library brings: "auth.User" → what we keep in it


def declare_for(label: str, declared: PersonalData) -> None:
    DECLARED_FOR[label] = declared


def declaration_of(model: type[Model]) -> PersonalData | None:
    return getattr(model, "personal_data", None) or DECLARED_FOR.get(model._meta.label)


def register() -> list[Entry]:
    """Every model that holds personal data: the last app, which citizens write in, comes first."""
    found = []
    for config in reversed(list(apps.get_app_configs())):
        for model in config.get_models():
            if declared := declaration_of(model):
                named = [cast("Field", model._meta.get_field(name)).verbose_name for name in declared.fields]
                labels = declared.labels or named
                found.append(Entry(model, [str(label) for label in labels], declared))
    return found
