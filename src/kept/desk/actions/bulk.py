"""One act on many cases or contacts: each on its own, done or refused with its reason, none half done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction

from kept.kernel.errors import Refused

from ..models import Case, Contact

Matter = TypeVar("Matter", bound=Case | Contact)


@dataclass(frozen=True)
class Result:
    """What became of one of them; `why` is empty when it was done."""

    case: Case | Contact
    why: str = ""

    @property
    def is_done(self) -> bool:
        return not self.why


def do_each(cases: Iterable[Matter], act: Callable[[Matter], object]) -> list[Result]:
    """Ask the act of each. What our rules refuse is told beside it and holds up no other."""
    return [_done(case, act) for case in cases]


def _done(case: Matter, act: Callable[[Matter], object]) -> Result:
    try:
        with transaction.atomic():
            act(case)
    except Refused as no:
        return Result(case, str(no))
    return Result(case)
