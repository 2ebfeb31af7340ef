"""The tree with its figures: leaves set on 0 to 100, groups and classes as weighed means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from kept.kernel.actor import Actor
from kept.kernel.numbers import rule
from kept.methods.normalizing import gather

from ..catalogue import Catalogue, Indicator
from ..catalogue.limits import KNOWN_SHARE
from ..catalogue.tree import BESIDE, CLASSES, NODES, ROOT, Group, groups_of
from ..enums import Direction
from .known import known
from .reading import Told, Whose, of, over, scores
from .shape import Range, Shape, leaves_of
from .targets import Level, Levels, end_of


@dataclass(frozen=True)
class Leaf:
    """An indicator with its figure, its target, its share of the group and its score."""

    indicator: Indicator
    told: Told
    level: Level | None
    weight: Decimal | None
    range: Range | None
    score: Decimal | None


@dataclass(frozen=True)
class Node:
    """A group or a class: its score, and the share of its weight that has figures."""

    group: Group
    weight: Decimal
    score: Decimal | None
    known: Decimal
    leaves: list[Leaf] = field(default_factory=list)
    below: list[Node] = field(default_factory=list)

    @property
    def with_figures(self) -> int:
        return sum(leaf.told.value is not None for leaf in self.leaves)


@dataclass(frozen=True)
class Tree:
    """All of it, and what stands beside."""

    score: Decimal | None
    known: Decimal
    classes: list[Node]
    beside: list[Node]

    @property
    def groups(self) -> list[Node]:
        return [group for each in self.classes for group in each.below]

    @property
    def leaves(self) -> list[Leaf]:
        """Each indicator of the sixteen groups once."""
        found = {leaf.indicator.code: leaf for group in self.groups for leaf in group.leaves}
        return list(found.values())

    @property
    def missing_groups(self) -> list[Node]:
        """Groups of which nothing is known."""
        return [group for group in self.groups if not group.with_figures]

    @property
    def silent(self) -> list[Leaf]:
        return [leaf for leaf in self.leaves if leaf.told.value is None]


def tree_of(
    actor: Actor, whose: Whose, first: date, last: date, *, catalogue: Catalogue | None = None
) -> Tree:
    """The tree of somebody over a span of months, from the kept figures."""
    on = end_of(last)
    within = catalogue or known(on)
    told = over(of(scores(actor), whose), within.indicators, first, last, within)
    grown = _Grown(within, Shape(within, on), told, Levels(), whose, on, rule(KNOWN_SHARE))
    classes = [grown.class_of(each) for each in CLASSES]
    weights = grown.shape.weights(ROOT)
    whole = gather([(weights[c.group.code], c.score) for c in classes], least_known=grown.least)
    beside = [node for group in BESIDE if (node := grown.beside(group)).leaves]
    return Tree(whole.score, whole.known, classes, beside)


@dataclass(frozen=True)
class _Grown:
    within: Catalogue
    shape: Shape
    told: dict[str, Told]
    levels: Levels
    whose: Whose
    on: date
    least: Decimal

    def class_of(self, group: Group) -> Node:
        below = [self.group_of(each) for each in groups_of(group.code)]
        weights = self.shape.weights(group.code)
        found = gather([(weights[node.group.code], node.score) for node in below], least_known=self.least)
        weight = self.shape.weights(ROOT)[group.code]
        return Node(group, weight, found.score, found.known, below=below)

    def group_of(self, group: Group) -> Node:
        weights = self.shape.weights(group.code)
        leaves = [self.leaf(i, weights.get(i.code)) for i in leaves_of(group.code, self.within)]
        parts = [(leaf.weight or Decimal(0), leaf.score) for leaf in leaves]
        found = gather(parts, least_known=self.least)
        weight = self.shape.weights(group.under).get(group.code, Decimal(0))
        return Node(group, weight, found.score, found.known, leaves=leaves)

    def beside(self, group: Group) -> Node:
        own = [i for i in self.within.indicators.values() if i.group == group.code]
        return Node(group, Decimal(0), None, Decimal(0), leaves=[self.leaf(i, None) for i in own])

    def leaf(self, indicator: Indicator, weight: Decimal | None) -> Leaf:
        told = self.told[indicator.code]
        level = None
        if indicator.direction not in (Direction.NONE, Direction.BAND):
            level = self.levels.of(indicator.code, on=self.on, slice=self.whose.slice, id=self.whose.id)
        reach = self.shape.range_of(indicator)
        score = reach.score(told.value) if reach and told.value is not None else None
        return Leaf(indicator, told, level, weight, reach, score)


def duplicates(catalogue: Catalogue) -> list[list[Indicator]]:
    """Indicators that are the same thing under several names: alike in formula, or alike in title."""
    by_formula: dict[Any, list[Indicator]] = defaultdict(list)
    by_title: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in catalogue.indicators.values():
        by_formula[indicator.worked.replace(" ", "").lower()].append(indicator)
        by_title["".join(str(indicator.title).split()).casefold()].append(indicator)
    found = {tuple(sorted(i.code for i in same)): same for same in _alike(by_formula, by_title)}
    return list(found.values())


def _alike(*registers: dict[Any, list[Indicator]]) -> Iterator[list[Indicator]]:
    for register in registers:
        yield from (same for same in register.values() if len(same) > 1)


def placed_twice(catalogue: Catalogue) -> list[Indicator]:
    """Indicators that stand in two groups with one value."""
    tree = {code for code, node in NODES.items() if node.under not in (ROOT, "beside")}
    return [i for i in catalogue.indicators.values() if len([g for g in i.groups if g in tree]) > 1]
