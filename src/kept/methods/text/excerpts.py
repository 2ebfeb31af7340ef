"""The piece of a text that answers a question, with the words that were asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .words import fold


@dataclass(frozen=True)
class Piece:
    text: str
    is_hit: bool


def excerpt(text: str, wanted: Iterable[str], *, length: int = 90) -> list[Piece]:
    """The stretch of a text in which most of the wanted terms stand, cut where they stand.

    Folding keeps the number of characters of Chinese and plain English, so places agree; where it does
    not, the text is shown without marks.

    >>> [piece.text for piece in excerpt("外箱破損時先拍照", ["破损", "拍照"]) if piece.is_hit]
    ['破損', '拍照']
    """
    plain = " ".join(text.split())
    folded = fold(plain)
    if len(folded) != len(plain):
        return [Piece(plain[:length], False)]
    marks = _marks(folded, [term for term in dict.fromkeys(wanted) if term])
    start = _densest(marks, length, len(plain))
    end = min(start + length, len(plain))
    pieces = [Piece("…", False)] if start else []
    pieces += _pieces(
        plain, [(max(a, start), min(b, end)) for a, b in marks if a < end and b > start], start, end
    )
    return [*pieces, Piece("…", False)] if end < len(plain) else pieces


def _marks(folded: str, wanted: list[str]) -> list[tuple[int, int]]:
    """Where the terms stand, stretches that touch taken as one."""
    found = sorted((place, place + len(term)) for term in wanted for place in _places(folded, term))
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _places(folded: str, term: str) -> list[int]:
    places: list[int] = []
    place = folded.find(term)
    while place >= 0 and len(places) < 50:
        places.append(place)
        place = folded.find(term, place + len(term))
    return places


def _densest(marks: list[tuple[int, int]], length: int, whole: int) -> int:
    """Where to begin so that most marked characters are seen, a little before the first of them."""
    if not marks or whole <= length:
        return 0
    seen = {
        start: sum(end - begin for begin, end in marks if begin >= start and end <= start + length)
        for start, _ in marks
    }
    best = max(seen, key=lambda start: (seen[start], -start))
    return max(0, min(best - 12, whole - length))


def _pieces(plain: str, marks: list[tuple[int, int]], start: int, end: int) -> list[Piece]:
    pieces, here = [], start
    for begin, stop in marks:
        pieces += [Piece(plain[here:begin], False), Piece(plain[begin:stop], True)]
        here = stop
    return [piece for piece in [*pieces, Piece(plain[here:end], False)] if piece.text]
