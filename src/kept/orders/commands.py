"""`kept import orders`: order files that are too large for the browser."""

from __future__ import annotations

import json
from pathlib import Path

import click
from django.utils.timezone import now

from kept.kernel.actor import Actor
from kept.kernel.sheets import rows_of
from kept.parties.models import Customer

from .actions.intake import Judged, judge, place_judged

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
MOST_SHOWN = 100


@click.command("orders")
@click.argument("file", type=FILE)
@click.option("--customer", help="Number of the customer for rows that name none.")
@click.option("--dry-run", is_flag=True, help="Say what would be placed; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def orders(file: Path, customer: str | None, dry_run: bool, as_json: bool, quiet: bool) -> None:
    """Place the orders of FILE: Excel or CSV, with the columns of the template.

    Nothing is placed while a row is wrong. References that have an order already are left alone, so that
    a file can be sent again.
    """
    by, at = Actor.system("import"), now()
    judged = judge(rows_of(file.read_bytes()), customer=_customer(customer), by=by, at=at)
    placed = 0
    if not judged.errors and not dry_run:
        with click.progressbar(length=len(judged.drafts), label="Placing", hidden=quiet or as_json) as bar:
            placed = place_judged(judged=judged, by=by, at=at, tell=bar.update)
    _say(judged, placed, as_json)
    if judged.errors:
        raise click.ClickException(f"{len(judged.errors)} cells are wrong; nothing was placed.")


def _customer(number: str | None) -> Customer | None:
    if number is None:
        return None
    found = Customer.objects.filter(number=number).first()
    if found is None:
        raise click.BadParameter(f"there is no customer {number}", param_hint="--customer")
    return found


def _say(judged: Judged, placed: int, as_json: bool) -> None:
    told = {
        "orders": len(judged.drafts),
        "placed": placed,
        "already_there": len(judged.duplicates),
        "errors": [
            {"row": error.row, "column": str(error.column), "reason": str(error.reason)}
            for error in judged.errors
        ],
    }
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for error in judged.errors[:MOST_SHOWN]:
        click.echo(f"row {error.row}: {error.column} {error.reason}")
    click.echo(f"{len(judged.drafts)} orders, {placed} placed, {len(judged.duplicates)} already there")


COMMANDS: list[click.Command] = []
"""`orders` stands below `kept import`, where the exchange room puts it."""
