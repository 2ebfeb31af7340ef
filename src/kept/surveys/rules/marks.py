"""What one may answer to an item, and how it is refused when it does not fit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any

from django.utils.translation import gettext_lazy as _

from kept.kernel.errors import Refused

from ..enums import Asks

MARKED = {
    Asks.IMPORTANCE_PERFORMANCE: ("importance", "performance"),
    Asks.EXPECTED_PERCEIVED: ("expected", "perceived"),
    Asks.PERFORMANCE: ("performance",),
    Asks.SATISFIED: ("performance",),
    Asks.EFFORT: ("performance",),
    Asks.NPS: ("nps",),
    Asks.KANO: ("present", "absent"),
    Asks.CHOICE: ("choice",),
    Asks.CHOICES: ("choice",),
    Asks.TEXT: ("text",),
}
"""Which fields of an answer each kind of item fills."""

LONGEST = 2000
NPS_SCALE = (0, 10)
KANO_SCALE = (1, 5)
SCALES = {"nps": NPS_SCALE, "present": KANO_SCALE, "absent": KANO_SCALE}
"""Scales that are the same in every questionnaire."""


class OffScale(Refused):
    default = _("This mark is off the scale.")


class NotAnswered(Refused):
    default = _("Please answer this.")


class UnknownItem(Refused):
    default = _("This survey does not ask that.")


class UnknownChoice(Refused):
    default = _("Choose one of the answers offered.")


@dataclass(frozen=True)
class Mark:
    """What was said of one item; only what the item asks is given."""

    importance: int | None = None
    performance: int | None = None
    expected: int | None = None
    perceived: int | None = None
    nps: int | None = None
    present: int | None = None
    absent: int | None = None
    choice: str = ""
    text: str = ""

    @property
    def given(self) -> dict[str, Any]:
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in found.items() if value not in (None, "")}


def check_mark(
    mark: Mark,
    *,
    code: str,
    asks: str,
    scale: tuple[int, int],
    choices: Collection[str] = (),
    is_required: bool = True,
) -> None:
    """Refuse what the item does not ask, what is missing, off the scale or not offered."""
    wanted = MARKED[Asks(asks)]
    if foreign := sorted(set(mark.given) - set(wanted)):
        raise UnknownItem(field=f"{foreign[0]}-{code}")
    missing = [name for name in wanted if name not in mark.given]
    if missing and (is_required or len(missing) < len(wanted)):
        raise NotAnswered(field=f"{missing[0]}-{code}")
    for name, value in mark.given.items():
        _check_value(name, value, code=code, scale=scale, choices=choices, several=asks == Asks.CHOICES)


def is_low(mark: Mark, at_most: int, recommended_at_most: int = 6) -> bool:
    """Whether it says that something went badly, or that we are not recommended.

    >>> is_low(Mark(performance=2), 2), is_low(Mark(importance=1, performance=5), 2), is_low(Mark(nps=6), 2)
    (True, False, True)
    """
    felt = any(value is not None and value <= at_most for value in (mark.performance, mark.perceived))
    return felt or (mark.nps is not None and mark.nps <= recommended_at_most)


def lowest_of(mark: Mark) -> int:
    """The lowest of what was felt."""
    return min(value for value in (mark.performance, mark.perceived, mark.nps) if value is not None)


def _check_value(
    name: str, value: Any, *, code: str, scale: tuple[int, int], choices: Collection[str], several: bool
) -> None:
    field = f"{name}-{code}"
    if name == "choice":
        _check_choice(value.split() if several else [value], choices, field)
    if name == "text" and len(value) > LONGEST:
        raise Refused(_("At most %(most)d letters.") % {"most": LONGEST}, field=field)
    if name in ("choice", "text"):
        return
    low, high = SCALES.get(name, scale)
    if not low <= value <= high:
        words = _("%(mark)s is off the scale from %(low)d to %(high)d.")
        raise OffScale(words % {"mark": value, "low": low, "high": high}, field=field)


def _check_choice(codes: list[str], choices: Collection[str], field: str) -> None:
    if len(set(codes)) < len(codes) or not set(codes) <= set(choices):
        raise UnknownChoice(field=field)
