"""Places by score, and two views of the same thing side by side."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Side:
    """What was said of oneself and by others; the difference is own less theirs."""

    own: float | None
    others: float | None
    difference: float | None


def ranks(scores: Mapping[Key, float | None], out: Collection[Key] = ()) -> dict[Key, int | None]:
    """1 for the highest; equals share the better place and the next is left out; no score has no place.

    Whoever is `out` by a veto has no place either, however high the score.

    >>> ranks({"a": 80, "b": 91, "c": 80, "d": 70, "e": None, "f": 99}, out={"f"})
    {'a': 2, 'b': 1, 'c': 2, 'd': 4, 'e': None, 'f': None}
    """
    standing = {key: round(score, 9) for key, score in scores.items() if score is not None and key not in out}
    return {
        key: None if key not in standing else 1 + sum(other > standing[key] for other in standing.values())
        for key in scores
    }


def compare_sides(own: Mapping[Key, float | None], others: Mapping[Key, float | None]) -> dict[Key, Side]:
    """Difference of each pair where both sides said something; keys of either side, in order.

    >>> compare_sides({"care": 80.0, "time": 60.0}, {"care": 70.0, "price": 50.0})["care"]
    Side(own=80.0, others=70.0, difference=10.0)
    >>> compare_sides({"time": 60.0}, {}) ["time"].difference is None
    True
    """
    found = {}
    for key in dict.fromkeys((*own, *others)):
        mine, theirs = own.get(key), others.get(key)
        known = mine is not None and theirs is not None
        found[key] = Side(mine, theirs, mine - theirs if known else None)  # type: ignore[operator]
    return found
