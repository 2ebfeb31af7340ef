"""What the desk offers for counting agrees with its rows."""

from datetime import timedelta

import pytest

from kept.desk.actions.answering import answer_case
from kept.desk.actions.contacting import answer_contact
from kept.desk.models import Case, Contact
from kept.kernel.facts import FACTS
from tests.desk.scenes import a_call, a_case, a_shipment
from tests.factories import HOUSE, NOON

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def rows_of(name: str) -> list[dict[str, object]]:
    table = FACTS[name]
    names = [column.name for column in table.columns]
    rows = list(table.rows(table.model()._default_manager.all()))
    assert all(len(row) == len(names) for row in rows)
    return [dict(zip(names, row, strict=True)) for row in rows]


def test_a_contact_is_one_fact_with_its_rings_and_its_time_to_answer() -> None:
    call = a_call(ring_count=3)
    answer_contact(contact=call, text="明早到", by=HOUSE, at=NOON + 4 * MINUTE)

    facts = {row["contact_id"]: row for row in rows_of("contacts")}

    assert len(facts) == Contact.objects.count() == 2
    told = facts[call.pk]
    assert (told["ring_count"], told["minutes_to_answer"], told["at"], str(told["on_day"])) == (
        3,
        4.0,
        "2026-03-02 04:00:00.000000",
        "2026-03-02",
    )


@pytest.mark.spec("R277")
def test_a_case_is_one_fact_however_many_shipments_it_is_about() -> None:
    shipment = a_shipment()
    case = a_case("complaint", shipments=[shipment, a_shipment(shipment.customer)])
    answer_case(case=case, channel="phone", text="查", by=HOUSE, at=NOON + 30 * MINUTE)

    (fact,) = rows_of("cases")

    assert (fact["kind"], fact["shipments"], fact["minutes_to_answer"], fact["minutes_to_solution"]) == (
        "complaint",
        2,
        30.0,
        None,
    )


@pytest.mark.parametrize("name", ["contacts", "cases"])
def test_the_events_of_a_record_make_its_fact_dirty(name: str) -> None:
    case = a_case()
    answer_case(case=case, channel="phone", text="查", by=HOUSE, at=NOON)
    table = FACTS[name]

    dirty = table.model()._default_manager.filter(table.touched["desk.case"]([case.pk]))

    assert list(dirty) == (list(Contact.objects.all()) if name == "contacts" else list(Case.objects.all()))
