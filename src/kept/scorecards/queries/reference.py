"""What the catalogue holds, in words: the page docs/reference/indicators.md."""

from __future__ import annotations

from collections.abc import Iterator

from ..catalogue import INDICATORS, MEASURES, Indicator, Measure, Recorded
from ..catalogue.tree import BESIDE, CLASSES, NODES, Group, groups_of
from .shape import declared_range

INTRODUCTION = """\
# Indicators

The indicators that come with Kept: four classes, sixteen groups, and those beside the tree.
[How they are used, changed and added to](../how-to/indicators.md). Whoever may, changes them without
code; this page tells what the house declares.

Kinds: *computed* from records, *recorded* from base numbers that are entered, *judged* by persons on a scale.
*Score* names the figures that score 0 and 100; a band scores 100 in between.

This page is what `kept indicators --reference` prints; a test compares the two.
"""
HEAD = (
    f"| code | title | in words | formula | kind | unit | phase | horizon | score | source |\n{'|---' * 10}|"
)


def reference_text() -> str:
    return "\n".join([INTRODUCTION, *_lines()]) + "\n"


def _lines() -> Iterator[str]:
    for each in CLASSES:
        yield f"## {each.number} {each.title}\n"
        for group in groups_of(each.code):
            yield from _group(group)
    yield "## Beside the tree\n"
    for group in BESIDE:
        yield from _group(group)
    yield "## What is counted\n"
    yield "| name | title | fact table | by the day |\n|---|---|---|---|"
    for measure in MEASURES.values():
        if isinstance(measure, Measure):
            yield f"| `{measure.name}` | {measure.title} | `{measure.table}` | `{measure.day}` |"
    yield "\n## Base numbers\n"
    yield "| name | title | unit | months |\n|---|---|---|---|"
    for number in MEASURES.values():
        if isinstance(number, Recorded):
            yield f"| `{number.name}` | {number.title} | {number.unit.label} | {number.over.label} |"


def _group(group: Group) -> Iterator[str]:
    own = [indicator for indicator in INDICATORS.values() if group.code in indicator.groups]
    if not own:
        return
    yield f"### {group.number} {group.title}\n".replace("###  ", "### ")
    yield HEAD
    yield from (_line(indicator) for indicator in own)
    yield ""


def _line(indicator: Indicator) -> str:
    also = [str(NODES[code].title) for code in indicator.groups[1:]]
    title = f"{indicator.title}{f' (also in {also[0]})' if also else ''}"
    told = (
        f"`{indicator.code}`",
        title,
        indicator.words,
        f"`{indicator.formula}`",
        indicator.how.value,
        str(indicator.unit.label),
        indicator.phase,
        indicator.horizon.value,
        _score(indicator),
        indicator.source,
    )
    return f"| {' | '.join(told)} |"


def _score(indicator: Indicator) -> str:
    reach = declared_range(indicator)
    if reach is None:
        return ""
    if reach.low is not None:
        return f"{reach.worst.normalize():f}, {reach.low} to {reach.high}, {reach.best.normalize():f}"
    return f"{reach.worst.normalize():f} to {reach.best.normalize():f}"
