"""The ten principles of a good indicator system, judged by what the catalogue and its figures are today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kept.kernel.money import Money, to_minor
from kept.kernel.numbers import rule

from ..catalogue import Catalogue, Indicator
from ..catalogue.limits import HOUR_COST
from ..catalogue.tree import CLASSES, GROUPS
from ..enums import Horizon, How, Slice, Sort
from ..models import IndicatorVersion, Score
from .shape import Shape, children_of
from .tree import Tree, duplicates, placed_twice

PHASES = ("before", "during", "after")


@dataclass(frozen=True)
class Principle:
    """What is asked, whether it is so, and what was found."""

    requirement: str
    title: Any
    is_met: bool
    found: str
    details: Sequence[str] = ()


def checklist(tree: Tree, shape: Shape) -> list[Principle]:
    """The principles R360 to R369, each judged from data."""
    catalogue = shape.catalogue
    leaves = [leaf.indicator for leaf in tree.leaves if leaf.indicator.is_leaf]
    return [
        _systematic(leaves),
        _hierarchical(catalogue),
        _comparable(leaves, shape),
        _general(),
        _economical(leaves),
        _complete(tree),
        _concise(catalogue),
        _both_sorts(leaves),
        _both_horizons(leaves),
        _flexible(),
    ]


def collecting_minutes(leaves: Sequence[Indicator]) -> int:
    """Minutes a month that it takes to collect all numbers, each number once."""
    numbers: dict[str, int] = {}
    for leaf in leaves:
        if leaf.how == How.JUDGED:
            numbers[leaf.code] = leaf.minutes
        else:
            measures = leaf.home.measures
            numbers.update({name: getattr(measures[name], "minutes", 0) for name in leaf.measures})
    return sum(numbers.values())


def _systematic(leaves: Sequence[Indicator]) -> Principle:
    phases = Counter(leaf.phase for leaf in leaves)
    told = {phase: phases.get(phase, 0) for phase in PHASES}
    words = _("%(before)d indicators before, %(during)d during and %(after)d after the transaction.") % told
    return Principle("R360", gettext_lazy("Systematic"), all(told.values()), words)


def _hierarchical(catalogue: Catalogue) -> Principle:
    deep = max((3 for group in GROUPS if children_of(group.code, catalogue)), default=2)
    words = _("%(depth)d levels: %(classes)d classes, %(groups)d groups, %(leaves)d leaves.") % {
        "depth": deep,
        "classes": len(CLASSES),
        "groups": len(GROUPS),
        "leaves": sum(len(children_of(group.code, catalogue)) for group in GROUPS),
    }
    return Principle("R361", gettext_lazy("Hierarchical"), deep == 3, words)


def _comparable(leaves: Sequence[Indicator], shape: Shape) -> Principle:
    bare = [str(leaf.title) for leaf in leaves if shape.range_of(leaf) is None]
    words = _("%(with)d of %(all)d indicators have bounds for a score of 0 to 100.") % {
        "with": len(leaves) - len(bare),
        "all": len(leaves),
    }
    return Principle("R362", gettext_lazy("Comparable"), not bare, words, bare)


def _general() -> Principle:
    counted = Score.objects.filter(slice=Slice.CUSTOMER).values("indicator")
    several = counted.annotate(customers=Count("customer", distinct=True)).filter(customers__gt=1).count()
    words = ngettext(
        "%(count)d indicator has figures of several customers.",
        "%(count)d indicators have figures of several customers.",
        several,
    )
    return Principle("R363", gettext_lazy("General"), several > 0, words % {"count": several})


def _economical(leaves: Sequence[Indicator]) -> Principle:
    minutes = collecting_minutes(leaves)
    cost = rule(HOUR_COST) * minutes / 60
    computed = sum(leaf.minutes == 0 for leaf in leaves)
    dearest = sorted(leaves, key=lambda leaf: -leaf.minutes)[:5]
    words = _(
        "%(computed)d of %(all)d cost nothing to collect; the others take %(hours)s hours a month,"
        " which cost %(cost)s."
    ) % {
        "computed": computed,
        "all": len(leaves),
        "hours": f"{Decimal(minutes) / 60:.1f}",
        "cost": Money(to_minor(round(cost))),
    }
    details = [
        _("%(indicator)s: %(minutes)d minutes") % {"indicator": leaf.title, "minutes": leaf.minutes}
        for leaf in dearest
        if leaf.minutes
    ]
    return Principle("R364", gettext_lazy("Economical"), computed * 4 >= len(leaves), words, details)


def _complete(tree: Tree) -> Principle:
    missing = [f"{node.group.number} {node.group.title}" for node in tree.missing_groups]
    words = (
        _("Every group has figures.")
        if not missing
        else ngettext("%(count)d group has no figures.", "%(count)d groups have no figures.", len(missing))
        % {"count": len(missing)}
    )
    return Principle("R365", gettext_lazy("Complete"), not missing, words, missing)


def _concise(catalogue: Catalogue) -> Principle:
    same = [" = ".join(str(indicator.title) for indicator in alike) for alike in duplicates(catalogue)]
    twice = [str(indicator.title) for indicator in placed_twice(catalogue)]
    words = (
        _("No indicator says the same as another.")
        if not same
        else ngettext("%(count)d thing is told twice.", "%(count)d things are told twice.", len(same))
        % {"count": len(same)}
    )
    details = [*same, *(_("%s stands in two groups with one value.") % title for title in twice)]
    return Principle("R366", gettext_lazy("Concise"), not same, words, details)


def _both_sorts(leaves: Sequence[Indicator]) -> Principle:
    rated = sum(leaf.sort == Sort.RATED for leaf in leaves)
    told = {"measured": len(leaves) - rated, "rated": rated}
    words = _("%(measured)d are measured and %(rated)d are rated.") % told
    return Principle("R367", gettext_lazy("Quantitative and qualitative"), all(told.values()), words)


def _both_horizons(leaves: Sequence[Indicator]) -> Principle:
    long = sum(leaf.horizon == Horizon.LONG for leaf in leaves)
    told = {"short": len(leaves) - long, "long": long}
    words = _("%(short)d look at the short and %(long)d at the long term.") % told
    return Principle("R368", gettext_lazy("Long and short term"), all(told.values()), words)


def _flexible() -> Principle:
    done = Counter(IndicatorVersion.objects.values_list("change", flat=True))
    told = {"added": done["added"], "changed": done["changed"], "retired": done["retired"]}
    words = _(
        "Anybody with the right may add, change and retire indicators by formula: %(added)d added,"
        " %(changed)d changed, %(retired)d retired so far."
    )
    return Principle("R369", gettext_lazy("Flexible and extensible"), True, words % told)
