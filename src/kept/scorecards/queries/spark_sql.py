"""Questions in the dialect of the catalogue, DuckDB's, said in Spark's SQL with the same answers.

sqlglot turns what is only spelt differently. What means something else in Spark is turned by the rules here,
and whatever is not known to mean the same is refused, so that no figure is silently another one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import sqlglot
from sqlglot import expressions as e

from ..catalogue.language import AGGREGATES, DIALECT, PLAIN

SAME: Final = (
    *PLAIN,
    *AGGREGATES,
    *(e.Select, e.From, e.Table, e.Subquery, e.Alias, e.Group, e.GroupingSets, e.Grouping, e.Order),
    *(e.Ordered, e.Placeholder, e.Var, e.Cast, e.DataType, e.DataTypeParam, e.Interval, e.TimestampTrunc),
    *(e.DateDiff, e.PercentileCont, e.ArrayAgg, e.Window, e.Lead, e.Greatest, e.Least, e.Nullif),
)
"""What may stand in a question. Everything else has not been compared on both engines."""

WHOLE: Final = {e.DType.INT, e.DType.BIGINT}
KINDS: Final = {
    *WHOLE,
    *(e.DType.DOUBLE, e.DType.DECIMAL, e.DType.DATE, e.DType.TIMESTAMP),
    *(e.DType.TIMESTAMPNTZ, e.DType.BOOLEAN, e.DType.TEXT, e.DType.VARCHAR),
}
SECONDS: Final = {"SECOND": 1, "MINUTE": 60, "HOUR": 3600, "DAY": 86_400}


class NotInSpark(ValueError):
    """A piece of a question of which nobody knows whether Spark answers the same."""

    def __init__(self, piece: e.Expr) -> None:
        super().__init__(f"not known to mean the same in Spark: {piece.sql(DIALECT)}")


def to_spark(sql: str) -> str:
    """The question in Spark's SQL; `$name` becomes `:name`. Raises NotInSpark."""
    tree = sqlglot.parse_one(sql, read=DIALECT)
    for node in list(tree.walk()):
        if type(node) not in SAME:
            raise NotInSpark(node)
        if turn := TURNS.get(type(node)):
            node.replace(turn(node))
    return str(tree.sql("spark", identify=True, comments=False))


def kind_in_spark(kind: str) -> str:
    """The type of a column of a fact table, as Spark calls it."""
    return str(e.DataType.build(kind, dialect=DIALECT).sql("spark"))


def tables_in(sql: str) -> set[str]:
    """The tables that a question reads."""
    return {table.name for table in sqlglot.parse_one(sql, read=DIALECT).find_all(e.Table)}


def _divided(node: Any) -> Any:
    """DuckDB divides as DOUBLE, and by nought gives infinity where Spark stops: it must not be nought."""
    if not _is_never_nought(node.right):
        raise NotInSpark(node)
    node.set("this", _double(node.left))
    return node


def _is_never_nought(divisor: Any) -> bool:
    if isinstance(divisor, e.Literal):
        return not divisor.is_string and float(divisor.name) != 0
    if isinstance(divisor, e.Nullif):
        return bool(divisor.expression == e.Literal.number(0))
    return isinstance(divisor, e.Count) and isinstance(divisor.this, e.Star)  # of a group, which has rows


def _as_double(node: Any) -> Any:
    """Means and spreads of a DECIMAL are DECIMAL in Spark, cut off after a few digits."""
    if isinstance(node.this, e.Distinct):
        raise NotInSpark(node)
    node.set("this", _double(node.this))
    return node


def _ranked(node: Any) -> Any:
    """Exact, and without CONT a value that occurs; sqlglot would ask for PERCENTILE_APPROX."""
    share = node.args.get("quantile") or node.args.get("expression")
    if not isinstance(share, e.Literal):
        raise NotInSpark(node)
    name = "PERCENTILE_CONT" if isinstance(node, e.PercentileCont) else "PERCENTILE_DISC"
    order = e.Order(expressions=[e.Ordered(this=node.this, nulls_first=True)])
    return e.WithinGroup(this=e.Anonymous(this=name, expressions=[share]), expression=order)


def _listed(node: Any) -> Any:
    """A list in no order, each value once."""
    if not isinstance(node.this, e.Distinct) or len(node.this.expressions) != 1:
        raise NotInSpark(node)
    return e.ArrayUniqueAgg(this=node.this.expressions[0])


def _lasted(node: Any) -> Any:
    """DuckDB counts the bounds of units that lie between; Spark the whole units that passed."""
    if (size := SECONDS.get(node.text("unit").upper())) is None:
        raise NotInSpark(node)
    later, earlier = (_units(moment, size) for moment in (node.this, node.expression))
    return e.Paren(this=e.Sub(this=later, expression=earlier))


def _units(moment: Any, size: int) -> Any:
    seconds = e.UnixSeconds(this=e.Cast(this=moment, to=e.DataType.build("TIMESTAMPTZ")))
    return seconds if size == 1 else e.Floor(this=e.Div(this=seconds, expression=e.Literal.number(size)))


def _cast(node: Any) -> Any:
    """To whole numbers DuckDB rounds, and Spark cuts off."""
    if node.to.this not in KINDS:
        raise NotInSpark(node)
    if node.to.this in WHOLE and not isinstance(node.this, e.Null):
        node.set("this", e.Round(this=node.this))
    return node


def _double(value: Any) -> Any:
    return e.Cast(this=value, to=e.DataType.build("DOUBLE"))


TURNS: Final[dict[Any, Callable[[Any], Any]]] = {
    e.Cast: _cast,
    e.Div: _divided,
    e.Avg: _as_double,
    e.StddevSamp: _as_double,
    e.Quantile: _ranked,
    e.PercentileDisc: _ranked,
    e.PercentileCont: _ranked,
    e.ArrayAgg: _listed,
    e.DateDiff: _lasted,
}
