"""What happened to gaps and actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, Subject, event

VERDICT_WORDS = {
    "better": _("Better"),
    "worse": _("Worse"),
    "unproven": _("No difference shown"),
    "too_little": _("Not enough data"),
}
PART_WORDS = {
    "aim": _("aim and direction"),
    "finding": _("finding"),
    "goal": _("goal"),
    "target": _("planned target"),
    "promise": _("planned promise"),
    "package": _("package"),
    "stage": _("stage of the cycle"),
    "effect": _("expected effect"),
}


@dataclass(frozen=True, kw_only=True)
class GapEvent(Event):
    """The figures as they stood."""

    wanted: str
    got: str
    gap: str

    @classmethod
    def of(cls, gap: Any, *, at: Any) -> Self:
        return cls(
            subject=Subject.of(gap),
            occurred_at=at,
            wanted=str(gap.wanted),
            got=str(gap.got),
            gap=str(gap.gap),
        )


@event("strategy.gap_found")
@dataclass(frozen=True, kw_only=True)
class GapFound(GapEvent):
    title = _("Gap found")


@event("strategy.gap_closed")
@dataclass(frozen=True, kw_only=True)
class GapClosed(GapEvent):
    title = _("Gap closed")


@event("strategy.gap_reopened")
@dataclass(frozen=True, kw_only=True)
class GapReopened(GapEvent):
    title = _("Gap open again")


@dataclass(frozen=True, kw_only=True)
class ActionEvent(Event):
    """Which gap it is about, and who owns it."""

    gap_id: int
    owner_id: int
    customer_id: int | None

    @classmethod
    def of(cls, action: Any, *, at: Any, **more: Any) -> Self:
        return cls(
            subject=Subject.of(action),
            occurred_at=at,
            gap_id=action.gap_id,
            owner_id=action.owner_id,
            customer_id=action.gap.customer_id,
            **more,
        )


@event("strategy.action_opened")
@dataclass(frozen=True, kw_only=True)
class ActionOpened(ActionEvent):
    title = _("Action proposed")


@event("strategy.action_agreed")
@dataclass(frozen=True, kw_only=True)
class ActionAgreed(ActionEvent):
    title = _("Action agreed")


@event("strategy.action_begun")
@dataclass(frozen=True, kw_only=True)
class ActionBegun(ActionEvent):
    title = _("Action begun")


@event("strategy.policy_version_made")
@dataclass(frozen=True, kw_only=True)
class PolicyVersionMade(ActionEvent):
    title = _("Policy version made from the action")
    policy_id: int
    policy_version_id: int
    policy_version: int

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(_("version %(number)s") % {"number": data.get("policy_version", "")})


@event("strategy.action_finished")
@dataclass(frozen=True, kw_only=True)
class ActionFinished(ActionEvent):
    title = _("Action done")


@event("strategy.action_dropped")
@dataclass(frozen=True, kw_only=True)
class ActionDropped(ActionEvent):
    title = _("Action dropped")


@event("strategy.action_measured")
@dataclass(frozen=True, kw_only=True)
class ActionMeasured(ActionEvent):
    title = _("Measured again")
    verdict: str
    before: str
    after: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(VERDICT_WORDS.get(data.get("verdict", ""), ""))


@dataclass(frozen=True, kw_only=True)
class CycleEvent(Event):
    """Which version of the strategy it was."""

    customer_id: int | None
    strategy_version: int = 0

    @classmethod
    def of(cls, cycle: Any, *, at: Any, **more: Any) -> Self:
        return cls(subject=Subject.of(cycle), occurred_at=at, customer_id=cycle.customer_id, **more)


@event("strategy.cycle_opened")
@dataclass(frozen=True, kw_only=True)
class CycleOpened(CycleEvent):
    title = _("Strategy cycle opened")


@event("strategy.cycle_changed")
@dataclass(frozen=True, kw_only=True)
class CycleChanged(CycleEvent):
    title = _("Strategy cycle changed")
    part: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(PART_WORDS.get(data.get("part", ""), ""))


@event("strategy.strategy_in_force")
@dataclass(frozen=True, kw_only=True)
class StrategyInForce(CycleEvent):
    title = _("Strategy put in force")

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(_("version %(number)s") % {"number": data.get("strategy_version", "")})


@event("strategy.effects_measured")
@dataclass(frozen=True, kw_only=True)
class EffectsMeasured(CycleEvent):
    title = _("Effects measured again")


@event("strategy.cycle_closed")
@dataclass(frozen=True, kw_only=True)
class CycleClosed(CycleEvent):
    title = _("Strategy cycle closed")
