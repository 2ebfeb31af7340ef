"""`kept simulate calls`: play a call centre against the interface for telephone systems."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import click
from django.utils.timezone import localtime, now

from kept.methods.call_traffic import MadeCall, Traffic, made_calls
from kept.parties.models import ContactPerson, Customer

from .models import Extension

CALLS = "/api/v1/desk/calls"
ROUTE = f"{CALLS}/events"
CALLED_BACK = 0.6
"""Share of missed calls that the simulated clerks call back."""


@dataclass(frozen=True)
class Told:
    """One signal and when it is told."""

    at: datetime
    call: str
    event: str
    said: dict[str, Any]


@click.group("simulate")
def simulate() -> None:
    """Play what happens at a company against a running server."""


@simulate.command("calls")
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="Address of the server.")
@click.option("--key", envvar="KEPT_KEY", required=True, help="Key of a telephone system.")
@click.option("--hours", default=1.0, show_default=True, type=click.FloatRange(0.01, 168))
@click.option(
    "--speed",
    default=60.0,
    show_default=True,
    type=click.FloatRange(1, 100_000),
    help="How much faster than the clock. The played time ends now; at 1 it begins now.",
)
@click.option("--per-day", default=400.0, show_default=True, type=click.FloatRange(1, 1_000_000))
@click.option("--seats", default=6, show_default=True, type=click.IntRange(1, 500))
@click.option(
    "--known", default=0.7, show_default=True, type=click.FloatRange(0, 1), help="Share of customers."
)
@click.option("--seed", default=1, show_default=True, help="The same seed plays the same calls.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def calls(
    url: str,
    key: str,
    hours: float,
    speed: float,
    per_day: float,
    seats: int,
    known: float,
    seed: int,
    as_json: bool,
) -> None:
    """Ring, talk, give up and call back as a day at the telephone goes.

    A share of the callers has phones of customers in the database that this command sees.
    """
    _ask(f"{url.rstrip('/')}{CALLS}", key)
    dice = Random(seed)
    began = localtime(now())
    start = began - timedelta(hours=hours) * (1 - 1 / speed)
    traffic = Traffic(calls_a_day=per_day, seats=seats)
    made = made_calls(traffic, start, start + timedelta(hours=hours), dice)
    phones = _phones() if known else []
    signals = sorted(_signals(made, phones, known, seed, dice), key=lambda told: told.at)
    for told in signals:
        time.sleep(max(0.0, (told.at - start).total_seconds() / speed - (now() - began).total_seconds()))
        _tell(f"{url.rstrip('/')}{ROUTE}", key, told)
    result = _result(made, len(signals))
    click.echo(json.dumps(result) if as_json else _line(result))


def _signals(
    made: list[MadeCall], phones: list[str], known: float, seed: int, dice: Random
) -> Iterator[Told]:
    agents = list(Extension.objects.exclude(person=None).values_list("number", flat=True))
    for place, call in enumerate(made):
        is_known = bool(phones) and dice.random() < known
        phone = dice.choice(phones) if is_known else f"13{dice.randrange(10**9):09}"
        name = f"sim-{seed}-{call.rang_at:%Y%m%d%H%M%S}-{place}"
        agent = agents[(call.seat or 0) % len(agents)] if agents else ""
        yield Told(call.rang_at, name, "ringing", {"phone": phone, "queue": "hotline"})
        if call.answered_at is not None:
            yield Told(call.answered_at, name, "answered", {"phone": phone, "agent": agent})
        yield Told(call.ended_at, name, "ended", {"phone": phone})
        if call.answered_at is None and dice.random() < CALLED_BACK:
            back = call.ended_at + timedelta(minutes=dice.uniform(1, 40))
            said = {"phone": phone, "agent": agent, "direction": "out"}
            for seconds, event in ((0, "ringing"), (9, "answered"), (90, "ended")):
                yield Told(back + timedelta(seconds=seconds), f"{name}-back", event, said)


def _phones() -> list[str]:
    people = ContactPerson.objects.exclude(customer=None).exclude(phone="").order_by("pk")
    firms = Customer.objects.exclude(phone="").order_by("pk")
    return [*people.values_list("phone", flat=True)[:5000], *firms.values_list("phone", flat=True)[:5000]]


def _ask(address: str, key: str) -> None:
    """Whether the server knows the key, also where nobody happens to call."""
    _send(Request(address, headers={"Authorization": f"Bearer {key}"}), "the key")


def _tell(address: str, key: str, told: Told) -> None:
    body = {"call": told.call, "event": told.event, "at": told.at.isoformat(), **told.said}
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    _send(Request(address, json.dumps(body).encode(), headers), "a signal")


def _send(request: Request, what: str) -> None:
    try:
        with urlopen(request, timeout=30):
            return
    except HTTPError as why:
        raise click.ClickException(
            f"The server refused {what} ({why.code}): {why.read().decode()[:200]}"
        ) from why
    except URLError as why:
        raise click.ClickException(f"No server answers at {request.full_url} ({why.reason}).") from why


def _result(made: list[MadeCall], signals: int) -> dict[str, Any]:
    answered = [call for call in made if call.answered_at is not None]
    waits = [call.waited.total_seconds() for call in answered]
    return {
        "calls": len(made),
        "answered": len(answered),
        "given_up": len(made) - len(answered),
        "mean_wait_seconds": round(sum(waits) / len(waits), 1) if waits else None,
        "signals": signals,
    }


def _line(result: dict[str, Any]) -> str:
    return (
        f"{result['calls']} calls, {result['answered']} picked up, {result['given_up']} given up; "
        f"{result['signals']} signals told."
    )


COMMANDS = [simulate]
