"""The command line: `kept`. Commands of the rooms are loaded when they are called."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import NoReturn

import click

from kept import __version__

ROOM_COMMANDS = {
    "import": ("kept.exchange.commands", "Read deliveries from a file of any columns."),
    "export": ("kept.exchange.commands", "Write a list of records to a file."),
    "facts": ("kept.scorecards.commands", "Write or check the fact tables."),
    "indicators": ("kept.scorecards.commands", "Print the catalogue of indicators with its figures."),
    "person": ("kept.people.commands", "Add somebody who may sign in."),
    "scorecard": ("kept.scorecards.commands", "Print indicators of a period."),
    "simulate": ("kept.desk.commands", "Play calls against a running server."),
    "service-level": ("kept.scorecards.commands", "Compare an achieved service level with the set one."),
    "importance-performance": ("kept.surveys.commands", "Weigh importance against performance."),
}
"""Name of a command, the module that lists it in COMMANDS, and its line in `kept --help`."""


class Rooms(click.Group):
    """Knows the rooms' commands by name; imports a room only when its command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *(name for name in ROOM_COMMANDS if _is_there(name))])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in ROOM_COMMANDS or not _is_there(cmd_name):
            return super().get_command(ctx, cmd_name)
        set_up()
        module = import_module(ROOM_COMMANDS[cmd_name][0])
        return next((command for command in module.COMMANDS if command.name == cmd_name), None)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        own = {name: command.get_short_help_str(90) for name, command in self.commands.items()}
        rooms = {name: line for name, (_, line) in ROOM_COMMANDS.items() if _is_there(name)}
        with formatter.section("Commands"):
            formatter.write_dl(sorted((own | rooms).items()))


def _is_there(name: str) -> bool:
    module = ROOM_COMMANDS[name][0]
    room = module.rpartition(".")[0]
    return find_spec(room) is not None and find_spec(module) is not None


def set_up() -> None:
    """Make Django ready; kept out of `kept --help`, which must be quick."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")
    django.setup()


@click.group(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kept")
def kept() -> None:
    """Kept: customer service of a logistics company, told as promises kept and broken."""


HOST = click.option(
    "--host", envvar="HOST_ADDRESS", default="127.0.0.1", show_default=True, help="Address to listen on."
)
PORT = click.option("--port", envvar="PORT", default=8000, show_default=True, type=click.IntRange(1, 65535))
THREADS = click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64))
PROCESSES = click.option(
    "--processes",
    type=click.IntRange(1, 64),
    help="That make pages. By default one for each core on PostgreSQL, at most four; one on SQLite.",
)


@kept.command()
@HOST
@PORT
@THREADS
@PROCESSES
@click.option("--worker/--no-worker", default=True, show_default=True, help="Run a worker beside the server.")
def serve(host: str, port: int, threads: int, processes: int | None, worker: bool) -> None:
    """Start the web server and a worker beside it."""
    os.environ["PORT"] = str(port)  # links in mails and on paper name it
    set_up()
    from . import serving

    serving.serve(host=host, port=port, threads=threads, processes=processes, worker=worker)


@kept.command()
@click.option("--parent", type=int, hidden=True, help="Stop when this process is gone.")
def worker(parent: int | None) -> None:
    """Run what the clock asks and carry events on, until stopped."""
    set_up()
    from kept.scorecards.queries.readers import check_engine

    from . import working

    check_engine()
    if parent is not None:
        working.let_pages_go_first()
    working.work(stop=working.stop_on_signals(), parent=parent)


@kept.command()
def migrate() -> None:
    """Make the database fit this version of Kept."""
    set_up()
    from django.core.management import call_command

    call_command("migrate", verbosity=1, interactive=False)


@kept.command()
@HOST
@PORT
@THREADS
def demo(host: str, port: int, threads: int) -> None:
    """Start Kept with a working company inside it."""
    os.environ["PORT"] = str(port)
    set_up()
    from . import serving, showing

    serving.check_free(host=host, port=port)
    showing.open_demo(say=click.echo)
    showing.show_logins(address=f"http://{host}:{port}", say=click.echo)
    serving.serve(host=host, port=port, threads=threads, processes=None, worker=True)


@kept.command("demo-reset")
def demo_reset() -> None:
    """Forget the demo company and load it anew."""
    set_up()
    from . import showing

    showing.forget_demo()
    showing.open_demo(say=click.echo)


@kept.command()
def assets() -> None:
    """Collect the static files of the rooms and of the libraries they stand on."""
    set_up()
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False, clear=True)


@kept.command()
def messages() -> None:
    """Compile the catalogues of translations that changed."""
    from .messages import compile_messages

    click.echo(f"{len(compile_messages())} catalogues compiled")


def main() -> NoReturn:
    """Run a command; bad input is one line and exit code 2."""
    try:
        sys.exit(kept.main(prog_name="kept", standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as why:
        click.echo(why.ctx.get_help() if why.ctx else why.message)
        sys.exit(0)
    except click.ClickException as why:
        _stop(why.format_message(), ctx=getattr(why, "ctx", None))
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as why:
        if (message := _known(why)) is None:
            raise
        _stop(message)


def _stop(message: str, ctx: click.Context | None = None) -> NoReturn:
    hint = f" See '{ctx.command_path} --help'." if ctx else ""
    click.echo(f"kept: {' '.join(message.split())}{hint}", err=True)
    sys.exit(2)


def _known(why: Exception) -> str | None:
    """A sentence for what a user can put right; None for what is our own mistake."""
    if "django" not in sys.modules:
        return None
    from django.core.exceptions import ImproperlyConfigured
    from django.db.utils import OperationalError, ProgrammingError

    from kept.kernel.errors import Refused

    if isinstance(why, Refused):
        return str(why.message)
    if isinstance(why, ImproperlyConfigured):
        return str(why)
    if isinstance(why, (OperationalError, ProgrammingError)) and _is_empty(str(why)):
        return "This database is empty. Run 'kept migrate' first, or 'kept demo' for a company to look at."
    if isinstance(why, OperationalError):
        return f"The database does not answer: {why}"
    return None


def _is_empty(message: str) -> bool:
    return "no such table" in message or ("relation" in message and "does not exist" in message)


if __name__ == "__main__":
    main()
