"""Adding, changing and retiring indicators by formula, without a programmer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.facts import company_day, month_of

from ..catalogue import CATALOGUE, language
from ..catalogue.declared import JUDGES, POINTS
from ..catalogue.language import BadExpression
from ..catalogue.tree import NODES
from ..enums import Change, Direction, Horizon, How, Over, Unit
from ..events import IndicatorChanged
from ..models import IndicatorVersion, Score
from ..queries.known import History
from ..queries.places import months_within
from .facts import let_wait
from .targets import UnknownIndicator

CODE = re.compile(r"[a-z][a-z0-9_]{2,59}")


class BadCode(Refused):
    default = _("A code is three or more small letters, digits and underscores, such as urgent_share.")


class TakenCode(Refused):
    default = _("There is already something of this name.")


class BadFormula(Refused):
    default = _("The formula cannot be read.")


class FormulaMissing(Refused):
    default = _("Write a formula.")


class StillUsed(Refused):
    default = _("Other indicators are made of it.")


class TitleMissing(Refused):
    default = _("Give it a title.")


class UnknownGroup(Refused):
    default = _("There is no such group.")


class WhyMissing(Refused):
    default = _("Say why.")


class RetiredAlready(Refused):
    default = _("It is retired already.")


@transaction.atomic
def add_indicator(
    *,
    code: str,
    words: Mapping[str, str],
    how: str = How.COMPUTED,
    formula: str = "",
    group: str = "own",
    unit: str = Unit.RATE,
    direction: str = Direction.UP,
    phase: str = "during",
    horizon: str = Horizon.SHORT,
    over: str = Over.SUM,
    scale: tuple[int, int] = (1, 5),
    means: str = "",
    valid_from: date,
    why: str,
    by: Actor,
    at: datetime,
) -> IndicatorVersion:
    """Add an indicator: by formula over what there is, as a number to be entered, or as one to be judged."""
    if not CODE.fullmatch(code):
        raise BadCode(field="code")
    history = History()
    taken = CATALOGUE.names() | {version.code for version in history.versions}
    if code in taken or code.endswith((POINTS, JUDGES)):
        raise TakenCode(field="code")
    if not any(text.strip() for text in words.values()):
        raise TitleMissing(field="title")
    version = IndicatorVersion(
        code=code,
        version=1,
        change=Change.ADDED,
        words=dict(words),
        how=how,
        formula=_formula_of(code, how, formula),
        group=group,
        unit=unit if how != How.JUDGED else Unit.SCORE,
        direction=direction,
        phase=phase,
        horizon=horizon,
        over=over,
        low=scale[0],
        high=scale[1],
        means=means.strip(),
    )
    return _keep(version, history, valid_from, why, by, at)


@transaction.atomic
def change_indicator(
    *, code: str, valid_from: date, why: str, by: Actor, at: datetime, **told: Any
) -> IndicatorVersion:
    """Change an indicator from a month on: formula, words, means, group, unit, direction, phase, horizon."""
    history = History()
    today = company_day(at)
    now = history.at(valid_from).indicators.get(code) or history.at(today).indicators.get(code)
    if now is None:
        raise UnknownIndicator(field="code")
    formula = told.get("formula", now.formula)
    computed = formula != now.formula and now.how == How.JUDGED
    last = _last(history, code)
    version = IndicatorVersion(
        code=code,
        version=(last.version if last else 0) + 1,
        change=Change.CHANGED,
        words=dict(told.get("words") or (last.words if last else {})),
        how=How.COMPUTED if computed else now.how,
        formula=_read(formula),
        group=told.get("group", now.group),
        unit=told.get("unit", now.unit),
        direction=told.get("direction", now.direction),
        phase=told.get("phase", now.phase),
        horizon=told.get("horizon", now.horizon),
        over=last.over if last else Over.SUM,
        low=now.scale[0],
        high=now.scale[1],
        means=told.get("means", last.means if last else "").strip(),
    )
    return _keep(version, history, valid_from, why, by, at)


@transaction.atomic
def retire_indicator(*, code: str, valid_from: date, why: str, by: Actor, at: datetime) -> IndicatorVersion:
    """Take an indicator out of the catalogue from a month on; its figures until then stay."""
    history = History()
    if code not in history.at(valid_from).indicators:
        raise (RetiredAlready if _last(history, code) else UnknownIndicator)(field="code")
    last = _last(history, code)
    version = IndicatorVersion(
        code=code,
        version=(last.version if last else 0) + 1,
        change=Change.RETIRED,
        words=dict(last.words) if last else {},
    )
    return _keep(version, history, valid_from, why, by, at)


def _keep(
    version: IndicatorVersion, history: History, valid_from: date, why: str, by: Actor, at: datetime
) -> IndicatorVersion:
    if not why.strip():
        raise WhyMissing(field="why")
    if version.change != Change.RETIRED and version.group not in NODES:
        raise UnknownGroup(field="group")
    version.valid_from = valid_from.replace(day=1)
    version.why, version.made_by_id, version.made_at = why.strip(), by.person_id, at
    _judge(version, History([*history.versions, version]))
    version.save()
    told = IndicatorChanged(
        subject=Subject("scorecards.indicator", version.pk, version.code),
        occurred_at=at,
        indicator=version.code,
        change=version.change,
        formula=version.formula,
        valid_from=version.valid_from,
    )
    emit(told, by=by)
    let_wait(_months(version.valid_from, at), at)
    return version


def _judge(version: IndicatorVersion, history: History) -> None:
    """On every day on which the catalogue changes from then on, each formula must be readable."""
    for day in history.days():
        if day < version.valid_from:
            continue
        for indicator in history.at(day).indicators.values():
            try:
                assert indicator.measures
            except BadExpression as wrong:
                if indicator.code == version.code:
                    raise BadFormula(wrong.words, field="formula") from None
                raise _broken_elsewhere(version, indicator.title, wrong) from None


def _broken_elsewhere(version: IndicatorVersion, title: Any, wrong: BadExpression) -> Refused:
    if version.change == Change.RETIRED:
        words = _now("%(indicator)s is made of it: change that one first.") % {"indicator": title}
        return StillUsed(words, field="code")
    words = _now("%(indicator)s could not be worked out any more. %(why)s") % {
        "indicator": title,
        "why": wrong.words,
    }
    return BadFormula(words, field="formula")


def _formula_of(code: str, how: str, formula: str) -> str:
    if how == How.JUDGED:
        return f"{code}{POINTS} / {code}{JUDGES}"
    return code if how == How.RECORDED else _read(formula)


def _read(formula: str) -> str:
    """As it is kept: read once, so that nothing but arithmetic gets any further."""
    if not formula.strip():
        raise FormulaMissing(field="formula")
    try:
        language.check_arithmetic(formula, longest=language.LONGEST)
        language.check_bases(formula)
    except BadExpression as wrong:
        raise BadFormula(wrong.words, field="formula") from None
    return formula.strip()


def _last(history: History, code: str) -> IndicatorVersion | None:
    own = [version for version in history.versions if version.code == code]
    return max(own, key=lambda version: version.version, default=None)


def _months(start: date, at: datetime) -> set[date]:
    """Months with figures from then on, and those up to now."""
    kept = set(Score.objects.filter(month__gte=start).values_list("month", flat=True).distinct())
    return kept | set(months_within(start, month_of(at)))
