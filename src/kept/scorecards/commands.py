"""`kept facts`, `kept indicators`, `kept scorecard` and `kept service-level`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import click
from django.utils import translation
from django.utils.timezone import now

from kept.kernel.actor import Actor
from kept.kernel.facts import FACTS, month_bounds
from kept.methods.service_level import ServiceLevel, service_level

from .actions.facts import Refreshed
from .actions.scoring import refresh_scores
from .catalogue import INDICATORS, Indicator
from .catalogue.indicators import KEPT_BY_KIND
from .enums import How, Slice, Unit
from .models import Score
from .queries.checking import compare_facts
from .queries.engine import Figure, Place, figure, measures_of
from .queries.reading import PARTY, Whose, span_of
from .queries.reference import reference_text
from .queries.schema import schema_text
from .queries.tree import Leaf, Node, tree_of

JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
BY = {
    "subcontractor": Slice.SUBCONTRACTOR,
    "customer": Slice.CUSTOMER,
    "branch": Slice.BRANCH,
    "service": Slice.SERVICE,
}
SHOWN = tuple(c for c, i in INDICATORS.items() if c not in KEPT_BY_KIND and i.how == How.COMPUTED)


class Month(click.ParamType[date]):
    name = "YYYY-MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else datetime.strptime(value, "%Y-%m").date()
        except ValueError:
            self.fail(f"{value!r} is not a month such as 2026-03", param, ctx)


@click.group()
def facts() -> None:
    """Write or check the fact tables."""
    translation.activate("en")


@facts.command()
@JSON
def refresh(as_json: bool) -> None:
    """Write the months that have changed since the last time, and the figures made of them."""
    _say_written(refresh_scores(at=now(), tell=None if as_json else _tell), as_json)


@facts.command()
@JSON
def rebuild(as_json: bool) -> None:
    """Write all months from nothing, and all figures."""
    _say_written(refresh_scores(at=now(), rebuild=True, tell=None if as_json else _tell), as_json)


@facts.command()
@JSON
def check(as_json: bool) -> None:
    """Compare counts and sums of the fact tables with the database. Exit code 1 where they differ."""
    compared = compare_facts()
    if as_json:
        rows = [
            {
                "table": c.table,
                "figure": c.figure,
                "facts": str(c.in_facts),
                "rows": str(c.in_rows),
                "agrees": c.agrees,
            }
            for c in compared
        ]
        click.echo(json.dumps({"agrees": all(c.agrees for c in compared), "checks": rows}, indent=2))
    elif not compared:
        click.echo("There are no facts yet: run 'kept facts refresh'.")
    for each in () if as_json else compared:
        mark = "ok   " if each.agrees else "DIFFERS"
        click.echo(
            f"{mark} {each.table} {each.figure}: {each.in_facts} in the facts, {each.in_rows} in the rows"
        )
    if not all(each.agrees for each in compared):
        raise SystemExit(1)


@facts.command()
def schema() -> None:
    """Print what the fact tables hold, as docs/reference/facts.md has it."""
    click.echo(schema_text(), nl=False)


def _tell(table: str, month: date, count: int) -> None:
    click.echo(f"{table} {month:%Y-%m}: {count} rows", err=True)


def _say_written(done: Refreshed, as_json: bool) -> None:
    totals = {
        name: {"months": len(done.written[name]), "rows": sum(done.written[name].values())} for name in FACTS
    }
    if as_json:
        click.echo(json.dumps({"as_of": done.as_of.isoformat(), "written": totals}, indent=2))
        return
    for name, total in totals.items():
        click.echo(f"{name}: {total['months']} months, {total['rows']} rows written")


@click.command()
@click.option("--from", "first", type=Month(), required=True, help="First month.")
@click.option("--to", "last", type=Month(), required=True, help="Last month.")
@click.option(
    "--by", type=click.Choice([*BY, "month"]), help="A line for each of these [default: one for all]."
)
@click.option("--indicator", "wanted", multiple=True, help="Only these; may be given again.")
@JSON
def scorecard(first: date, last: date, by: str | None, wanted: tuple[str, ...], as_json: bool) -> None:
    """Print the indicators of a span of months."""
    translation.activate("en")
    chosen = _indicators(wanted)
    if last < first:
        raise click.UsageError("--to lies before --from")
    done = refresh_scores(at=now())
    end = month_bounds(last)[1].date()
    slices = ["all", *([BY[by].value] if by in BY else [])]
    found = measures_of(chosen, start=first, end=end, slices=slices, by_month=by == "month", as_of=done.as_of)
    total = found
    if by == "month":
        total = measures_of(chosen, start=first, end=end, slices=["all"], by_month=False, as_of=done.as_of)
    lines = {place: _figures(chosen, values) for place, values in found.items() if by in BY or by == "month"}
    names = _names(lines)
    ordered = sorted(
        ((p, told) for p, told in lines.items() if by == "month" or p.id is not None),
        key=lambda x: _order(x[0], names),
    )
    whole = _figures(chosen, total.get(Place(), {}))
    if as_json:
        told = {
            "from": f"{first:%Y-%m}",
            "to": f"{last:%Y-%m}",
            "by": by,
            "as_of": done.as_of.isoformat(),
            "total": _as_json(whole),
            "rows": [{**_whose(place, names), "indicators": _as_json(figures)} for place, figures in ordered],
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    _print("all", whole)
    for place, figures in ordered:
        _print(_whose(place, names)["name"], figures)


def _indicators(wanted: Iterable[str]) -> list[Indicator]:
    codes = list(wanted) or list(SHOWN)
    for code in codes:
        if code not in INDICATORS:
            raise click.UsageError(f"there is no indicator {code!r}; there are: {', '.join(INDICATORS)}")
    return [INDICATORS[code] for code in codes]


def _figures(chosen: list[Indicator], values: dict[str, Any]) -> dict[str, Figure]:
    return {indicator.code: figure(indicator, values) for indicator in chosen}


def _names(lines: Iterable[Place]) -> dict[tuple[str, int], tuple[str, str]]:
    """Number and name of the parties, one statement for each kind."""
    ids: dict[str, set[int]] = {}
    for place in lines:
        if place.id is not None:
            ids.setdefault(place.slice, set()).add(place.id)
    return {
        (slice, party.pk): (str(getattr(party, "number", "") or getattr(party, "code", "")), str(party))
        for slice, some in ids.items()
        for party in PARTY[slice][1]._base_manager.filter(pk__in=some)
    }


def _order(place: Place, names: dict[tuple[str, int], tuple[str, str]]) -> Any:
    return (place.month or date.min, names.get((place.slice, place.id or 0), ("", ""))[1])


def _whose(place: Place, names: dict[tuple[str, int], tuple[str, str]]) -> dict[str, Any]:
    if place.month is not None:
        return {"month": f"{place.month:%Y-%m}", "name": f"{place.month:%Y-%m}"}
    number, name = names.get((place.slice, place.id or 0), ("", ""))
    return {place.slice: place.id, "number": number, "name": name}


def _as_json(figures: dict[str, Figure]) -> dict[str, Any]:
    return {
        code: {
            "value": _text(told.value),
            "numerator": _text(told.numerator),
            "denominator": _text(told.denominator),
            "unit": INDICATORS[code].unit.value,
            **({"currency": told.currency} if told.currency else {}),
            **({"no_data": str(told.reason)} if told.value is None else {}),
        }
        for code, told in figures.items()
    }


def _print(name: str, figures: dict[str, Figure]) -> None:
    click.echo(name)
    for code, told in figures.items():
        if told.value is None:
            click.echo(f"  {code:<28} no data: {told.reason}")
            continue
        basis = (
            f"  ({_text(told.numerator)} of {_text(told.denominator)})"
            if told.denominator is not None
            else ""
        )
        click.echo(f"  {code:<28} {_shown(INDICATORS[code], told.value)} {told.currency}".rstrip() + basis)


def _shown(indicator: Indicator, value: Decimal) -> str:
    if indicator.unit == Unit.RATE:
        return f"{value * 100:.2f} %"
    return f"{value:,.0f}" if indicator.unit == Unit.COUNT else f"{value:,.2f}"


def _text(value: Decimal | None) -> str | None:
    """Plain digits, all of them, without a tail of noughts."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Rate(click.ParamType[Any]):
    """`name=0.95`, or a level alone."""

    name = "RATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        name, equals, text = value.rpartition("=")
        try:
            rate = Decimal(text)
        except InvalidOperation:
            self.fail(f"{text!r} is not a number such as 0.95", param, ctx)
        if not rate.is_finite() or not 0 <= rate <= 1:
            self.fail(f"{text} does not lie between 0 and 1", param, ctx)
        return (name, rate) if equals else rate


@click.command("service-level")
@click.option("--set", "set_level", type=Rate(), required=True, help="The level that was set, such as 0.95.")
@click.option(
    "--component", "parts", type=Rate(), multiple=True, required=True, help="NAME=RATE, once for each."
)
@JSON
def service_level_(set_level: Any, parts: tuple[Any, ...], as_json: bool) -> None:
    """Multiply internal rates into the external service level and compare it with the set one."""
    if isinstance(set_level, tuple):
        raise click.UsageError("--set takes a number such as 0.95")
    if any(not isinstance(part, tuple) or not part[0] for part in parts):
        raise click.UsageError("--component takes NAME=RATE, such as quantity=0.95")
    rates = dict(parts)
    if len(rates) != len(parts):
        raise click.UsageError("a component is given twice")
    level = service_level(set_level, rates)
    click.echo(_level_json(level) if as_json else _level_text(level))


def _level_json(level: ServiceLevel) -> str:
    """Exact figures: the digits of the decimals stand as JSON numbers."""
    parts = [
        {
            "name": part.name,
            "rate": _number(part.rate),
            "loss_share": _number(part.loss_share),
            "without_it": _number(part.without_it),
        }
        for part in level.components
    ]
    told = {
        "set": _number(level.set),
        "achieved": _number(level.achieved),
        "gap": _number(level.gap),
        "components": parts,
        "lowest": _number(level.lowest),
        "highest": _number(level.highest),
    }
    return _unquote(json.dumps(told, ensure_ascii=False, indent=2))


MARK = "\x00"


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{MARK}{_text(value)}{MARK}"


def _unquote(text: str) -> str:
    mark = json.dumps(MARK)[1:-1]
    return text.replace(f'"{mark}', "").replace(f'{mark}"', "")


def _level_text(level: ServiceLevel) -> str:
    assert level.achieved is not None and level.gap is not None
    lines = [
        f"set       {level.set * 100:.2f} %",
        f"achieved  {level.achieved * 100:.2f} %",
        f"gap       {level.gap * 100:.2f} percentage points",
    ]
    for part in level.components:
        share = "" if part.loss_share is None else f", {part.loss_share * 100:.1f} % of the loss"
        assert part.rate is not None
        lines.append(f"  {part.name}: {part.rate * 100:.2f} %{share}")
    return "\n".join(lines)


@click.command()
@click.option("--from", "first", type=Month(), help="First month [default: the last with figures].")
@click.option("--to", "last", type=Month(), help="Last month [default: the first].")
@click.option("--reference", is_flag=True, help="Print docs/reference/indicators.md.")
@JSON
def indicators(first: date | None, last: date | None, reference: bool, as_json: bool) -> None:
    """Print every indicator of the catalogue with its figure, weight and score."""
    translation.activate("en")
    if reference:
        click.echo(reference_text(), nl=False)
        return
    refresh_scores(at=now())
    span = span_of(Score.objects.all())
    begins = first or (last if last else span[1] if span else now().date().replace(day=1))
    ends = last or begins
    if ends < begins:
        raise click.UsageError("--to lies before --from")
    grown = tree_of(Actor.system("kept"), Whose(), begins, ends)
    leaves = [(node, leaf) for node in (*grown.groups, *grown.beside) for leaf in node.leaves]
    if as_json:
        told = {
            "from": f"{begins:%Y-%m}",
            "to": f"{ends:%Y-%m}",
            "score": _text(grown.score),
            "known": _text(grown.known),
            "missing_groups": [node.group.code for node in grown.missing_groups],
            "groups": [
                {
                    "code": n.group.code,
                    "under": n.group.under,
                    "weight": _text(n.weight),
                    "score": _text(n.score),
                }
                for n in (*grown.classes, *grown.groups)
            ],
            "indicators": [_leaf_json(node, leaf) for node, leaf in leaves],
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for node, leaf in leaves:
        each, figure_of = leaf.indicator, leaf.told
        words = f"no data: {figure_of.reason}" if figure_of.value is None else _shown(each, figure_of.value)
        click.echo(f"{node.group.number:<4} {each.code:<34} {words}")


def _leaf_json(node: Node, leaf: Leaf) -> dict[str, Any]:
    each = leaf.indicator
    return {
        "code": each.code,
        "title": str(each.title),
        "group": node.group.code,
        "kind": each.how.value,
        "formula": each.formula,
        "unit": each.unit.value,
        "direction": each.direction.value,
        "source": each.source,
        "value": _text(leaf.told.value),
        "weight": _text(leaf.weight),
        "score": _text(leaf.score),
        **({"no_data": leaf.told.reason} if leaf.told.value is None else {}),
    }


COMMANDS = [facts, indicators, scorecard, service_level_]
