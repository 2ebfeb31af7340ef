"""Where the names on a map stand, so that none lies over another or over a place."""

from __future__ import annotations

from dataclasses import dataclass, field
from unicodedata import east_asian_width

PHONE = (310.0, 194.0)
"""The smallest drawing that names must fit, in pixels: a map on a phone."""

SIZE = 11.0
"""The height of a name in pixels; letters of Chinese are as wide as high, others about half."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Spot:
    """Where a name stands beside its place: the anchor of its text, and how far off in pixels."""

    anchor: str
    dx: int
    dy: int


@dataclass
class Sheet:
    """What is taken already on the smallest drawing; x and y are per cent of it, lengths pixels."""

    taken: list[Box] = field(default_factory=list)

    def circle(self, x: float, y: float, radius: float) -> None:
        """Take the square round a place."""
        px, py = _pixels(x, y)
        self.taken.append((px - radius, py - radius, px + radius, py + radius))

    def name(self, words: str, x: float, y: float, radius: float) -> Spot | None:
        """Take room for a name round its place, below at best; None where none is free."""
        beside, middle = round(radius + 3), round(SIZE / 3)
        corner, lower, upper = round(radius * 0.7 + 2), round(radius * 0.7 + SIZE), -round(radius * 0.7 + 3)
        spots = (
            Spot("middle", 0, round(radius + SIZE + 1)),
            Spot("middle", 0, -round(radius + 4)),
            Spot("start", beside, middle),
            Spot("end", -beside, middle),
            Spot("start", corner, upper),
            Spot("end", -corner, upper),
            Spot("start", corner, lower),
            Spot("end", -corner, lower),
        )
        return next((spot for spot in spots if self.take(words, x, y, spot)), None)

    def take(self, words: str, x: float, y: float, spot: Spot) -> bool:
        """Whether words have room just there; then it is taken."""
        px, py = _pixels(x, y)
        width = _width(words)
        left = px + spot.dx - {"start": 0.0, "middle": width / 2, "end": width}[spot.anchor]
        box = (left, py + spot.dy - SIZE, left + width, py + spot.dy + 2)
        inside = box[0] >= 0 and box[1] >= 0 and box[2] <= PHONE[0] and box[3] <= PHONE[1]
        if not inside or any(_meet(box, other) for other in self.taken):
            return False
        self.taken.append(box)
        return True


def _pixels(x: float, y: float) -> tuple[float, float]:
    return x * PHONE[0] / 100, y * PHONE[1] / 100


def _width(words: str) -> float:
    return sum(SIZE if east_asian_width(letter) in "WF" else SIZE * 0.6 for letter in words)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
