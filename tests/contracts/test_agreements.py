"""Agreements begin, promise by their own policies, and end."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kept.catalog.models import Service
from kept.contracts.actions.agreements import EndReasonMissing, LineTerms, end_agreement, make_agreement
from kept.contracts.models import Agreement
from kept.contracts.queries.agreements import standings
from kept.contracts.rules import EndsBeforeItBegins, NotAShare, PolicyOfOthers
from kept.kernel.lifecycle import IllegalMove
from kept.kernel.models import EventRecord
from kept.promises.actions.policies import make_policy
from tests.factories import HOUSE, NOON, a_customer

pytestmark = pytest.mark.django_db
JANUARY = date(2026, 1, 1)


@pytest.mark.spec("R099")
def test_an_agreement_keeps_its_term_its_level_its_duties_and_remedies() -> None:
    customer = a_customer()
    given = {
        "customer": customer,
        "name": "华东配送",
        "valid_from": JANUARY,
        "valid_until": date(2026, 12, 31),
        "service_level": Decimal("0.95"),
        "duties": "装卸由我方负责",
        "remedies": "晚一天扣 5 %",
    }

    agreement = make_agreement(**given, by=HOUSE, at=NOON)

    agreement.refresh_from_db()
    assert {name: getattr(agreement, name) for name in given} == given
    assert agreement.number == "AG-2603-0001"
    assert EventRecord.objects.get(name="contracts.agreement_made").data == {"customer_id": customer.pk}


def test_a_line_points_to_a_policy_made_for_contracts() -> None:
    service = Service.objects.get(code="transport")
    customer = a_customer()
    version = make_policy(
        kind="delivery",
        scope={"for_contract": True, "name": "48 h"},
        limit=timedelta(hours=48),
        by=HOUSE,
        at=NOON,
    )
    agreement = make_agreement(
        customer=customer,
        name="A",
        valid_from=JANUARY,
        lines=[LineTerms(service, version.policy, "按声明价值赔偿")],
        by=HOUSE,
        at=NOON,
    )

    standing = standings([customer.pk], NOON.date())[customer.pk, service.pk]

    assert (standing.agreement_id, standing.policies) == (agreement.pk, {"delivery": version.policy_id})


def test_a_policy_of_everybody_is_no_contract_line() -> None:
    service = Service.objects.get(code="transport")
    version = make_policy(
        kind="delivery", scope={"service": service}, limit=timedelta(hours=48), by=HOUSE, at=NOON
    )

    with pytest.raises(PolicyOfOthers):
        make_agreement(
            customer=a_customer(),
            name="A",
            valid_from=JANUARY,
            lines=[LineTerms(service, version.policy)],
            by=HOUSE,
            at=NOON,
        )
    assert not Agreement.objects.exists()


def test_the_newest_agreement_in_force_stands() -> None:
    customer, service = a_customer(), Service.objects.get(code="transport")
    made = [
        make_agreement(
            customer=customer,
            name=str(first),
            valid_from=first,
            valid_until=last,
            lines=[LineTerms(service)],
            by=HOUSE,
            at=NOON,
        )
        for first, last in ((JANUARY, None), (date(2026, 2, 1), None), (date(2026, 1, 5), date(2026, 2, 1)))
    ]

    found = standings([customer.pk], NOON.date())

    assert {key: standing.agreement_id for key, standing in found.items()} == {
        (customer.pk, service.pk): made[1].pk
    }


@pytest.mark.parametrize("level", ["0", "1.01", "-0.5"])
def test_a_level_outside_a_share_is_refused(level: str) -> None:
    with pytest.raises(NotAShare):
        make_agreement(
            customer=a_customer(),
            name="A",
            valid_from=JANUARY,
            service_level=Decimal(level),
            by=HOUSE,
            at=NOON,
        )


def test_an_agreement_does_not_end_before_it_begins() -> None:
    with pytest.raises(EndsBeforeItBegins):
        make_agreement(
            customer=a_customer(),
            name="A",
            valid_from=JANUARY,
            valid_until=date(2025, 1, 1),
            by=HOUSE,
            at=NOON,
        )


def test_an_agreement_ends_once_and_with_a_reason() -> None:
    agreement = make_agreement(customer=a_customer(), name="A", valid_from=JANUARY, by=HOUSE, at=NOON)

    with pytest.raises(EndReasonMissing):
        end_agreement(agreement=agreement, reason=" ", by=HOUSE, at=NOON)
    ended = end_agreement(agreement=agreement, reason="客户要求", by=HOUSE, at=NOON)

    assert (ended.state, ended.ended_at, ended.end_reason) == ("ended", NOON, "客户要求")
    assert not Agreement.objects.in_force(NOON.date()).exists()
    with pytest.raises(IllegalMove):
        end_agreement(agreement=agreement, reason="again", by=HOUSE, at=NOON)
