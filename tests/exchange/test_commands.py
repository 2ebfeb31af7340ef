"""`kept import deliveries` and `kept export`, and what a kill leaves behind."""

import csv
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from kept.exchange.commands import export, import_
from kept.exchange.models import ImportRun
from kept.exchange.reading.mapping import BadMapping
from kept.transport.models import Shipment

from .conftest import Write

ROOT = Path(__file__).resolve().parents[2]


def run(command: Any, *words: str | Path) -> Any:
    return CliRunner().invoke(command, [str(word) for word in words])


@pytest.mark.django_db
def test_an_import_tells_what_came_in_as_json(small: Write, tmp_path: Path) -> None:
    path = small("1,A,F,2026-03-02,2026-03-02,1", "2,A,F,2026-03-02,bad,1")

    told = run(import_, "deliveries", path, "--mapping", tmp_path / "small.toml", "--json", "--quiet")

    assert told.exit_code == 0, told.output
    found = json.loads(told.stdout)
    rejected = tmp_path / "small.rejected.csv"
    assert {key: found[key] for key in ("rows", "taken_in", "rejected", "promises", "rejected_rows")} == {
        "rows": 2,
        "taken_in": 1,
        "rejected": 1,
        "promises": 1,
        "rejected_rows": str(rejected),
    }
    rows = list(csv.DictReader(rejected.open(encoding="utf-8-sig")))
    assert [(row["No"], row["kept_reason"]) for row in rows] == [("2", "Done: 'bad' is not a date")]


@pytest.mark.django_db
def test_a_dry_run_writes_nothing_and_names_every_rejected_row(small: Write, tmp_path: Path) -> None:
    path = small("1,A,F,2026-03-02,2026-03-02,1", "2,,F,2026-03-02,2026-03-02,1", "3,A,F,,bad,1")
    words = ("deliveries", path, "--mapping", tmp_path / "small.toml", "--dry-run", "--quiet")

    told = run(import_, *words)
    as_json = json.loads(run(import_, *words, "--json").stdout)

    assert "3 rows: 1 would come in with 1 promises, 0 already there, 2 rejected" in told.output
    assert "row 3, Client: is empty" in told.output
    assert "row 4, Done: 'bad' is not a date" in told.output
    assert as_json["rejected_rows"] == [
        {"row": 3, "column": "Client", "reason": "is empty"},
        {"row": 4, "column": "Done", "reason": "'bad' is not a date"},
    ]
    assert not ImportRun.objects.exists()
    assert not Shipment.objects.exists()


@pytest.mark.django_db
def test_a_mapping_that_is_not_there_names_those_that_are(small: Write) -> None:
    told = run(import_, "deliveries", small(), "--mapping", "scsm")

    assert isinstance(told.exception, BadMapping)
    assert "jd_changshu, scms" in str(told.exception.message)


@pytest.mark.django_db
def test_lists_are_exported_as_csv_and_excel(small: Write, tmp_path: Path) -> None:
    run(import_, "deliveries", small("1,=A,F,2026-03-02,2026-03-02,1"), "--mapping", tmp_path / "small.toml")
    target = tmp_path / "out.csv"

    told = run(export, "deliveries", target, "--from", "2026-03", "--to", "2026-03", "--json")

    assert json.loads(told.stdout)["rows"] == 1
    rows = list(csv.DictReader(target.open(encoding="utf-8-sig")))
    assert [(row["key"], row["customer"], row["carrier"]) for row in rows] == [("small:1", "'=A", "F")]
    assert "0 rows" in run(export, "promises", target, "--from", "2026-04").output
    for name in ("customers", "partners", "promises"):
        assert run(export, name, tmp_path / f"{name}.xlsx").exit_code == 0
        assert CalamineWorkbook.from_path(str(tmp_path / f"{name}.xlsx")).sheet_names == [name]
    assert run(export, "customers", target, "--from", "2026-03").exit_code == 2


ROWS = 900
BATCH = 20


@pytest.fixture
def installation(small: Write, tmp_path: Path) -> dict[str, str]:
    """A database of its own in a file, and the environment that points to it."""
    room = tmp_path / "kept"
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment |= {"KEPT_DATA": str(room), "DJANGO_SETTINGS_MODULE": "kept.config.settings"}
    _python(environment, SET_UP)
    return environment


SET_UP = """
import django
from django.conf import settings
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, run_syncdb=True)
from kept.kernel.models import RuleValue
from django.utils.timezone import now
RuleValue.objects.create(key="exchange.batch_rows", value=20, valid_from=now())
"""


def _python(environment: dict[str, str], code: str) -> None:
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, cwd=ROOT)


@pytest.mark.slow
def test_a_killed_import_goes_on_after_the_last_batch_that_was_acknowledged(
    small: Write, tmp_path: Path, installation: dict[str, str]
) -> None:
    path = small(*(f"{n},C{n % 7},F{n % 3},2026-03-02,2026-03-0{n % 3 + 1},1" for n in range(ROWS)))
    command = [sys.executable, "-m", "kept.config.cli", "import", "deliveries", str(path)]
    command += ["--mapping", str(tmp_path / "small.toml"), "--quiet"]
    database = Path(installation["KEPT_DATA"]) / "kept.sqlite3"

    process = subprocess.Popen(command, env=installation, cwd=ROOT, stdout=subprocess.DEVNULL)
    while process.poll() is None and _count(database, "exchange_importbatch") < 5:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()

    acknowledged = _count(database, "exchange_importbatch")
    assert 5 <= acknowledged < ROWS // BATCH
    assert _count(database, "transport_shipment") == acknowledged * BATCH
    assert _count(database, "promises_promise") == acknowledged * BATCH
    assert _count(database, "transport_delivery") == acknowledged * BATCH

    told = subprocess.run([*command, "--json"], env=installation, cwd=ROOT, capture_output=True, check=True)

    found = json.loads(told.stdout)
    assert (found["state"], found["rows"], found["taken_in"], found["already_there"]) == (
        "done",
        ROWS,
        ROWS,
        0,
    )
    assert _count(database, "transport_shipment") == ROWS
    again = subprocess.run([*command, "--json"], env=installation, cwd=ROOT, capture_output=True, check=True)
    assert json.loads(again.stdout) == found


def _count(database: Path, table: str) -> int:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20) as base:
        return int(base.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@pytest.mark.slow
def test_bad_input_is_one_clear_line_and_exit_code_two(small: Write, installation: dict[str, str]) -> None:
    broken = small().with_name("broken.toml")
    broken.write_text("[fields]\nhappened_at = 'Done'\ncustomer = 3\n")
    command = [sys.executable, "-m", "kept.config.cli", "import", "deliveries", str(small()), "--mapping"]

    told = subprocess.run([*command, str(broken)], env=installation, cwd=ROOT, capture_output=True, text=True)

    said = "kept: Mapping, [fields] customer: must be the name of a column or a table"
    assert (told.returncode, told.stderr.strip()) == (2, said)
