"""`kept serve`: the web server, and the worker beside it as a child process."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click


def serve(*, host: str, port: int, threads: int, worker: bool) -> None:
    """Serve until Ctrl-C or SIGTERM."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    check_free(host=host, port=port)
    server = Granian(
        "kept.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        websockets=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=10,
    )
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
    """A worker that lives as long as this process does."""
    command = [sys.executable, "-m", "kept.config.cli", "worker", "--parent", str(os.getpid())]
    child = subprocess.Popen(command, start_new_session=True)
    try:
        yield
    finally:
        child.terminate()
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@contextmanager
def _nothing() -> Iterator[None]:
    yield
