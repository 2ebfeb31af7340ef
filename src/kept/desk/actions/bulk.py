"""One act on many cases: each on its own, done or refused with its reason, none half done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from kept.kernel.errors import Refused

from ..models import Case


@dataclass(frozen=True)
class Result:
    """What became of one case; `why` is empty when it was done."""

    case: Case
    why: str = ""

    @property
    def is_done(self) -> bool:
        return not self.why


def do_each(cases: Iterable[Case], act: Callable[[Case], object]) -> list[Result]:
    """Ask the act of each case. What our rules refuse is told beside its case and holds up no other."""
    return [_done(case, act) for case in cases]


def _done(case: Case, act: Callable[[Case], object]) -> Result:
    try:
        with transaction.atomic():
            act(case)
    except Refused as no:
        return Result(case, str(no))
    return Result(case)
