"""`python -m bench.desk_load`: fifty clerks at work over a million contacts, as browsers ask for pages.

Takes DATABASE_URL (PostgreSQL, which is emptied first) or a SQLite file in a temporary folder. Contacts and
cases come in through the bulk verbs of the imports. The server and the clerks share the machine.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import quote

BATCH = 5000
OPEN_CASES = 400
THINKING = 5.0
POLLING = 15.0
WARMING = 12
"""So often each page is asked for before the clock runs: no clerk meets a server that has just begun."""
ALONE = 40
SHARES = (1, 2, 1, 1)
"""Of what a clerk opens: queue, case, customer, search."""
CHANNELS = ("phone", "phone", "phone", "wechat", "email", "chat", "sms")
MATTERS = ("外箱破损", "货到哪里了", "少了一件", "送货太慢", "回单没有寄回", "代收货款没到", "地址写错了")


def main() -> None:
    told = argparse.ArgumentParser(prog="bench.desk_load", description=__doc__)
    told.add_argument("--contacts", type=int, default=1_000_000)
    told.add_argument("--cases", type=int, default=300_000)
    told.add_argument("--customers", type=int, default=5_000)
    told.add_argument("--clerks", type=int, default=50)
    told.add_argument("--seconds", type=int, default=330, help="with one refresh of figures")
    told.add_argument("--again", action="store_true", help="work on what an earlier run has filled")
    asked = told.parse_args()
    with tempfile.TemporaryDirectory(prefix="kept-bench-") as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "kept.config.settings"
        os.environ.setdefault("KEPT_DATA", folder)
        os.environ["KEPT_HOSTS"] = "127.0.0.1"
        import django

        django.setup()
        if not asked.again:
            _fill(asked.contacts, asked.cases, asked.customers)
        ground = _ground(asked.clerks)
        _catch_up()
        _alone(ground)
        with _served() as port:
            _settle()
            _work(ground, port, asked.seconds)


@dataclass
class Ground:
    """Addresses that clerks open, and the cookies by which they are known."""

    cases: list[str]
    customers: list[str]
    words: list[str]
    cookies: list[str]


def _fill(contacts: int, cases: int, customers: int) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.utils.timezone import now

    from kept.desk.actions.taking_in import CaseRow, ContactRow, take_in_cases, take_in_contacts

    from . import seeding
    from .measured import timed

    print(f"{connection.vendor}, {contacts:,} contacts, {cases:,} cases")
    if connection.vendor == "postgresql":
        call_command("flush", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    ground = seeding.prepare(customers)
    branch = ground.person.branch
    dice, today = random.Random(11), now()
    span = timedelta(days=700)

    def case(n: int) -> CaseRow:
        at = today - span * (cases - n) / cases - timedelta(hours=1)
        is_open = n >= cases - OPEN_CASES
        solved = None if is_open else at + timedelta(hours=dice.expovariate(1 / 20))
        return CaseRow(
            external_key=f"bench:{n}",
            kind=dice.choice(("complaint", "question", "cargo_query")),
            opened_at=at,
            customer_id=dice.choice(ground.customers).pk,
            branch_id=branch.pk if branch else None,
            title=f"{dice.choice(MATTERS)} {n}",
            severity=dice.randint(1, 4),
            answer_due_at=at + timedelta(hours=1) if is_open or n % 3 == 0 else None,
            answered_at=None if is_open else at + timedelta(minutes=dice.randrange(90)),
            solved_at=solved,
            closed_at=solved,
        )

    def contact(n: int) -> ContactRow:
        at = today - span * (contacts - n) / contacts - timedelta(minutes=30)
        about = dice.randrange(cases) if n % 2 else None
        return ContactRow(
            external_key=f"bench:{n}",
            channel=dice.choice(CHANNELS),
            at=at,
            case_key=f"bench:{about}" if about is not None else "",
            customer_id=None if about is not None else dice.choice(ground.customers).pk,
            branch_id=branch.pk if branch else None,
            phone=f"139{dice.randrange(10**8):08}",
            summary=dice.choice(MATTERS),
            answer_due_at=at + timedelta(minutes=5) if n % 4 == 0 else None,
            answered_at=at + timedelta(minutes=dice.randrange(9)) if n % 4 == 0 else None,
        )

    with timed("cases in bulk", cases):
        for start in range(0, cases, BATCH):
            rows = [case(n) for n in range(start, min(start + BATCH, cases))]
            take_in_cases(rows=rows, run_id=1, by=seeding.HOUSE, at=today)
    with timed("contacts in bulk", contacts):
        for start in range(0, contacts, BATCH):
            given = [contact(n) for n in range(start, min(start + BATCH, contacts))]
            take_in_contacts(rows=given, run_id=1, by=seeding.HOUSE, at=today)
    with connection.cursor() as cursor:
        cursor.execute("analyze")


def _catch_up() -> None:
    """What the worker has done long ago in a company that works: facts and figures up to now."""
    from django.utils.timezone import now

    from kept.scorecards.actions.facts import refresh_facts
    from kept.scorecards.actions.scoring import refresh_scores

    from .measured import timed

    with timed("facts and figures up to now"):
        refresh_facts(at=now())
        refresh_scores(at=now())


def _settle() -> None:
    """Until the worker has caught up: after that its rounds are those of a working day."""
    from django.utils.timezone import now

    from kept.kernel.clock import PERIODIC
    from kept.kernel.models import ClockTask, Delivery

    from .measured import timed

    begun = now()

    def is_behind() -> bool:
        ran = dict(ClockTask.objects.values_list("name", "ran_at"))
        waits = Delivery.objects.filter(done_at=None, failed_at=None, next_at__lte=now())
        due = [
            task for task in PERIODIC.values() if task.name not in ran or ran[task.name] + task.every < begun
        ]
        return bool(due) or waits.exists()

    with timed("the worker's first rounds"):
        while is_behind():
            time.sleep(1)


def _alone(ground: Ground) -> None:
    """What each page costs with nobody else there: the waits below are to be read against it."""
    from django.conf import settings
    from django.test import Client

    from kept.people.models import Person

    dice, browser = random.Random(5), Client(headers={"host": "127.0.0.1"})
    browser.force_login(Person.objects.get(login="bench"), backend=settings.AUTHENTICATION_BACKENDS[-1])
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    for name, address in _pages(ground, dice):
        heads = {"HX-Request": "true"} if name == "search" else {}
        for _ in range(WARMING):
            browser.get(address(), headers=heads)
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in range(ALONE):
            browser.get(address(), headers=heads)
        cpu, wall = (time.process_time() - cpu) / ALONE, (time.perf_counter() - wall) / ALONE
        print(f"{name + ' alone':<28} {cpu * 1000:>9.1f} ms of CPU {wall * 1000:>9.1f} ms")


def _pages(ground: Ground, dice: random.Random) -> list[tuple[str, Callable[[], str]]]:
    """What a clerk opens, by kind of page."""
    return [
        ("queue", lambda: "/desk/"),
        ("case", lambda: dice.choice(ground.cases)),
        ("customer", lambda: dice.choice(ground.customers)),
        ("search", lambda: f"/find/?q={quote(dice.choice(ground.words))}"),
    ]


def _ground(clerks: int) -> Ground:
    """What the clerks open: the newest cases, any customers, and words that lead to some."""
    from kept.desk.models import Case
    from kept.parties.models import Customer
    from kept.people.models import Person

    dice = random.Random(11)
    person = Person.objects.get(login="bench")
    numbers = list(Case.objects.order_by("-pk").values_list("number", flat=True)[:2000])
    customers = [customer.get_absolute_url() for customer in Customer.objects.order_by("pk")[:5000]]
    count = Case.objects.count()
    return Ground(
        cases=[f"/cases/{number}/" for number in numbers],
        customers=dice.choices(customers, k=500),
        words=[f"{matter} {dice.randrange(count)}" for matter in MATTERS for _ in range(20)] + numbers[:100],
        cookies=[_cookie(person) for _ in range(clerks)],
    )


def _cookie(person: object) -> str:
    """A session of its own, as a browser has one."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)  # type: ignore[attr-defined]
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()  # type: ignore[attr-defined]
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.LANGUAGE_COOKIE_NAME}=zh-hans"


@contextmanager
def _served() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "kept.config.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(20)


@dataclass
class Times:
    """Seconds by kind of page, and what was not answered well."""

    walls: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def print(self) -> None:
        print(f"{'page':<28} {'times':>7} {'p50 ms':>9} {'p95 ms':>9} {'p99 ms':>9}  not answered")
        for name, walls in sorted(self.walls.items()):
            ranked = sorted(walls)
            shares = (
                ranked[min(len(ranked) - 1, int(len(ranked) * part))] * 1000 for part in (0.5, 0.95, 0.99)
            )
            figures = " ".join(f"{share:>9.1f}" for share in shares)
            print(f"{name:<28} {len(ranked):>7} {figures}  {self.wrong[name]}")


def _work(ground: Ground, port: int, seconds: int) -> None:
    """Each clerk opens a page every five seconds and polls the queue and the bell."""
    _warm(ground, port)
    times, end = Times(), time.monotonic() + seconds
    clerks = [
        threading.Thread(target=_clerk, args=(n, cookie, ground, port, times, end))
        for n, cookie in enumerate(ground.cookies)
    ]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    times.print()


def _warm(ground: Ground, port: int) -> None:
    for address in ("/desk/", ground.cases[0], ground.customers[0], "/find/?q=CS") * WARMING:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)  # each may meet another process
        line.request("GET", address, headers={"Cookie": ground.cookies[0]})
        answer = line.getresponse()
        answer.read()
        if answer.status != 200:
            sys.exit(f"{address} answers {answer.status}")


def _clerk(n: int, cookie: str, ground: Ground, port: int, times: Times, end: float) -> None:
    dice = random.Random(n)
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    pages = _pages(ground, dice)
    next_page = time.monotonic() + dice.random() * THINKING
    next_poll, tag = next_page + dice.random() * POLLING, ""
    while (moment := min(next_page, next_poll)) < end:
        time.sleep(max(0.0, moment - time.monotonic()))
        if moment == next_poll:
            tag = _ask(line, "poll of the queue", "/desk/", cookie, times, tag=tag, part=True)
            next_poll += POLLING
        else:
            name, address = dice.choices(pages, SHARES)[0]
            _ask(line, name, address(), cookie, times, part=name == "search")
            next_page += THINKING


def _ask(
    line: http.client.HTTPConnection,
    name: str,
    address: str,
    cookie: str,
    times: Times,
    *,
    tag: str = "",
    part: bool = False,
) -> str:
    heads = {"Cookie": cookie, "Accept-Encoding": "gzip"}
    if part:
        heads["HX-Request"] = "true"
    if tag:
        heads["If-None-Match"] = tag
    start = time.perf_counter()
    line.request("GET", address, headers=heads)
    answer = line.getresponse()
    answer.read()
    times.walls[name].append(time.perf_counter() - start)
    times.wrong[name] += answer.status not in (200, 304)
    return answer.headers.get("ETag", tag)


if __name__ == "__main__":
    main()
