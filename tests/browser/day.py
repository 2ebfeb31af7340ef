"""The scene of a clerk's day: who is in the house, what is on the road, how the world outside is heard."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from urllib.request import Request, urlopen

import time_machine
from django.urls import reverse
from django.utils.timezone import now

from kept.comms.actions import send_waiting
from kept.comms.actions.accounts import add_account, make_key
from kept.comms.actions.reading import read_waiting
from kept.comms.models import Account
from kept.comms.rules.signing import signature
from kept.kernel.outbox import deliver_due
from kept.people.actions.persons import make_key as make_person_key
from kept.promises.actions.clocking import record_breaches
from kept.transport.models import Shipment
from kept.transport.tasks import watch_shipments
from tests.browser.scene import Scene, an_order_on_the_way, set_scene
from tests.browser.walking import Walker
from tests.comms.servers import Postbox, a_post_office
from tests.desk.calls import a_centre
from tests.factories import HOUSE, SHANGHAI, staff

MORNING = datetime(2026, 11, 25, 9, 30, tzinfo=SHANGHAI)
"""A Wednesday."""
MAIL = "person0@kept.example"
_nonce = count(1)


@dataclass
class Day:
    """The scene, and the hands that move the clock and the world outside."""

    scene: Scene
    walker: Walker
    site: str
    clock: Any
    shipment: Shipment
    late: Shipment
    account: Account
    post: Postbox
    key: str
    heard: list[str] = field(default_factory=list)

    def phone(self, call: str, event: str, **said: str) -> None:
        """What a telephone system posts."""
        told = {"call": call, "event": event, "at": now().isoformat(), **said}
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        address = f"{self.site}/api/v1/desk/calls/events"
        with urlopen(Request(address, json.dumps(told).encode(), headers), timeout=10) as answer:
            assert answer.status == 200
        the_worker_works()

    def mail(self, raw: bytes) -> None:
        """What a mail server posts to the channel's webhook."""
        stamp, nonce = str(int(now().timestamp())), f"n{next(_nonce)}"
        headers = {
            "Content-Type": "message/rfc822",
            "X-Kept-Time": stamp,
            "X-Kept-Nonce": nonce,
            "X-Kept-Signature": signature(self.account.hook_key, stamp, nonce, raw),
        }
        address = self.site + reverse("comms:hook", args=[self.account.token])
        with urlopen(Request(address, raw, headers), timeout=10) as answer:
            assert answer.status == 202
        the_worker_works()

    def pass_by(self, **span: float) -> None:
        """Time goes by, for the house and for the page that is open."""
        moved = timedelta(**span)
        self.clock.shift(moved)
        the_worker_works()
        self.walker.page.clock.fast_forward(int(moved.total_seconds() * 1000))


@contextmanager
def a_day(walker: Walker, site: str) -> Iterator[Day]:
    """A Wednesday at half past nine, with an open line and a mail server that takes what is sent."""
    with time_machine.travel(MORNING) as clock, a_post_office() as (post, port):
        walker.page.clock.install(time=MORNING)
        scene = set_scene()
        scene.persons["manager"] = staff("branch_manager", name="林琛", branch=scene.branch)
        a_centre(scene.persons["clerk"], branch=scene.branch, line="02150001234")
        telephone = staff("telephone", name="电话系统")
        _key, secret = make_person_key(person=telephone, name="PBX", by=HOUSE, at=scene.at)
        account = _mailbox(scene, port)
        on_the_way = an_order_on_the_way(scene)
        late = an_order_on_the_way(scene, due=timedelta(hours=7), number=8)
        the_worker_works()
        yield Day(scene, walker, site, clock, on_the_way, late, account, post, secret)


def the_worker_works() -> None:
    """All that the clock asks in these minutes."""
    at = now()
    read_waiting(at=at)
    watch_shipments(at)
    record_breaches(by=HOUSE, at=at)
    while deliver_due():
        pass
    send_waiting(at=at)


def _mailbox(scene: Scene, port: int) -> Account:
    details = {
        "kind": "mail",
        "name": "客服邮箱",
        "address": "cs@kept.example",
        "sender_name": "客服中心",
        "smtp_host": "127.0.0.1",
        "smtp_port": port,
        "smtp_security": "plain",
        "branch": scene.branch,
    }
    account = add_account(details=details, secret="", by=HOUSE, at=scene.at)
    return make_key(account=account, by=HOUSE, at=scene.at)
