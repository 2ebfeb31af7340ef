"""Texts that answer a question best, out of everything that is indexed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Count, F, FloatField, Q, QuerySet, Sum, Value, When

from kept.kernel.numbers import rule
from kept.methods.text.ranking import chosen_terms, rarity
from kept.methods.text.typos import meant
from kept.methods.text.words import is_chinese, sound, terms

from ..models import Indexed, Posting
from ..rules import MOST_LOOKED_THROUGH

MOST_TERMS = 48
SOUND = "~"
NEIGHBOURS = 3000
"""Known words that a mistyped one is compared with, at most."""


@dataclass(frozen=True)
class Ranked:
    """A record that answers, how well, and for which terms it was looked for."""

    record_id: int
    score: float
    wanted: tuple[str, ...]


def ranked(
    kind: str, text: str, *, limit: int, within: QuerySet[Any] | None = None, sounds: bool = True
) -> list[Ranked]:
    """The best first. A fixed number of statements, and work bounded by a rule number.

    With `sounds`, pinyin finds Chinese words; an unknown word finds what sounds like it or is one slip away.
    """
    asked = list(dict.fromkeys(terms(text)))[:MOST_TERMS]
    known = _known(kind, [*asked, *(f"{SOUND}{term}" for term in asked if not is_chinese(term))])
    if sounds and (lost := [term for term in asked if term not in known and f"{SOUND}{term}" not in known]):
        known |= _known(kind, _instead(kind, lost))
    if not known:
        return []
    chosen = chosen_terms(known, at_most=int(rule(MOST_LOOKED_THROUGH)))
    total = Indexed.objects.filter(kind=kind).count()
    weights = [When(term=term, then=Value(rarity(known[term], total))) for term in chosen]
    hits = Posting.objects.filter(kind=kind, term__in=chosen)
    if within is not None:
        hits = hits.filter(record_id__in=within.values("pk"))
    score = Sum(F("share") * Case(*weights, default=Value(0.0), output_field=FloatField()))
    rows = hits.values("record_id").annotate(score=score).order_by("-score", "record_id")[:limit]
    wanted = tuple([*asked, *known])
    return [Ranked(row["record_id"], row["score"], wanted) for row in rows]


def _known(kind: str, wanted: list[str]) -> dict[str, int]:
    """In how many texts each term stands; terms of no text are left out."""
    if not wanted:
        return {}
    rows = Posting.objects.filter(kind=kind, term__in=wanted).values("term")
    return {row["term"]: row["count"] for row in rows.annotate(count=Count("record_id"))}


def _instead(kind: str, lost: list[str]) -> list[str]:
    """For unknown words: Chinese that sounds the same, English or pinyin one slip away."""
    heard = [f"{SOUND}{sound(term)}" for term in lost if is_chinese(term)]
    mistyped = [term for term in lost if len(term) > 3 and not is_chinese(term) and not term.isdecimal()]
    return [*heard, *_one_slip(kind, mistyped[:3])]


def _one_slip(kind: str, mistyped: list[str]) -> list[str]:
    """Known words one slip away from each of these, as themselves or by their sound; one statement."""
    starts = [(term, mark, f"{mark}{term[0]}") for term in mistyped for mark in ("", SOUND)]
    if not starts:
        return []
    near = reduce(or_, (Q(term__gte=start, term__lt=f"{start}~~") for _, _, start in starts))
    rows = Posting.objects.filter(near, kind=kind).order_by("term").values_list("term", flat=True).distinct()
    words = list(rows[: NEIGHBOURS * len(starts)])
    return [
        f"{mark}{word}"
        for term, mark, start in starts
        for word in meant(term, (word.removeprefix(mark) for word in words if word.startswith(start)))
    ]
