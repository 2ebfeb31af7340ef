"""Answers about importance and performance, and the centre of each item, as exact fractions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from statistics import median

Number = Decimal | int
Scale = tuple[Number, Number]


class OffScale(ValueError):
    """A mark lies outside the scale."""


class RepeatedAnswer(ValueError):
    """A respondent marked the same item twice."""


class Centre(StrEnum):
    """What stands for all marks of an item."""

    MEAN = "mean"
    MEDIAN = "median"


@dataclass(frozen=True)
class Answer:
    """What one respondent said of one item."""

    respondent: str
    item: str
    importance: Number
    performance: Number


@dataclass(frozen=True)
class ItemCentre:
    """The centre of an item's marks on both axes, exact, from `n` respondents."""

    item: str
    n: int
    importance: Fraction
    performance: Fraction


def item_centres(answers: Iterable[Answer], scale: Scale, centre: Centre) -> tuple[ItemCentre, ...]:
    """Mean or median of the marks of each item, items in the order in which they first appear.

    Source: the requirement list, R539.

    >>> item_centres([Answer("CS1", "price", 6, 3), Answer("CS2", "price", 7, 3)], (1, 7), Centre.MEAN)
    (ItemCentre(item='price', n=2, importance=Fraction(13, 2), performance=Fraction(3, 1)),)
    """
    of_item: dict[str, dict[str, Answer]] = {}
    for answer in answers:
        _check(answer, scale)
        marked = of_item.setdefault(answer.item, {})
        if answer.respondent in marked:
            raise RepeatedAnswer(f"{answer.respondent} marked {answer.item} twice")
        marked[answer.respondent] = answer
    return tuple(
        ItemCentre(
            item,
            len(marked),
            middle([answer.importance for answer in marked.values()], centre),
            middle([answer.performance for answer in marked.values()], centre),
        )
        for item, marked in of_item.items()
    )


def middle(values: Sequence[Number | Fraction], centre: Centre) -> Fraction:
    """The exact mean or median."""
    exact = [Fraction(value) for value in values]
    return median(exact) if centre is Centre.MEDIAN else sum(exact, Fraction(0)) / len(exact)


def as_decimal(value: Fraction) -> Decimal:
    """A fraction to 28 digits, without trailing zeros."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def _check(answer: Answer, scale: Scale) -> None:
    low, high = scale
    for mark in (answer.importance, answer.performance):
        if not low <= mark <= high:
            raise OffScale(f"{answer.respondent} marked {answer.item} {mark}, off the scale {low} to {high}")
