"""The tree of a model as it is read: nested, with the weight of each in its group and in the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kept.kernel.numbers import rule
from kept.methods.scoring import Branch, Operator

from ..enums import FromData, Missing, Source
from ..models import Criterion, EvaluationModel
from ..rules.computing import Design, Leaf
from ..rules.numbers import LEAST_WEIGHT
from ..rules.refusals import EmptyGroup, NoCriteria, WeightsOff

TOP = "top"
"""What the group of the first criteria is called in addresses."""
NEAR = Decimal("0.000001")


@dataclass(frozen=True)
class Node:
    """A criterion with its place in the tree; the root has none."""

    criterion: Criterion | None
    depth: int
    whole: Decimal
    below: tuple[Node, ...]

    @property
    def total(self) -> Decimal:
        """What the weights below sum to."""
        return sum((node.weight for node in self.below), Decimal(0))

    @property
    def weight(self) -> Decimal:
        return self.criterion.weight if self.criterion else Decimal(1)

    @property
    def adds_up(self) -> bool:
        return not self.below or abs(self.total - 1) < NEAR

    @property
    def code(self) -> str:
        return self.criterion.code if self.criterion else TOP

    @property
    def words(self) -> str:
        return str(self.criterion or "")

    @property
    def is_leaf(self) -> bool:
        return bool(self.criterion and self.criterion.source)

    def walk(self) -> Iterator[Node]:
        """This node and all below, as they stand on a page."""
        yield self
        for node in self.below:
            yield from node.walk()


def tree_of(model: EvaluationModel) -> Node:
    """One statement, however deep."""
    children: dict[int | None, list[Criterion]] = defaultdict(list)
    for criterion in model.criteria.all():
        children[criterion.parent_id].append(criterion)

    def made(criterion: Criterion | None, depth: int, whole: Decimal) -> Node:
        kept = children[criterion.pk if criterion else None]
        below = tuple(made(each, depth + 1, whole * each.weight) for each in kept)
        return Node(criterion, depth, whole, below)

    return made(None, 0, Decimal(1))


def leaves_of(root: Node) -> list[Criterion]:
    return [node.criterion for node in root.walk() if node.criterion and node.is_leaf]


def check_tree(root: Node, name: str) -> None:
    """Raises NoCriteria, EmptyGroup or WeightsOff, by the name of what does not add up."""
    if not leaves_of(root):
        raise NoCriteria
    for node in root.walk():
        if not node.below and not node.is_leaf:
            raise EmptyGroup(EmptyGroup.default % {"group": node.words})
        if not node.adds_up:
            total = f"{(node.total * 100).normalize():f} %"
            raise WeightsOff(WeightsOff.default % {"group": node.words or name, "total": total})


def design_of(model: EvaluationModel, root: Node) -> Design:
    """The model as the arithmetic wants it."""
    leaves = {
        each.code: Leaf(
            each.code,
            judged=each.source == Source.JUDGED,
            more_is_better=each.more_is_better,
            worst=None if each.worst is None else float(each.worst),
            best=None if each.best is None else float(each.best),
        )
        for each in leaves_of(root)
    }
    return Design(
        tree=_branch(root),
        leaves=leaves,
        method=model.method,
        operator=Operator(model.operator),
        grades=model.grades,
        from_data="" if model.from_data == FromData.NO else model.from_data,
        shares_out=model.missing == Missing.SHARE_OUT,
        least=float(rule(LEAST_WEIGHT)),
    )


def group_of(root: Node, code: str) -> Node | None:
    return next((node for node in root.walk() if node.code == code), None)


def siblings(group: Node) -> Sequence[Criterion]:
    return [node.criterion for node in group.below if node.criterion]


def _branch(node: Node) -> Branch:
    return Branch(
        node.criterion.code if node.criterion else "",
        float(node.weight),
        tuple(_branch(each) for each in node.below),
    )
