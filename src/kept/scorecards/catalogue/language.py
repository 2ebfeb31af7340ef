"""The small language of measures and indicators, read by sqlglot and nothing else.

A measure is one aggregate over the columns of one fact table. An indicator is arithmetic over measures and
other indicators, with `greatest` and `least` as its only functions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import Decimal, DecimalException
from functools import lru_cache
from typing import Any, Final

import sqlglot
from django.utils.translation import gettext_lazy as _
from sqlglot import errors
from sqlglot import expressions as e

DIALECT: Final = "duckdb"
LONGEST: Final = 500
"""Signs of a formula as it is given."""
LONGEST_WRITTEN: Final = 2000
"""Signs of a formula with all its indicators written out: what is longer is too deep to be worked out."""
DEEPEST: Final = 40
"""Brackets that may stand inside one another."""
ONLY_ARITHMETIC: Final = _("Only numbers, names, + - * / and brackets may stand in a formula.")
NOT_ARITHMETIC: Final = re.compile(r"\*\*|\^|--|/\*")
"""Powers, and what the parser would pass over as a remark."""

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
FUNCTIONS: Final = (e.Greatest, e.Least)
ARITHMETIC: Final = (
    *(e.Add, e.Sub, e.Mul, e.Div, e.Neg, e.Paren, e.Column, e.Identifier, e.Literal),
    *FUNCTIONS,
)


TRIED: Final = tuple(Decimal(size) for size in ("0.01", "-0.01", "1", "-1", "10000", "-10000", "1E9", "-1E9"))
"""Sizes that names are tried with: a limit that cuts some of them off does not cut all."""


class BadExpression(ValueError):
    """An expression that the language does not have: what is wrong, the piece, and where it begins."""

    def __init__(self, why: Any, piece: str = "", whole: str = "") -> None:
        self.why, self.piece = why, piece
        self.at = whole.find(piece) + 1 if piece else 0
        super().__init__(f"{whole}: {piece}")

    @property
    def words(self) -> str:
        """What is wrong, with the place."""
        if not self.piece:
            return str(self.why)
        where = str(_("%(why)s Here: %(piece)s") if not self.at else _("%(why)s Sign %(at)d: %(piece)s"))
        return where % {"why": self.why, "piece": self.piece, "at": self.at}


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
        raise BadExpression(_("A measure is one aggregate, such as count(*) or sum(...)."), sql, sql)
    for node in tree.walk():
        if not isinstance(node, (*PLAIN, *AGGREGATES)):
            raise BadExpression(_("This is not allowed."), node.sql(DIALECT), sql)
        if isinstance(node, e.Column) and (node.table or node.name not in columns):
            raise BadExpression(_("There is no such column."), node.sql(DIALECT), sql)
    return str(tree.sql(DIALECT, comments=False))


def is_additive(sql: str) -> bool:
    """Whether the figures of two months may be added: counts and sums may, medians may not."""
    tree = _parse(sql)
    top = tree.this if isinstance(tree, e.Filter) else tree
    return isinstance(top, ADDITIVE) and top.find(e.Distinct) is None


def is_count(sql: str) -> bool:
    """Whether it counts rows, so that no row is nought and not unknown."""
    tree = _parse(sql)
    top = tree.this if isinstance(tree, e.Filter) else tree
    return isinstance(top, e.Count)


def shared_conditions(aggregates: Iterable[str]) -> list[str]:
    """What every one of these aggregates asks of a row before it counts: all other rows need not be read."""
    asked = [_conditions(sql) for sql in aggregates]
    return [each for each in asked[0] if all(each in others for others in asked)] if asked else []


def _conditions(sql: str) -> list[str]:
    tree = _parse(sql)
    if not isinstance(tree, e.Filter):
        return []
    condition = tree.expression.this
    parts = condition.flatten() if isinstance(condition, e.And) else [condition]
    return [str(part.sql(DIALECT, comments=False)) for part in parts]


def check_formula(formula: str, names: Collection[str]) -> tuple[str, ...]:
    """The names that a formula uses, in order. Raises BadExpression."""
    tree = _parse(formula)
    check_arithmetic(formula)
    for node in tree.find_all(e.Column):
        if node.table or node.name not in names:
            piece = node.sql(DIALECT)
            raise BadExpression(_("There is no measure, number or indicator of this name."), piece, formula)
    return names_in(formula)


def check_arithmetic(formula: str, *, longest: int = LONGEST_WRITTEN) -> None:
    """Refuse all but arithmetic over names. Raises BadExpression."""
    if len(formula) > longest:
        raise _at(longest, _("The formula is too long."), formula)
    if odd := NOT_ARITHMETIC.search(formula):
        raise _at(odd.start(), ONLY_ARITHMETIC, formula)
    for node in _parse(formula).walk():
        _check_arithmetic(node, formula)
        if isinstance(node, e.Div) and _is_nought(node.right):
            raise _by_nought(node.right.sql(DIALECT), formula)
    if not names_in(formula):
        raise BadExpression(_("The formula names no measure."), formula, formula)


def check_bases(formula: str) -> None:
    """Refuse arithmetic that divides by what is nought whatever its names stand for. Raises BadExpression."""
    for division in _parse(formula).find_all(e.Div):
        if _is_always_nought(division.right):
            raise _by_nought(division.right.sql(DIALECT), formula)


def names_in(formula: str) -> tuple[str, ...]:
    """The names in a formula, in order of first use."""
    return tuple(dict.fromkeys(column.name for column in _parse(formula).find_all(e.Column, bfs=False)))


def expand(formula: str, inner: Callable[[str], str | None]) -> str:
    """The formula with every name for which `inner` knows a formula written out, in brackets.

    Raises BadExpression where that grows beyond all bounds.
    """

    def written_out(node: Any) -> Any:
        if isinstance(node, e.Column) and (found := inner(node.name)) is not None:
            return e.Paren(this=_parse(found).copy())
        return node

    tree = _parse(formula).copy().transform(written_out)
    while isinstance(tree, e.Paren):
        tree = tree.this
    written = str(tree.sql(DIALECT, comments=False))
    if len(written) > LONGEST_WRITTEN:
        raise _at(0, _("With all its indicators written out, the formula is too long."), formula)
    return written


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
    except DecimalException:
        raise Undefined(_basis(formula)) from None


def in_words(formula: str, title: Callable[[str], str]) -> str:
    """The formula with titles for names and the signs that people write."""
    tree = _parse(formula)
    return _said(tree, title)


Values = Mapping[str, "Decimal | None"]
TWO: Final[dict[type, Callable[[Decimal, Decimal], Decimal]]] = {
    e.Add: lambda a, b: a + b,
    e.Sub: lambda a, b: a - b,
    e.Mul: lambda a, b: a * b,
}
SIGNS: Final[dict[type, str]] = {e.Add: "+", e.Sub: "−", e.Mul: "×", e.Div: "÷"}


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
    if isinstance(tree, FUNCTIONS):
        parts = [_value(part) for part in (tree.this, *tree.expressions)]
        choose = max if isinstance(tree, e.Greatest) else min
        return lambda values: choose(part(values) for part in parts)
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


def _said(tree: Any, title: Callable[[str], str]) -> str:
    if isinstance(tree, e.Paren):
        return f"({_said(tree.this, title)})"
    if isinstance(tree, e.Column):
        return title(tree.name)
    if isinstance(tree, e.Neg):
        return f"−{_said(tree.this, title)}"
    if isinstance(tree, FUNCTIONS):
        listed = _(", ").join(_said(part, title) for part in (tree.this, *tree.expressions))
        name = _("the greatest of") if isinstance(tree, e.Greatest) else _("the least of")
        return f"{name} ({listed})"
    if isinstance(tree, e.Binary):
        return f"{_said(tree.left, title)} {SIGNS[type(tree)]} {_said(tree.right, title)}"
    return str(tree.name)


def _check_arithmetic(node: Any, formula: str) -> None:
    if isinstance(node, e.Func) and not isinstance(node, FUNCTIONS):
        words = _("Functions cannot be called, but for greatest and least.")
        raise BadExpression(words, _piece(node, formula), formula)
    if not isinstance(node, ARITHMETIC) or (isinstance(node, e.Literal) and node.is_string):
        raise BadExpression(ONLY_ARITHMETIC, _piece(node, formula), formula)


def _piece(node: Any, formula: str) -> str:
    """As it was written, if it can be found there."""
    made = node.sql(DIALECT)
    if made in formula:
        return str(made)
    name = made.split("(")[0].strip().lower()
    at = formula.lower().find(name) if name else -1
    return formula[at:] if at >= 0 else str(made)


def _by_nought(piece: str, formula: str) -> BadExpression:
    """The nought that something is divided by, not one that stands before it."""
    no = BadExpression(_("This divides by nought."), piece, formula)
    if written := re.search(rf"/\s*{re.escape(piece)}", formula):
        no.at = written.end() - len(piece) + 1
    return no


def _is_nought(tree: Any) -> bool:
    if any(isinstance(node, e.Column) or not isinstance(node, ARITHMETIC) for node in tree.walk()):
        return False
    try:
        return _value(tree)({}) == 0
    except (DecimalException, ValueError):
        return True


def _is_always_nought(tree: Any) -> bool:
    """Nought whatever its names stand for, such as `a - a`."""
    names = sorted({column.name for column in tree.find_all(e.Column)})
    value = _value(tree)
    try:
        return all(value({name: size * (7 * n + 3) for n, name in enumerate(names)}) == 0 for size in TRIED)
    except DecimalException:
        return False


@lru_cache(maxsize=2048)
def _basis(formula: str) -> str:
    """The first measure that something is divided by."""
    tree = _parse(formula)
    for division in tree.find_all(e.Div):
        if column := division.right.find(e.Column):
            return str(column.name)
    column = tree.find(e.Column)
    return str(column.name) if column else ""


@lru_cache(maxsize=2048)
def _parse(text: str) -> Any:
    _check_depth(text)
    try:
        tree = sqlglot.parse_one(text, read=DIALECT)
    except (errors.SqlglotError, RecursionError, ValueError) as wrong:
        told = getattr(wrong, "errors", None) or [{}]
        raise _unread(told[0], text) from None
    if tree is None:
        raise BadExpression(_("The formula cannot be read."))
    return tree


def _unread(told: Mapping[str, Any], text: str) -> BadExpression:
    """At the sign where the parser stopped, though the same may stand before it too."""
    no = BadExpression(_("The formula cannot be read."), str(told.get("highlight") or ""), text)
    line, column = told.get("line"), told.get("col")
    if no.piece and line and column:
        before = sum(len(each) for each in text.splitlines(keepends=True)[: line - 1])
        at = before + column - len(no.piece)
        no.at = at + 1 if text[at:].startswith(no.piece) else no.at
    return no


def _check_depth(text: str) -> None:
    """Refuse brackets too deep to be read, at the first that is too deep."""
    depth = 0
    for place, sign in enumerate(text, start=1):
        depth += (sign == "(") - (sign == ")")
        if depth > DEEPEST:
            raise _at(place - 1, _("Too many brackets stand inside one another."), text)


def _at(place: int, why: Any, text: str) -> BadExpression:
    no = BadExpression(why, text[place : place + 20], text)
    no.at = place + 1
    return no
