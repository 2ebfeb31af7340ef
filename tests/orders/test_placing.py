"""An order is drafted, judged and placed; from then on we owe something."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from kept.catalog.models import Service
from kept.contracts.actions.agreements import LineTerms, make_agreement
from kept.kernel.errors import Refused
from kept.kernel.events import Subject
from kept.kernel.lifecycle import IllegalMove
from kept.kernel.models import EventRecord
from kept.orders import rules
from kept.orders.actions.drafting import draft_order
from kept.orders.actions.placing import place_order, place_orders
from kept.orders.models import Order, OrderBranch, OrderLine
from kept.promises.actions.policies import make_policy
from kept.promises.models import Promise
from tests.factories import HOUSE, NOON, SHANGHAI, a_branch, a_customer
from tests.orders.orders import LINE, SOON, a_draft, data_of, drafted, placed

pytestmark = pytest.mark.django_db
VOLATILE = {"id", "number", "delivery_promise_id", "order_id", "subject_id", "subject_number"}


@pytest.mark.spec("R117")
def test_a_draft_keeps_everything_that_disputes_are_about() -> None:
    given = {
        "payment": "freight_collect",
        "cod_amount": 120000,
        "declared_value": 500000,
        "receipt_kind": "original",
        "receipt_copies": 2,
        "delivery_mode": "upstairs",
        "appointment_number": "YY-77",
        "receiving_hours": "9:00-17:00",
        "handling_marks": ["arrow_up", "dry"],
        "customer_reference": "PO-1",
        "special": "卸货前致电",
    }

    order = drafted(**given)

    order.refresh_from_db()
    assert {name: getattr(order, name) for name in given} == given
    assert (order.state, order.number, order.received_at) == ("draft", "SO-2603-00001", NOON)
    assert (order.pieces, order.weight_kg, order.volume_m3) == (2, Decimal("12.5"), Decimal("0.08"))
    assert _told(order) == ["orders.drafted"]


def test_placing_promises_pick_up_and_delivery_at_the_agreed_moments() -> None:
    order = placed(
        wanted_pickup_at=NOON + timedelta(hours=4),
        wanted_delivery_from=SOON,
        wanted_delivery_at=SOON + timedelta(hours=2),
    )

    assert (order.state, order.placed_at) == ("placed", NOON)
    assert [(p.kind, p.due_from, p.due_at, p.state, p.branch_id) for p in _promises(order)] == [
        ("delivery", SOON, SOON + timedelta(hours=2), "running", order.branch_id),
        ("pickup", None, NOON + timedelta(hours=4), "running", order.branch_id),
    ]
    assert order.delivery_promise == _promises(order)[0]
    assert Order.objects.get(pk=order.pk).delivery_promise == _promises(order)[0]
    assert _told(order) == ["orders.drafted", "orders.placed"]


def test_without_a_wish_the_policy_says_when_to_deliver_and_nothing_is_said_of_pick_up() -> None:
    order = placed()

    assert [(p.kind, p.due_at) for p in _promises(order)] == [("delivery", NOON + timedelta(days=3))]


def test_a_wish_for_a_day_lasts_until_its_end() -> None:
    order = placed(wanted_delivery_at=date(2026, 3, 4))

    [promise] = _promises(order)
    assert promise.due_at == datetime(2026, 3, 4, 23, 59, 59, tzinfo=SHANGHAI)
    assert (promise.is_day, order.delivery_is_day) == (True, True)


def test_the_agreement_in_force_gives_its_policy() -> None:
    customer, service = a_customer(branch=a_branch()), Service.objects.get(code="transport")
    scope = {"for_contract": True, "name": "24 h"}
    version = make_policy(kind="delivery", scope=scope, limit=timedelta(hours=24), by=HOUSE, at=NOON)
    agreement = make_agreement(
        customer=customer,
        name="A",
        valid_from=date(2026, 1, 1),
        lines=[LineTerms(service, version.policy)],
        by=HOUSE,
        at=NOON,
    )

    order = placed(customer)

    assert (order.agreement, _promises(order)[0].due_at) == (agreement, NOON + timedelta(hours=24))
    assert Order.objects.get().agreement_id == agreement.pk


@pytest.mark.parametrize(
    ("lines", "data", "refusal", "field"),
    [
        ((), {}, rules.EmptyOrder, None),
        ((LINE,), {"origin_city": " "}, rules.CityMissing, "origin_city"),
        ((LINE,), {"destination_city": ""}, rules.CityMissing, "destination_city"),
        (
            (LINE,),
            {"wanted_delivery_from": SOON, "wanted_delivery_at": SOON - timedelta(hours=1)},
            rules.WindowReversed,
            "wanted_delivery_at",
        ),
        (
            (LINE,),
            {"wanted_pickup_at": SOON, "wanted_delivery_at": SOON - timedelta(hours=1)},
            rules.DeliveredBeforePickedUp,
            "wanted_delivery_at",
        ),
        ((LINE,), {"wanted_delivery_at": NOON}, rules.WantedInThePast, "wanted_delivery_at"),
        ((LINE,), {"wanted_pickup_at": NOON}, rules.WantedInThePast, "wanted_pickup_at"),
        ((LINE,), {"payment": "cod"}, rules.CashMissing, "cod_amount"),
        (({**LINE, "quantity": Decimal(0)},), {}, rules.NothingMeasured, None),
        (({**LINE, "description": " "},), {}, rules.NothingMeasured, None),
        (({**LINE, "pieces": 0},), {}, rules.NoPieces, None),
        (({**LINE, "weight_kg": Decimal(-1)},), {}, rules.NegativeMeasure, None),
    ],
)
def test_an_unsound_order_is_refused_and_nothing_is_written(
    lines: Any, data: Any, refusal: type[Refused], field: str | None
) -> None:
    with pytest.raises(refusal) as refused:
        place_orders(drafts=[a_draft(), a_draft(lines=lines, **data)], by=HOUSE, at=NOON)

    assert refused.value.field == field
    assert not Order.objects.exists()
    assert not Promise.objects.exists()


def test_a_placed_order_cannot_be_placed_again() -> None:
    order = placed()

    with pytest.raises(IllegalMove):
        place_order(order=order, by=HOUSE, at=NOON)


def test_receipt_copies_follow_the_kind_of_receipt() -> None:
    copies = [
        drafted(receipt_kind=kind, receipt_copies=given).receipt_copies
        for kind, given in (("none", 3), ("original", 0), ("photo", 2))
    ]

    assert copies == [0, 1, 2]


def test_the_accountable_branch_is_the_customers_or_the_headquarters() -> None:
    headquarters = a_branch(is_headquarters=True, city="广州")
    own = a_branch(city="深圳")

    assert drafted(a_customer(branch=own)).branch == own
    assert drafted(a_customer()).branch == headquarters
    assert drafted(a_customer(), branch=own).branch == own


def test_without_any_branch_nobody_is_accountable() -> None:
    with pytest.raises(rules.NoBranch):
        draft_order(customer=a_customer(), data=data_of(), lines=[LINE], by=HOUSE, at=NOON)


def test_branches_at_both_ends_take_part() -> None:
    home, north = a_branch(city="上海"), a_branch(city="北京")
    south = a_branch(city="广州")

    order = placed(a_customer(branch=south))

    assert set(OrderBranch.objects.filter(order=order).values_list("branch", "part")) == {
        (home.pk, "origin"),
        (north.pk, "destination"),
    }


def test_the_headquarters_takes_no_part_where_another_branch_of_the_city_does() -> None:
    a_branch(city="上海", code="A0", is_headquarters=True)
    home, second = a_branch(city="上海", code="A1"), a_branch(city="上海", code="A2")
    south = a_branch(city="广州")

    own = [placed(a_customer(branch=branch)) for branch in (home, second)]
    other = placed(a_customer(branch=south))

    assert not OrderBranch.objects.filter(order__in=own, part="origin").exists()
    assert list(OrderBranch.objects.filter(order=other).values_list("branch", "part")) == [
        (home.pk, "origin")
    ]


def test_a_customer_who_owes_too_much_gets_no_more_on_the_monthly_account(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    customer = a_customer(branch=a_branch(), credit_limit=10000)
    monkeypatch.setattr(rules, "_EXPOSURES", [lambda ids: dict.fromkeys(ids, 10001)])

    with pytest.raises(rules.CreditExceeded):
        placed(customer)
    assert placed(customer, payment="prepaid").state == "placed"
    monkeypatch.setattr(rules, "_EXPOSURES", [lambda ids: dict.fromkeys(ids, 10000)])
    assert placed(customer).state == "placed"


def test_many_at_once_become_what_each_alone_becomes() -> None:
    customer = a_customer(branch=a_branch(city="广州"))
    a_branch(city="北京")
    wishes: list[dict[str, Any]] = [
        {},
        {"wanted_delivery_at": SOON, "receipt_kind": "photo"},
        {"wanted_pickup_at": SOON, "payment": "cod", "cod_amount": 900},
    ]

    together = place_orders(drafts=[a_draft(customer, **wish) for wish in wishes], by=HOUSE, at=NOON)
    alone = [place_orders(drafts=[a_draft(customer, **wish)], by=HOUSE, at=NOON)[0] for wish in wishes]
    by_two_steps = [placed(customer, **wish) for wish in wishes]

    assert [_whole(order) for order in together] == [_whole(order) for order in alone]
    assert [_whole(order) for order in together] == [_whole(order) for order in by_two_steps]
    assert [_told(order) for order in together] == [["orders.placed"]] * 3


@pytest.mark.parametrize("lines", [3, 30])
def test_placing_takes_few_statements_whatever_the_lines(lines: int) -> None:
    customer = a_customer(branch=a_branch())
    order = drafted(customer, [LINE] * lines, wanted_pickup_at=SOON)
    draft = a_draft(customer, [LINE] * lines, wanted_pickup_at=SOON)

    with CaptureQueriesContext(connection) as placing:
        place_order(order=order, by=HOUSE, at=NOON)
    with CaptureQueriesContext(connection) as at_once:
        place_orders(drafts=[draft], by=HOUSE, at=NOON)

    assert len(placing) <= 20, [query["sql"][:80] for query in placing]
    assert len(at_once) <= 20 + (2 if lines > 3 else 0), [query["sql"][:80] for query in at_once]


def test_a_hundred_orders_take_hardly_more_statements_than_one() -> None:
    customer = a_customer(branch=a_branch())
    counts = []
    for many in (1, 100):
        drafts = [a_draft(customer, wanted_pickup_at=SOON) for _ in range(many)]
        with CaptureQueriesContext(connection) as asked:
            place_orders(drafts=drafts, by=HOUSE, at=NOON)
        counts.append(len(asked))

    assert counts[1] <= counts[0] + 4


class TestTotals(TestCase):
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.fixed_dictionaries(
                {
                    "pieces": st.integers(1, 10_000),
                    "weight_kg": st.decimals(0, 99_999, places=3),
                    "volume_m3": st.decimals(0, 9_999, places=4),
                }
            ),
            max_size=12,
        )
    )
    def test_an_order_weighs_what_its_lines_weigh_as_far_as_all_are_known(
        self, measures: list[dict[str, Any]]
    ) -> None:
        order = drafted(lines=[{**LINE, **measure} for measure in measures])

        order.refresh_from_db()
        lines = list(OrderLine.objects.filter(order=order))
        assert order.pieces == sum(line.pieces for line in lines)
        for name in ("weight_kg", "volume_m3"):
            told = [measure[name] for measure in measures]
            assert getattr(order, name) == (sum(told) if told and all(told) else None)
            assert [getattr(line, name) for line in lines] == [one or None for one in told]


def _promises(order: Order) -> list[Promise]:
    return list(Promise.objects.about(order).order_by("kind"))


def _told(order: Order) -> list[str]:
    subject = Subject.of(order)
    rows = EventRecord.objects.filter(subject_type=subject.type, subject_id=subject.id)
    return list(rows.order_by("id").values_list("name", flat=True))


def _whole(order: Order) -> list[Any]:
    """Everything that stands in the database about an order, but for its own numbers."""
    rows = [
        *Order.objects.filter(pk=order.pk).values(),
        *OrderLine.objects.filter(order=order).values(),
        *OrderBranch.objects.filter(order=order).order_by("part").values(),
        *Promise.objects.about(order).order_by("kind").values(),
    ]
    return [{name: value for name, value in row.items() if name not in VOLATILE} for row in rows]
