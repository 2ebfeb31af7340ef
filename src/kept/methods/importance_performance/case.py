"""The published case of a company with over a hundred stores: eight items marked by five of them."""

from __future__ import annotations

from .answers import Answer

STORES = ("CS1", "CS2", "CS3", "CS4", "CS5")

ITEMS = (
    "price",
    "quality",
    "completeness of assortment",
    "delivery correctness",
    "scheduled delivery date",
    "order completeness",
    "stock-out notice",
    "urgent delivery",
)

# One line per store, one mark per item.
_IMPORTANCE = (
    (6, 6, 7, 6, 5, 5, 6, 5),
    (7, 5, 6, 5, 4, 4, 7, 5),
    (7, 4, 5, 6, 6, 5, 6, 7),
    (6, 7, 6, 4, 5, 6, 5, 4),
    (5, 6, 6, 6, 7, 4, 5, 6),
)
_PERFORMANCE = (
    (3, 4, 5, 6, 5, 3, 6, 2),
    (3, 5, 6, 5, 4, 4, 7, 3),
    (4, 5, 5, 6, 5, 5, 6, 3),
    (3, 6, 4, 6, 4, 4, 7, 3),
    (4, 6, 4, 6, 4, 4, 6, 2),
)


def published_case() -> tuple[Answer, ...]:
    """The forty answers of the case, marks from 1 to 7.

    >>> published_case()[0]
    Answer(respondent='CS1', item='price', importance=6, performance=3)
    """
    return tuple(
        Answer(store, item, importance, performance)
        for store, important, done in zip(STORES, _IMPORTANCE, _PERFORMANCE, strict=True)
        for item, importance, performance in zip(ITEMS, important, done, strict=True)
    )
