"""`kept serve` answers, keeps its worker alive, and leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import click
import pytest

from kept.config.serving import check_free

pytestmark = pytest.mark.slow


def test_a_taken_port_is_said_before_anything_starts() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(click.UsageError, match="PORT=8001"):
        check_free(host="127.0.0.1", port=taken.getsockname()[1])


def test_serve_answers_with_database_and_worker_and_stops_when_asked(tmp_path: Path) -> None:
    with _served(tmp_path) as (server, port):
        _wait(lambda: _health(port) == {"database": "up", "worker": "up"})
        server.send_signal(signal.SIGTERM)
        code = server.wait(timeout=20)

    assert code == 0
    _wait(lambda: _health(port) is None)


def test_pages_go_before_the_work_of_the_worker_beside_them(tmp_path: Path) -> None:
    with _served(tmp_path) as (server, port):
        _wait(lambda: _health(port) == {"database": "up", "worker": "up"})
        (worker,) = [pid for pid in _children(server.pid) if "worker" in _command(pid)]

        assert os.getpriority(os.PRIO_PROCESS, worker) > os.getpriority(os.PRIO_PROCESS, server.pid)


def test_a_killed_server_leaves_nothing_running(tmp_path: Path) -> None:
    with _served(tmp_path) as (server, port):
        _wait(lambda: _health(port) is not None)
        server.kill()
        server.wait()

        _wait(lambda: _health(port) is None)


@contextmanager
def _served(data: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "KEPT_DATA": str(data), "DATABASE_URL": "", "KEPT_SECRET_KEY": "x" * 50}
    environment["DJANGO_SETTINGS_MODULE"] = "kept.config.settings"
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--run-syncdb", "-v0"], env=environment, check=True
    )
    server = subprocess.Popen(
        [sys.executable, "-m", "kept.config.cli", "serve", "--port", str(port)],
        env=environment,
        start_new_session=True,
    )
    try:
        yield server, port
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _children(pid: int) -> list[int]:
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # gone meanwhile
            if f"PPid:\t{pid}\n" in (each / "status").read_text():
                found.append(int(each.name))
    return found


def _command(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/cmdline").read_text().split("\0")


def _health(port: int) -> dict[str, str] | None:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return dict(json.load(answer))
    except (URLError, OSError):
        return None


def _wait(holds: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.1)
