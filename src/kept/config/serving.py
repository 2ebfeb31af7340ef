"""`kept serve`: the web server, and the worker beside it as a child process."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread, main_thread
from time import sleep

import click

SERVER = "KEPT_SERVER"
"""Name of the variable by which a process that serves knows who started it."""
THREADS = "KEPT_THREADS"
"""Name of the variable by which it knows how many pages to make at once."""


def serve(*, host: str, port: int, threads: int, processes: int | None, worker: bool) -> None:
    """Serve until Ctrl-C or SIGTERM, by so many processes; None leaves it to the database and the machine."""
    from django.db import connection, connections
    from granian import Granian
    from granian.constants import Interfaces, Loops
    from granian.log import LogLevels

    from kept.scorecards.queries.readers import check_engine

    check_engine()
    check_free(host=host, port=port)
    connections.close_all()  # the server forks; no connection may come along
    os.environ[THREADS] = str(threads)
    if processes is None:
        processes = min(os.cpu_count() or 1, 4) if connection.vendor == "postgresql" else 1
    server = Granian(
        "kept.config.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        loop=Loops.asyncio,
        workers=processes,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )
    os.environ[SERVER] = str(os.getpid())
    with worker_beside() if worker else _nothing():
        server.serve()


def check_free(*, host: str, port: int) -> None:
    """Say clearly that a port is taken, before anything starts."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as why:
            raise click.UsageError(
                f"Cannot listen on {host}:{port} ({why.strerror}). Choose another port: PORT=8001"
            ) from None


@contextmanager
def worker_beside() -> Iterator[None]:
    """A worker that lives as long as this process does, and is started again when it falls."""
    stop = Event()
    keeper = Thread(target=_keep_worker, args=(stop,))
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join()


def _keep_worker(stop: Event) -> None:
    command = [sys.executable, "-m", "kept.config.cli", "worker", "--parent", str(os.getpid())]
    while not stop.is_set():
        child = subprocess.Popen(command, start_new_session=True)
        while child.poll() is None and not stop.wait(0.2):
            pass
        _end(child)
        stop.wait(1)


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(timeout=10)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def end_with_server() -> None:
    """In a process that serves: end when the one that `kept serve` started is gone, even by kill -9."""
    if server := os.environ.get(SERVER):
        Thread(target=_watch, args=(int(server),), daemon=True).start()


def _watch(server: int) -> None:
    while os.getppid() == server:
        sleep(1)
    signal.pthread_kill(main_thread().ident or 0, signal.SIGTERM)


@contextmanager
def _nothing() -> Iterator[None]:
    yield
