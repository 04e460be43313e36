"""What the database holds, for a walk that only looks: each table is fetched once, however many rows a file has."""

from collections.abc import Mapping
from typing import Any

from django.db import models

Row = models.Model
Index = dict[tuple[Any, ...], Row]


class Stored:
    def __init__(self) -> None:
        self.rows: dict[type[Row], list[Any]] = {}
        self.indexes: dict[tuple[type[Row], tuple[str, ...]], Index] = {}
        self.linked: set[tuple[type[Row], str]] = set()

    def of(self, model: type[Row]) -> list[Any]:
        if model not in self.rows:
            self.rows[model] = list(model._base_manager.order_by("pk"))
        return self.rows[model]

    def find(self, model: type[Row], key: Mapping[str, Any]) -> Any:
        """The row of this key, or None."""
        fields: list[Any] = [model._meta.get_field(name) for name in key]
        index = self.indexes.get((model, tuple(key)))
        if index is None:
            index = self.indexes[model, tuple(key)] = {}
            for row in self.of(model):
                index.setdefault(tuple(getattr(row, field.attname) for field in fields), row)
        wanted = zip(fields, key.values(), strict=True)
        return index.get(tuple(value.pk if field.is_relation else field.to_python(value) for field, value in wanted))

    def link(self, model: type[Row], name: str) -> None:
        """Fetch what a many-to-many field of all the rows points at."""
        if (model, name) not in self.linked:
            self.linked.add((model, name))
            models.prefetch_related_objects(self.of(model), name)
