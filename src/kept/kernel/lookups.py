"""`field__among=values`: `in` for very many values, which PostgreSQL gets as one array."""

from __future__ import annotations

from typing import Any

from django.db.models import Field, ForeignKey
from django.db.models.lookups import In

from .columns import array_of, type_of


@ForeignKey.register_lookup
@Field.register_lookup
class Among(In):
    lookup_name = "among"

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        field = self.lhs.output_field
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s::{type_of(field)}[])", [*parameters, array_of(field, list(self.rhs))]
