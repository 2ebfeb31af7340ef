"""Ranking texts for a question: Okapi BM25, with the share of each term worked out when a text is indexed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import log

K1 = 1.2
B = 0.75
"""The usual constants of the formula: how soon repetition stops to count, and how much length does."""


def shares(fields: Iterable[tuple[float, Iterable[str]]], *, usual_length: float) -> dict[str, float]:
    """Each term's share in a text: tf·(k1+1) / (tf + k1·(1 − b + b·length/usual length)).

    `fields` are (weight, terms): a term in the title counts as often as the title weighs.
    S. Robertson, H. Zaragoza: The Probabilistic Relevance Framework: BM25 and Beyond (2009), 3.3.

    >>> {term: round(share, 3) for term, share in shares([(1, ["a", "a", "b"])], usual_length=3).items()}
    {'a': 1.375, 'b': 1.0}
    """
    counted: Counter[str] = Counter()
    for weight, terms in fields:
        for term in terms:
            counted[term] += weight  # type: ignore[assignment]
    length = sum(counted.values())
    norm = K1 * (1 - B + B * length / usual_length) if usual_length else K1
    return {term: often * (K1 + 1) / (often + norm) for term, often in counted.items()}


def rarity(found_in: int, of: int) -> float:
    """How much a term tells: ln(1 + (N − n + 0.5) / (n + 0.5)). In every text it tells next to nothing.

    >>> round(rarity(1, 1000), 2), round(rarity(1000, 1000), 4)
    (6.5, 0.0005)
    """
    return log(1 + (of - found_in + 0.5) / (found_in + 0.5))


def chosen_terms(found_in: Mapping[str, int], *, at_most: int) -> list[str]:
    """The rarest terms whose texts together stay below a number, at least one: what bounds the work.

    >>> chosen_terms({"货": 900, "破损": 40, "酒": 3}, at_most=100)
    ['酒', '破损']
    """
    chosen: list[str] = []
    total = 0
    for term, count in sorted(found_in.items(), key=lambda each: (each[1], each[0])):
        if chosen and total + count > at_most:
            break
        chosen.append(term)
        total += count
    return chosen
