"""Which policy applies: all keys that it names match; the most specific wins; a tie takes the strictest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kept.kernel.errors import Refused


class NothingChanged(Refused):
    default = _("Nothing has changed: the version before says the same.")


@dataclass(frozen=True)
class Circumstances:
    """What is known of a promise about to be made."""

    kind: str
    customer_id: int | None = None
    segment: str = ""
    service_id: int | None = None
    lane: tuple[str, str] = ("", "")
    contract_policy_id: int | None = None


@dataclass(frozen=True)
class Candidate:
    """A policy version in force, reduced to what the choice needs."""

    version_id: int
    policy_id: int
    kind: str
    limit: timedelta | None
    for_contract: bool = False
    customer_id: int | None = None
    segment: str = ""
    service_id: int | None = None
    lane: tuple[str, str] = ("", "")

    def matches(self, what: Circumstances) -> bool:
        return (
            self.kind == what.kind
            and (not self.for_contract or self.policy_id == what.contract_policy_id)
            and self.customer_id in (None, what.customer_id)
            and self.service_id in (None, what.service_id)
            and self.segment in ("", what.segment)
            and all(own in ("", given) for own, given in zip(self.lane, what.lane, strict=True))
        )

    def rank(self) -> tuple[bool, bool, int, bool, bool]:
        """Specificity in the order contract line, customer, lane, service, segment."""
        lane = sum(1 for end in self.lane if end)
        return (
            self.for_contract,
            self.customer_id is not None,
            lane,
            self.service_id is not None,
            bool(self.segment),
        )


def limit_words(limit: timedelta) -> str:
    """A time allowed in its largest whole unit: '3 days', '8 hours', '20 seconds'."""
    seconds = int(limit.total_seconds())
    if seconds % 86400 == 0:
        return ngettext("%(n)d day", "%(n)d days", seconds // 86400) % {"n": seconds // 86400}
    if seconds % 3600 == 0:
        return ngettext("%(n)d hour", "%(n)d hours", seconds // 3600) % {"n": seconds // 3600}
    if seconds % 60 == 0:
        return ngettext("%(n)d minute", "%(n)d minutes", seconds // 60) % {"n": seconds // 60}
    return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}


def choose(candidates: Iterable[Candidate], what: Circumstances) -> list[Candidate]:
    """The matching candidates, the winner first."""
    matching = [candidate for candidate in candidates if candidate.matches(what)]
    return sorted(
        matching,
        key=lambda c: (tuple(-int(part) for part in c.rank()), c.limit or timedelta.max, c.version_id),
    )
