"""The small language of measures and indicators, read by sqlglot and nothing else.

A measure is one aggregate over the columns of one fact table. An indicator is arithmetic over measures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, DivisionByZero, InvalidOperation
from functools import lru_cache
from typing import Any, Final

import sqlglot
from sqlglot import errors
from sqlglot import expressions as e

DIALECT: Final = "duckdb"
AGGREGATES: Final = (
    e.Count,
    e.Sum,
    e.Avg,
    e.Min,
    e.Max,
    e.Median,
    e.PercentileDisc,
    e.Quantile,
    e.StddevSamp,
)
ADDITIVE: Final = (e.Count, e.Sum)
PLAIN: Final = (
    *(e.Column, e.Identifier, e.Literal, e.Boolean, e.Null, e.Star, e.Paren, e.Where, e.Filter, e.Distinct),
    *(e.And, e.Or, e.Not, e.EQ, e.NEQ, e.GT, e.GTE, e.LT, e.LTE, e.Is, e.In, e.Between, e.Tuple),
    *(e.Add, e.Sub, e.Mul, e.Div, e.Neg, e.Case, e.If, e.Coalesce, e.Abs),
)
ARITHMETIC: Final = (e.Add, e.Sub, e.Mul, e.Div, e.Neg, e.Paren, e.Column, e.Identifier, e.Literal)


class BadExpression(ValueError):
    """An expression that the language does not have, with what is wrong in it."""


class Undefined(Exception):
    """An indicator without a basis; names the measure that is missing."""

    def __init__(self, measure: str) -> None:
        super().__init__(measure)
        self.measure = measure


def check_measure(sql: str, columns: set[str]) -> str:
    """The aggregate in the dialect of the engine. Raises BadExpression for anything else."""
    tree = _parse(sql)
    aggregates = list(tree.find_all(*AGGREGATES))
    top = tree.this if isinstance(tree, e.Filter) else tree
    if len(aggregates) != 1 or top is not aggregates[0]:
        raise BadExpression(f"{sql}: must be one aggregate, such as count(*) or sum(...)")
    for node in tree.walk():
        if not isinstance(node, (*PLAIN, *AGGREGATES)):
            raise BadExpression(f"{sql}: {node.sql(DIALECT)!r} is not allowed")
        if isinstance(node, e.Column) and (node.table or node.name not in columns):
            raise BadExpression(f"{sql}: there is no column {node.sql(DIALECT)!r}")
    return str(tree.sql(DIALECT))


def is_additive(sql: str) -> bool:
    """Whether the figures of two months may be added: counts and sums may, medians may not."""
    tree = _parse(sql)
    top = tree.this if isinstance(tree, e.Filter) else tree
    return isinstance(top, ADDITIVE) and top.find(e.Distinct) is None


def check_formula(formula: str, measures: set[str]) -> tuple[str, ...]:
    """The measures that a formula uses, in order. Raises BadExpression."""
    tree = _parse(formula)
    for node in tree.walk():
        if not isinstance(node, ARITHMETIC) or (isinstance(node, e.Literal) and node.is_string):
            raise BadExpression(f"{formula}: {node.sql(DIALECT)!r} is not arithmetic")
        if isinstance(node, e.Column) and (node.table or node.name not in measures):
            raise BadExpression(f"{formula}: there is no measure {node.sql(DIALECT)!r}")
    used = tuple(dict.fromkeys(column.name for column in tree.find_all(e.Column)))
    if not used:
        raise BadExpression(f"{formula}: names no measure")
    return used


def ratio_of(formula: str) -> tuple[str, str | None] | None:
    """(numerator, denominator) of a plain share, (measure, None) of a measure alone, None for the rest."""
    tree = _parse(formula)
    if isinstance(tree, e.Column):
        return tree.name, None
    if isinstance(tree, e.Div) and isinstance(tree.left, e.Column) and isinstance(tree.right, e.Column):
        return tree.left.name, tree.right.name
    return None


def evaluate(formula: str, values: Mapping[str, Decimal | None]) -> Decimal:
    """The figure. Raises Undefined where a measure is missing or a basis is nought; never gives nought."""
    try:
        return _compiled(formula)(values)
    except (DivisionByZero, InvalidOperation):
        raise Undefined(_basis(formula)) from None


Values = Mapping[str, "Decimal | None"]
TWO: Final[dict[type, Callable[[Decimal, Decimal], Decimal]]] = {
    e.Add: lambda a, b: a + b,
    e.Sub: lambda a, b: a - b,
    e.Mul: lambda a, b: a * b,
}


@lru_cache(maxsize=2048)
def _compiled(formula: str) -> Callable[[Values], Decimal]:
    return _value(_parse(formula))


def _value(tree: Any) -> Callable[[Values], Decimal]:
    if isinstance(tree, e.Paren):
        return _value(tree.this)
    if isinstance(tree, e.Literal):
        number = Decimal(tree.name)
        return lambda values: number
    if isinstance(tree, e.Neg):
        inner = _value(tree.this)
        return lambda values: -inner(values)
    if isinstance(tree, e.Column):
        return _taker(tree.name)
    assert isinstance(tree, e.Binary)
    left, right = _value(tree.left), _value(tree.right)
    if isinstance(tree, e.Div):  # the basis first: without it nothing counts
        return lambda values: _divide(right(values), left(values))
    do = TWO[type(tree)]
    return lambda values: do(left(values), right(values))


def _divide(basis: Decimal, share: Decimal) -> Decimal:
    return share / basis


def _taker(name: str) -> Callable[[Values], Decimal]:
    def take(values: Values) -> Decimal:
        found = values.get(name)
        if found is None:
            raise Undefined(name)
        return found

    return take


def _basis(formula: str) -> str:
    """The first measure that something is divided by."""
    for division in _parse(formula).find_all(e.Div):
        if column := division.right.find(e.Column):
            return str(column.name)
    return formula


@lru_cache(maxsize=2048)
def _parse(text: str) -> Any:
    try:
        return sqlglot.parse_one(text, read=DIALECT)
    except errors.SqlglotError as wrong:
        raise BadExpression(f"{text}: {str(wrong).splitlines()[0]}") from None
