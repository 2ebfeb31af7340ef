"""What a call log says of a service desk."""

from __future__ import annotations

from dataclasses import dataclass

from .rates import Rate


@dataclass(frozen=True)
class CallCounts:
    """Calls of a period; a short abandon hung up before anybody could have answered (default 5 s)."""

    offered: int
    abandoned: int
    short_abandons: int
    answered_in_time: int
    talk_seconds: int
    hold_seconds: int
    wrap_up_seconds: int

    @property
    def answered(self) -> int:
        return self.offered - self.abandoned


@dataclass(frozen=True)
class CallFigures:
    """Service level on the four bases in use, abandonment gross and net, and handle time in seconds."""

    level: Rate
    level_of_offered: Rate
    level_of_answered: Rate
    level_with_short_abandons: Rate
    abandoned: Rate
    abandoned_net: Rate
    handle_seconds: Rate


def call_figures(counts: CallCounts) -> CallFigures:
    """level = answered in time / (offered - short abandons); handle = (talk + hold + wrap-up) / answered.

    Source: contact-centre practice; four bases are in use, so the base is told with the figure.

    >>> found = call_figures(CallCounts(20, 2, 1, 15, 3240, 360, 900))
    >>> round(found.level.value, 4), found.handle_seconds.value
    (Decimal('0.7895'), Decimal('250'))
    """
    lasting = counts.offered - counts.short_abandons
    handled = counts.talk_seconds + counts.hold_seconds + counts.wrap_up_seconds
    return CallFigures(
        level=Rate(counts.answered_in_time, lasting),
        level_of_offered=Rate(counts.answered_in_time, counts.offered),
        level_of_answered=Rate(counts.answered_in_time, counts.answered),
        level_with_short_abandons=Rate(counts.answered_in_time + counts.short_abandons, counts.offered),
        abandoned=Rate(counts.abandoned, counts.offered),
        abandoned_net=Rate(counts.abandoned - counts.short_abandons, lasting),
        handle_seconds=Rate(handled, counts.answered),
    )
