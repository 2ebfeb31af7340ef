"""The catalogue in force: what the house declares, with what users added, changed and retired."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.functional import lazystr
from django.utils.timezone import localdate

from kept.kernel.words import say

from ..catalogue import CATALOGUE, Catalogue, Indicator, Recorded, Source
from ..catalogue.declared import judged_parts
from ..enums import Change, Direction, Horizon, How, Over, Unit
from ..models import IndicatorVersion


def known(on: date | None = None) -> Catalogue:
    """The catalogue of a day, today's by default; one statement."""
    return History().at(on or localdate())


class History:
    """Every version there is, read once; the catalogue of any day."""

    def __init__(self, versions: Iterable[IndicatorVersion] | None = None) -> None:
        rows = IndicatorVersion.objects.order_by("code", "version") if versions is None else versions
        self.versions = list(rows)
        self._made: dict[tuple[str, ...], Catalogue] = {}

    def at(self, on: date) -> Catalogue:
        valid = [version for version in self.versions if version.valid_from <= on]
        if not valid:
            return CATALOGUE
        names = tuple(str(version) for version in valid)
        if names not in self._made:
            self._made[names] = overlaid(valid)
        return self._made[names]

    def days(self) -> list[date]:
        """The days on which the catalogue becomes another one."""
        return sorted({version.valid_from for version in self.versions})


def overlaid(versions: Iterable[IndicatorVersion]) -> Catalogue:
    """The house's catalogue with these versions on top, of each indicator the one that began last."""
    newest = newest_of(versions)
    valid = [version for version in newest.values() if version.change != Change.RETIRED]
    gone = [version.code for version in newest.values() if version.change == Change.RETIRED]
    more = [source for version in valid for source in sources_of(version)]
    return CATALOGUE.overlaid([indicator_of(version) for version in valid], more, gone)


def newest_of(versions: Iterable[IndicatorVersion]) -> dict[str, IndicatorVersion]:
    """By indicator the one that began last; what was retired stays so, whatever had been planned before."""
    newest: dict[str, IndicatorVersion] = {}
    for version in sorted(versions, key=lambda version: (version.valid_from, version.version)):
        holds = newest.get(version.code)
        if holds is None or holds.change != Change.RETIRED or version.version > holds.version:
            newest[version.code] = version
    return newest


def sources_of(version: IndicatorVersion) -> list[Source]:
    """The measures that come with an indicator whose figure people tell."""
    if version.code in CATALOGUE.indicators:
        return []
    if version.how == How.RECORDED and version.formula == version.code:
        over = Over(version.over or Over.SUM)
        return [Recorded(version.code, words_of(version.words), Unit(version.unit), over)]
    return list(judged_parts(version.code)) if version.how == How.JUDGED else []


def indicator_of(version: IndicatorVersion) -> Indicator:
    """A version as an indicator; what users do not say stays as the house declares it."""
    own: dict[str, Any] = {
        "formula": version.formula,
        "unit": Unit(version.unit),
        "direction": Direction(version.direction),
        "phase": version.phase,
        "horizon": Horizon(version.horizon),
        "how": How(version.how),
        "scale": (version.low, version.high),
        "in_money": version.unit == Unit.MONEY,
        "version": version.version,
    }
    if any(version.words.values()):
        own["title"] = words_of(version.words)
    if version.means:
        own["means"] = version.means
    declared = CATALOGUE.indicators.get(version.code)
    if declared is None:
        return Indicator(version.code, groups=(version.group,), sources=("R369",), **own)
    own["in_money"] = declared.in_money or own["in_money"]
    if version.formula != declared.formula:
        own["behind"] = ""
    kept_place = version.group in ("", declared.group)
    groups = declared.groups if kept_place else (version.group, *declared.groups[1:])
    return replace(declared, **{**own, "groups": groups})


def words_of(words: dict[str, str]) -> Any:
    """Said in the language of whoever reads it, when it is read."""
    return lazystr(_Said(words))


class _Said:
    def __init__(self, words: dict[str, str]) -> None:
        self.words = words

    def __str__(self) -> str:
        return say(self.words)
