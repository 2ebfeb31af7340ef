"""A tree of criteria: what each leaf weighs in the whole, and scores rolled up to the root."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

_NEAR = 1e-6


class WeightsDoNotAddUp(ValueError):
    """The weights below a node do not sum to 1, or one of them is below nought."""

    def __init__(self, code: str, total: float) -> None:
        self.code, self.total = code, total
        super().__init__(f"the weights below {code or 'the root'} sum to {total:.6g}")


@dataclass(frozen=True)
class Branch:
    """A node: its share among its siblings and what stands below it. A leaf has nothing below."""

    code: str
    weight: float
    below: tuple[Branch, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A node's score, and the share of the weight below it that has data."""

    score: float | None
    known: float


def leaf_weights(root: Branch) -> dict[str, float]:
    """Each leaf's weight in the whole: the product of the shares on its way. Raises WeightsDoNotAddUp.

    >>> tree = Branch("", 1, (Branch("time", 0.6, (Branch("late", 0.75), Branch("lead", 0.25))),
    ...                       Branch("care", 0.4)))
    >>> {code: round(weight, 4) for code, weight in leaf_weights(tree).items()}
    {'late': 0.45, 'lead': 0.15, 'care': 0.4}
    """
    _check(root)
    found: dict[str, float] = {}
    for each in root.below:
        inside = leaf_weights(each) if each.below else {each.code: 1.0}
        found.update({code: each.weight * weight for code, weight in inside.items()})
    return found


def roll_up(
    root: Branch, scores: Mapping[str, float | None], *, shares_out: bool, least: float = 0.7
) -> dict[str, Reading]:
    """score = sum w s / sum w over what is known below a node; no score where less than `least` is known.

    With `shares_out` the weight of a leaf without data goes to the others below the same node in proportion;
    without it a node that lacks anything has no score. Source: handbook of composite indicators of OECD and
    JRC (2008), weighted arithmetic aggregation; the threshold is our own.

    >>> tree = Branch("", 1, (Branch("time", 0.5), Branch("care", 0.3), Branch("price", 0.2)))
    >>> roll_up(tree, {"time": 80, "care": 50, "price": None}, shares_out=True)[""]
    Reading(score=68.75, known=0.8)
    >>> roll_up(tree, {"time": 80, "care": 50, "price": None}, shares_out=False)[""]
    Reading(score=None, known=0.8)
    """
    if not root.below:
        score = scores.get(root.code)
        return {root.code: Reading(score, 0.0 if score is None else 1.0)}
    _check(root)
    found: dict[str, Reading] = {}
    for each in root.below:
        found.update(roll_up(each, scores, shares_out=shares_out, least=least))
    found[root.code] = _gather(root, found, shares_out, least)
    return found


def _gather(node: Branch, found: Mapping[str, Reading], shares_out: bool, least: float) -> Reading:
    known = fsum(each.weight * found[each.code].known for each in node.below)
    told = [
        (each.weight, reading.score)
        for each in node.below
        if each.weight > 0 and (reading := found[each.code]).score is not None
    ]
    weight = fsum(share for share, _ in told)
    enough = weight >= least - 1e-9 if shares_out else weight > 1 - _NEAR
    if not told or not enough:
        return Reading(None, known)
    return Reading(fsum(share * score for share, score in told) / weight, known)


def _check(node: Branch) -> None:
    total = fsum(each.weight for each in node.below)
    if abs(total - 1) > _NEAR or any(each.weight < 0 for each in node.below):
        raise WeightsDoNotAddUp(node.code, total)
