"""`kept importance-performance`: weigh importance against performance, from a file, without a database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import click
from django.utils.translation import override

from kept.kernel.errors import Refused
from kept.methods.importance_performance import (
    Centre,
    Evaluation,
    ItemPlace,
    MatrixOptions,
    importance_performance,
)

from .rules.rating_files import read_ratings

HEADS = ("item", "importance", "performance", "gap", "cell", "class")


class BadInput(click.ClickException):
    exit_code = 2


class Pair(click.ParamType[tuple[Decimal, Decimal]]):
    """Two numbers with a comma between, the first below the second."""

    name = "low,high"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Decimal, Decimal]:
        if isinstance(value, tuple):
            return value
        try:
            first, second = (Decimal(part.strip()) for part in str(value).split(","))
        except (InvalidOperation, ValueError):
            self.fail(f"'{value}' is not two numbers with a comma between.", param, ctx)
        if not (first.is_finite() and second.is_finite() and first < second):
            self.fail(f"in '{value}' the first number must be below the second.", param, ctx)
        return first, second


@click.command("importance-performance")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.option("--scale", type=Pair(), default="1,7", show_default=True, help="Lowest and highest mark.")
@click.option("--cuts", type=Pair(), default="3,5", show_default=True, help="Where low and medium end.")
@click.option(
    "--centre",
    type=click.Choice(["mean", "median"]),
    default="mean",
    show_default=True,
    help="What stands for all.",
)
@click.option("--encoding", default="", help="Encoding of the file; found out when not given.")
def importance_performance_command(
    file: Path,
    as_json: bool,
    scale: tuple[Decimal, Decimal],
    cuts: tuple[Decimal, Decimal],
    centre: str,
    encoding: str,
) -> None:
    """Weigh importance against performance.

    FILE is CSV with the columns respondent, item, importance, performance. Items are classed by the 3 by 3
    matrix; the gap is importance less performance, positive when something is missing.
    """
    with override("en"):
        found = _evaluated(file, scale, cuts, centre, encoding)
    click.echo(_as_json(found.items) if as_json else _as_table(found.items))


COMMANDS: list[click.Command] = [importance_performance_command]


def _evaluated(
    file: Path, scale: tuple[Decimal, Decimal], cuts: tuple[Decimal, Decimal], centre: str, encoding: str
) -> Evaluation:
    try:
        raw = file.read_bytes()
    except OSError as why:
        raise BadInput(f"{file}: {why.strerror}") from None
    try:
        options = MatrixOptions(
            scale=scale, importance_cuts=cuts, performance_cuts=cuts, centre=Centre(centre)
        )
        ratings = read_ratings(raw, scale=scale, encoding=encoding)
    except (Refused, ValueError) as why:
        raise BadInput(f"{file.name}: {why}") from None
    return importance_performance((rating.answer for rating in ratings), options)


def _as_json(places: Sequence[ItemPlace]) -> str:
    items = [
        dict(
            zip(
                HEADS,
                (place.item, *map(float, _figures(place)), str(place.cell), place.class_.value),
                strict=True,
            )
        )
        for place in places
    ]
    return json.dumps({"items": items}, ensure_ascii=False, indent=2)


def _as_table(places: Sequence[ItemPlace]) -> str:
    rows = [
        (place.item, *(f"{figure:.2f}" for figure in _figures(place)), str(place.cell), place.class_.value)
        for place in places
    ]
    widths = [max(len(row[column]) for row in [HEADS, *rows]) for column in range(len(HEADS))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if 1 <= column <= 3 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in [HEADS, *rows]
    )


def _figures(place: ItemPlace) -> tuple[Decimal, Decimal, Decimal]:
    return place.importance, place.performance, place.gap
