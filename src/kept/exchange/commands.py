"""`kept import deliveries` and `kept export`."""

from __future__ import annotations

import csv
import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from django.utils import translation
from django.utils.timezone import now

from kept.kernel.actor import Actor
from kept.kernel.facts import month_bounds
from kept.kernel.web.exports import BOM, harmless, sheet_name
from kept.orders.commands import orders

from .actions.checking import Checked, check_file
from .actions.importing import import_file, rejected_of
from .actions.taking import TAKERS
from .models import ImportRun
from .queries.lists import LISTS
from .queries.mappings import Chosen, mapping_from
from .queries.rejects import marked_words, rejected_lines, rejected_of_run
from .reading.files import open_source
from .reading.rows import RowRead

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
TARGET = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.group("import")
def import_() -> None:
    """Read deliveries, cases or counts of calls from a file of any columns."""
    translation.activate("en")


def _import_of(kind: str, about: str) -> None:
    """Offer `kept import KIND FILE`."""

    @import_.command(kind, help=about)
    @click.argument("file", type=FILE)
    @click.option(
        "--mapping", required=True, help="A mapping file, or the name of one that ships or was uploaded."
    )
    @click.option("--dry-run", is_flag=True, help="Say what would come in; write nothing.")
    @click.option(
        "--rejects", type=TARGET, help="Write rejected rows here [default: FILE.rejected.csv, if any]."
    )
    @click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
    @click.option("--quiet", is_flag=True, help="No progress bar.")
    def command(
        file: Path, mapping: str, dry_run: bool, rejects: Path | None, as_json: bool, quiet: bool
    ) -> None:
        chosen = mapping_from(mapping)
        if chosen.mapping.kind.name != kind:
            raise click.UsageError(f"{chosen.name} maps {chosen.mapping.kind.name}, not {kind}")
        if dry_run:
            _dry_run(file, chosen, rejects, as_json, quiet)
        else:
            _take_in(file, chosen, rejects, as_json, quiet)


GOES_ON = (
    " A broken-off import goes on where it stopped; a finished one changes nothing when it is run again."
)
_import_of("deliveries", "Take in the deliveries of FILE: CSV (also .gz), Excel or Parquet." + GOES_ON)
_import_of("cases", "Take in the cases of another service desk's log." + GOES_ON)
_import_of("contacts", "Take in calls, mails and chats that were logged elsewhere." + GOES_ON)
_import_of("calls", "Take in how many calls came in, by spans of minutes." + GOES_ON)


import_.add_command(orders)


def _take_in(file: Path, chosen: Chosen, rejects: Path | None, as_json: bool, quiet: bool) -> None:
    with _Progress("Importing", quiet) as progress:
        run = import_file(path=file, chosen=chosen, by=Actor.system("import"), clock=now, tell=progress.tell)
    written = _write_rejects(rejects or _beside(file), rejected_of_run(run)) if run.rows_rejected else None
    told = {
        "import": run.number,
        "state": run.state,
        "rows": run.rows_done,
        "taken_in": run.rows_taken,
        "already_there": run.rows_known,
        "rejected": run.rows_rejected,
        "promises": run.promises,
        "new_customers": run.new_customers,
        "new_partners": run.new_partners,
        "left_out": marked_words(run.marked),
        "rejected_rows": str(written) if written else None,
    }
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    click.echo(
        f"{run.number}: {run.rows_done} rows, {run.rows_taken} taken in, {run.rows_known} already there,"
        f" {run.rows_rejected} rejected; {run.promises} promises"
    )
    _say_left_out(run.marked)
    if written:
        click.echo(f"Rejected rows with their reasons: {written}. Correct them and import that file.")


def _dry_run(file: Path, chosen: Chosen, rejects: Path | None, as_json: bool, quiet: bool) -> None:
    source = open_source(file, chosen.mapping)
    refused: list[RowRead] = []
    with _Progress("Checking", quiet) as progress:
        found = check_file(source=source, chosen=chosen, refuse=refused.extend, tell=progress.tell)
    rows = [rejected_of(ImportRun(), row, row.problem) for row in refused if row.problem]
    listed = [{"row": row.row, "column": row.column, "reason": row.why} for row in rows]
    if rejects:
        _write_rejects(rejects, rejected_lines(source.columns, rows))
    if as_json:
        told = {**found.summary(), "left_out": marked_words(found.marked), "rejected_rows": listed}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    _say_check(found, chosen.mapping.kind.name)
    for line in listed:
        column = f", {line['column']}" if line["column"] else ""
        click.echo(f"  row {line['row']}{column}: {line['reason']}")


def _say_check(found: Checked, kind: str) -> None:
    click.echo(
        f"{found.rows} rows: {found.would_come_in} would come in with {found.promises} promises,"
        f" {found.known} already there, {found.rejected} rejected;"
        f" {len(found.new_customers)} new customers, {len(found.new_partners)} new partners"
    )
    _say_left_out(found.marked)
    shown = TAKERS[kind].shown
    for told in found.samples:
        said = [str(getattr(told, name)) for name in shown if getattr(told, name) not in (None, "")]
        click.echo(f"  {told.key}: {', '.join(said)}")


def _say_left_out(marked: dict[str, int]) -> None:
    for told in marked_words(marked):
        click.echo(f"  left out as no data: {told['count']} of {told['column']}, {told['reason']}")


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.name.partition('.')[0]}.rejected.csv")


def _write_rejects(path: Path, lines: Any) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(lines)
    return path


class _Progress:
    """A bar on stderr that grows with the rows."""

    def __init__(self, label: str, quiet: bool) -> None:
        self.label, self.quiet, self.done = label, quiet, 0
        self.bar: Any = None

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.render_finish()

    def tell(self, done: int, about: int) -> None:
        if self.quiet:
            return
        if self.bar is None:
            self.bar = click.progressbar(length=about, label=self.label, file=sys.stderr)
            self.bar.render_progress()
        self.bar.length = max(about, done)
        self.bar.update(done - self.done)
        self.done = done


class Month(click.ParamType[date]):
    name = "YYYY-MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else datetime.strptime(value, "%Y-%m").date()
        except ValueError:
            self.fail(f"{value!r} is not a month such as 2026-03", param, ctx)


@click.command()
@click.argument("what", metavar="LIST", type=click.Choice(sorted(LISTS)))
@click.argument("file", type=TARGET)
@click.option("--from", "first", type=Month(), help="First month.")
@click.option("--to", "last", type=Month(), help="Last month.")
@click.option("--json", "as_json", is_flag=True, help="Print how many rows were written as JSON.")
def export(what: str, file: Path, first: date | None, last: date | None, as_json: bool) -> None:
    """Write a LIST to FILE, as CSV or, where it ends in .xlsx, as Excel."""
    asked = LISTS[what]
    if (first or last) and not asked.moment:
        raise click.UsageError(f"{what} have no month")
    start = month_bounds(first)[0] if first else None
    end = month_bounds(last)[1] if last else None
    head, lines = list(asked.columns), asked.lines(start, end)
    is_book = file.suffix.lower() == ".xlsx"
    count = _write_xlsx(file, what, head, lines) if is_book else _write_csv(file, head, lines)
    click.echo(json.dumps({"file": str(file), "rows": count}) if as_json else f"{file}: {count} rows")


def _write_csv(path: Path, head: list[str], lines: Any) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(BOM)
        write = csv.writer(out).writerow
        write(head)
        for count, line in enumerate(lines, 1):  # noqa: B007
            write([harmless(cell) for cell in line])
    return count


def _write_xlsx(path: Path, title: str, head: list[str], lines: Any) -> int:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})
    sheet, count = book.add_worksheet(sheet_name(title)), 0
    sheet.write_row(0, 0, head)
    for count, line in enumerate(lines, 1):
        sheet.write_row(count, 0, [str(cell) if isinstance(cell, bool) else cell for cell in line])
    book.close()
    return count


COMMANDS = [import_, export]
