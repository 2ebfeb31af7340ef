"""How the leaves of the tree are declared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..enums import Direction, Horizon, How, Unit
from .declared import MEASURES, Indicator, Recorded, indicator, judged_parts, recorded

UP, DOWN, BAND, NONE = Direction.UP, Direction.DOWN, Direction.BAND, Direction.NONE
Declare = Callable[..., None]


def leaves_of(group: str, **common: Any) -> Declare:
    """Declares leaves of a group: code, title, formula, requirement, worst and best."""

    def declare(code: str, title: Any, formula: str, source: str, worst: Any, best: Any, **more: Any) -> None:
        told = {"phase": "during", "unit": Unit.RATE, **common, **more}
        if "direction" not in told:
            told["direction"] = DOWN if worst is not None and float(worst) > float(best) else UP
        told["direction"] = Direction(told["direction"])
        groups = (group, *told.pop("also", ()))
        sources = (source, *told.pop("sources", ()))
        made = Indicator(code, title, formula, groups=groups, sources=sources, worst=worst, best=best, **told)
        if made.how == How.COMPUTED and any(isinstance(MEASURES.get(n), Recorded) for n in made.measures):
            made = Indicator(**{**vars_of(made), "how": How.RECORDED})
        indicator(made)

    return declare


def vars_of(made: Indicator) -> dict[str, Any]:
    return {name: getattr(made, name) for name in Indicator.__dataclass_fields__}


def entered(declare: Declare, code: str, title: Any, source: str, worst: Any, best: Any, **more: Any) -> None:
    """A leaf that is itself the number that is entered."""
    recorded(code, title, unit=more.get("unit", Unit.COUNT), **more.pop("number", {}))
    declare(code, title, code, source, worst, best, **more)


def judged(group: str, code: str, title: Any, source: str, aid: Any = "", **more: Any) -> None:
    """A leaf that persons judge on a scale."""
    for part in judged_parts(code):
        MEASURES[part.name] = part
    points, judges = judged_parts(code)
    told = {"phase": "before", "horizon": Horizon.LONG, "worst": 0, "best": 100, **more}
    indicator(
        Indicator(
            code,
            title,
            f"{points.name} / {judges.name}",
            groups=(group,),
            sources=(source,),
            unit=Unit.SCORE,
            direction=UP,
            how=How.JUDGED,
            aid=aid,
            **told,
        )
    )
