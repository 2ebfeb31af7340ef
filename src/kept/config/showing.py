"""`kept demo`: a company to look at, loaded once and kept between starts."""

import hashlib
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from kept import __version__

Say = Callable[[str], None]
RESET = "run make demo-reset"
DAYS = 365


def open_demo(*, say: Say) -> None:
    """Load the demo company, unless it is there already. A load that was broken off starts over."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    if _note().exists():
        _refuse_other_schema()
    else:
        _refuse_other_data()
        _load(say=say)


def _refuse_other_data() -> None:
    """Only an empty database is filled, or one whose filling was broken off."""
    if _loading().exists():
        forget_demo()
    elif connection.introspection.table_names():
        raise click.UsageError(
            f"This database holds something else than the demo company. To start over, {RESET}."
        )


def forget_demo() -> None:
    """Remove the demo company with all that was made from it; the key of the installation stays."""
    if connection.vendor != "sqlite":
        raise click.UsageError(
            "This database is a PostgreSQL one: drop and create it anew, then run kept demo."
        )
    connections.close_all()
    database = Path(str(settings.DATABASES["default"]["NAME"]))
    for file in database.parent.glob(f"{database.name}*"):
        file.unlink()
    for folder in (settings.MEDIA_ROOT, settings.FACTS, settings.EMAIL_FILE_PATH):
        shutil.rmtree(folder, ignore_errors=True)
    _note().unlink(missing_ok=True)
    _loading().unlink(missing_ok=True)


def show_logins(*, address: str, say: Say) -> None:
    """Print where Kept is and who can sign in."""
    from .demo import LOGINS

    rows = [("login", "password", "who"), *((login, password, str(who)) for login, password, who in LOGINS)]
    first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
    say(f"\nKept is at {address}  (Ctrl-C stops it)\n")
    for login, password, who in rows:
        say(f"  {login:<{first}}  {password:<{second}}  {who}")
    say("")


def _load(*, say: Say) -> None:
    from . import demo

    _loading().touch()
    say("Making the database ...")
    call_command("migrate", verbosity=0, interactive=False)
    with click.progressbar(length=DAYS, label="Loading a year of the demo company", file=sys.stderr) as days:
        demo.load(days=DAYS, tell=lambda: days.update(1))
    _note().write_text(json.dumps({"version": __version__, "schema": _schema()}))
    _loading().unlink()


def _refuse_other_schema() -> None:
    """Only a database of exactly this schema is opened."""
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    written = json.loads(_note().read_text())
    if pending or written.get("schema") != _schema():
        raise click.UsageError(f"The schema has changed since the demo company was loaded: {RESET}.")


def _schema() -> str:
    """A fingerprint of the migrations of all rooms."""
    package = Path(__file__).resolve().parent.parent
    files = sorted(package.glob("*/migrations/[0-9]*.py"))
    told = b"".join(file.relative_to(package).as_posix().encode() + file.read_bytes() for file in files)
    return hashlib.sha256(told).hexdigest()


def _note() -> Path:
    return Path(settings.DATA) / "demo.json"


def _loading() -> Path:
    return Path(settings.DATA) / "demo.loading"
