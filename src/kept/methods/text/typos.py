"""What somebody may have meant: words one slip away."""

from __future__ import annotations

from collections.abc import Iterable


def one_slip_apart(one: str, other: str) -> bool:
    """Whether one letter too many, too few, wrong or changed with its neighbour lies between two words.

    >>> [one_slip_apart(*pair.split()) for pair in ("shedule schedule", "recieve receive", "cat dog")]
    [True, True, False]
    """
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    same = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    a, b = one[same:], other[same:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
    return a[1:] == b if len(a) > len(b) else a == b[1:]


def meant(word: str, known: Iterable[str], *, most: int = 3) -> list[str]:
    """The known words one slip away, shortest way first; none for words too short to tell."""
    if len(word) < 4:
        return []
    near = (other for other in known if one_slip_apart(word, other))
    return sorted(near, key=lambda other: (abs(len(other) - len(word)), other))[:most]
