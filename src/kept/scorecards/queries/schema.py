"""What the fact tables hold, in words: the page docs/reference/facts.md."""

from __future__ import annotations

from collections.abc import Iterator

from kept.kernel.facts import FACTS, FactTable

INTRODUCTION = """\
# Fact tables

What can be counted. Each table is a projection of rows, written to Parquet by the month in which a record
began: `data/facts/<table>/month=YYYY-MM/part.parquet`.
[How they are written and checked](../how-to/facts.md).

Moments are UTC without a zone, days are those of the company's zone. Ids are those of the database. A
derived column is not in the file: it is worked out when the table is read, for the moment up to which the
figures know what happened.

This page is what `kept facts schema` prints; a test compares the two.
"""


def schema_text() -> str:
    return "\n".join([INTRODUCTION, *(line for _, table in sorted(FACTS.items()) for line in _lines(table))])


def _lines(table: FactTable) -> Iterator[str]:
    yield f"## {table.name}\n"
    yield f"{table.means} The month of `{table.created}` decides the file.\n"
    yield "| column | type | meaning |\n|---|---|---|"
    for column in table.columns:
        yield f"| `{column.name}` | {column.kind} | {column.means} |"
    for derived in table.derived:
        yield f"| `{derived.name}` | {derived.kind} | {derived.means} (derived) |"
    yield ""
