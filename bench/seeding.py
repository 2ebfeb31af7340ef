"""A company of the wanted size, written through the verbs that the doors use."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.timezone import now

from kept.catalog.models import Service
from kept.kernel.actor import Actor
from kept.orders.actions.drafting import OrderDraft
from kept.orders.actions.placing import place_orders
from kept.orders.actions.releasing import release_orders
from kept.parties.actions.customers import create_customers
from kept.parties.models import Customer
from kept.people.actions.branches import open_branch
from kept.people.actions.persons import add_person, give_grant
from kept.people.models import Person, Role

HOUSE = Actor.system("bench")
BATCH = 1000
CITIES = ("上海", "北京", "广州", "成都", "杭州", "南京", "武汉", "西安")


@dataclass
class Ground:
    """What the acts are measured on."""

    customers: list[Customer]
    service: Service
    person: Person
    dice: random.Random

    def draft(self, at: datetime, *, lines: int = 3) -> OrderDraft:
        customer = self.dice.choice(self.customers)
        origin, destination = self.dice.sample(CITIES, 2)
        data = {
            "service": self.service,
            "origin_city": origin,
            "destination_city": destination,
            "destination_name": "门店",
            "destination_phone": f"138{self.dice.randrange(10**8):08}",
            "customer_reference": f"R{self.dice.randrange(10**9):09}",
            "wanted_pickup_at": at + timedelta(hours=6),
            "wanted_delivery_at": at + timedelta(days=3),
        }
        line = {"description": "货物", "pieces": 2, "weight_kg": Decimal(self.dice.randrange(10, 500))}
        return OrderDraft(customer, data, [line] * lines)


def prepare(customers: int) -> Ground:
    at = now()
    branch = open_branch(code="HQ", name="总部", city="上海", is_headquarters=True, by=HOUSE, at=at)
    person = add_person(login="bench", name="测量", branch=branch, by=HOUSE, at=at)
    give_grant(person=person, role=Role.objects.get(code="general_manager"), by=HOUSE, at=at)
    rows = [
        {"name": f"客户{n}号物流有限公司", "phone": f"021{n:08}", "branch": branch} for n in range(customers)
    ]
    made = create_customers(rows=rows, by=HOUSE, at=at)
    return Ground(made, Service.objects.get(code="transport"), person, random.Random(7))


def fill(ground: Ground, orders: int, days: int = 360) -> None:
    """Orders of so many days until five days ago, placed by the bulk verb and released to be shipments."""
    today = now()
    for start in range(0, orders, BATCH):
        at = today - timedelta(days=days + 5) + timedelta(days=days) * start / max(orders, 1)
        drafts = [ground.draft(at, lines=1) for _ in range(min(BATCH, orders - start))]
        placed = place_orders(drafts=drafts, by=HOUSE, at=at)
        release_orders(orders=placed, by=HOUSE, at=at + timedelta(minutes=5))
