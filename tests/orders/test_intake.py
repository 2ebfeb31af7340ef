"""Orders from a file: read in any encoding people send, judged row by row, placed all or none."""

import csv
import io
import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner, Result
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from python_calamine import CalamineWorkbook

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.sheets import UnreadableFile
from kept.orders import rules
from kept.orders.actions.cancelling import cancel_order
from kept.orders.actions.intake import forget_intakes, judge_intake, keep_intake, place_intake
from kept.orders.actions.intake.columns import columns_of
from kept.orders.commands import orders as orders_command
from kept.orders.models import Intake, Order
from kept.parties.models import Customer
from kept.people.actions.rule_numbers import set_rule
from tests.factories import HOUSE, NOON, a_branch, a_customer, actor, staff
from tests.orders.test_pages import browser_of

pytestmark = pytest.mark.django_db
HEADINGS = [
    "客户订单号",
    "客户",
    "始发地",
    "目的地",
    "收货人",
    "品名",
    "数量",
    "件数",
    "重量",
    "送达时间",
    "代收货款",
    "回单",
]
ROW = ["PO-1", "", "上海", "北京", "李明", "小家电", "10", "2", "25.5", "2026-03-05", "1,200.50", "原件"]


def a_csv(
    *rows: list[str], headings: list[str] = HEADINGS, encoding: str = "utf-8-sig", mark: str = ","
) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=mark).writerows([headings, *rows])
    return file.getvalue().encode(encoding)


def a_workbook(*rows: list[Any], headings: list[str] = HEADINGS) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    for number, row in enumerate([headings, *rows]):
        sheet.write_row(number, 0, row)
    book.close()
    return file.getvalue()


def kept(
    content: bytes, customer: Customer | None = None, by: Actor = HOUSE, name: str = "orders.csv"
) -> Intake:
    return keep_intake(upload=SimpleUploadedFile(name, content), customer=customer, by=by, at=NOON)


def changed(**cells: str) -> list[str]:
    """The row with cells of other content, by position name."""
    names = (
        "reference customer origin destination name goods quantity pieces weight wanted cod receipt".split()
    )
    return [cells.get(name, cell) for name, cell in zip(names, ROW, strict=True)]


@pytest.fixture
def customer() -> Customer:
    return a_customer(name="华强贸易", branch=a_branch())


@pytest.mark.parametrize(
    "content",
    [
        a_csv(ROW),
        a_csv(ROW, encoding="gbk"),
        a_csv(ROW, encoding="utf-8"),
        a_csv(ROW, mark=";"),
        a_csv(ROW, mark="\t"),
        a_workbook(ROW),
        a_workbook([*ROW[:6], 10, 2.0, 25.5, date(2026, 3, 5), 1200.5, ROW[11]]),
        a_csv(["Po-1", *ROW[1:]], [], ["", "", ""]).replace(b"Po-1", b"PO-1"),
    ],
    ids=[
        "utf-8 with mark",
        "gbk",
        "utf-8",
        "semicolons",
        "tabs",
        "excel",
        "excel with numbers",
        "empty rows",
    ],
)
def test_a_file_of_any_common_making_becomes_the_same_order(content: bytes, customer: Customer) -> None:
    place_intake(intake=kept(content, customer), by=HOUSE, at=NOON)

    order = Order.objects.get()
    line = order.lines.get()
    assert (order.customer_reference, order.lane, order.destination_name) == (
        "PO-1",
        ("上海", "北京"),
        "李明",
    )
    assert (order.cod_amount, order.receipt_kind, order.receipt_copies) == (120050, "original", 1)
    assert (order.source, order.state, order.delivery_is_day) == ("file", "placed", True)
    assert order.wanted_delivery_at is not None
    assert order.wanted_delivery_at.isoformat() == "2026-03-05T15:59:59+00:00"
    assert (line.description, line.pieces, str(line.weight_kg)) == ("小家电", 2, "25.500")


def test_rows_of_one_reference_are_lines_of_one_order(customer: Customer) -> None:
    rows = [ROW, changed(goods="风扇", weight="4"), changed(reference="PO-2")]

    orders = place_intake(intake=kept(a_csv(*rows), customer), by=HOUSE, at=NOON)

    assert [(o.customer_reference, o.lines.count(), o.pieces) for o in orders] == [
        ("PO-1", 2, 4),
        ("PO-2", 1, 2),
    ]


def test_each_row_may_name_its_customer_by_number_or_name(customer: Customer) -> None:
    other = a_customer(branch=a_branch())
    rows = [changed(customer="华强贸易"), changed(reference="PO-2", customer=other.number.lower())]

    orders = place_intake(intake=kept(a_csv(*rows)), by=HOUSE, at=NOON)

    assert [order.customer for order in orders] == [customer, other]


@pytest.mark.parametrize(
    ("wrong", "column", "reason"),
    [
        ({"reference": ""}, "Reference", "is missing"),
        ({"origin": ""}, "Pick-up city", "is missing"),
        ({"goods": ""}, "Goods", "is missing"),
        ({"weight": "很重"}, "Weight (kg)", "is not a number"),
        ({"weight": "-3"}, "Weight (kg)", "is below 0"),
        ({"weight": "1,23"}, "Weight (kg)", "has a misplaced thousands separator"),
        ({"weight": "=1+1"}, "Weight (kg)", "is not a number"),
        ({"weight": "1e30"}, "Weight (kg)", "is too large"),
        ({"pieces": "2.5"}, "Pieces", "is not a whole number"),
        ({"wanted": "2026-02-30"}, "Delivery wanted by", "names a day that does not exist"),
        ({"wanted": "下周"}, "Delivery wanted by", "is not a date"),
        ({"wanted": "2025-01-01"}, "Delivery wanted by", "This moment has passed."),
        ({"receipt": "两份"}, "Signed receipt", "is none of: No receipt, Original paper, Photo"),
        ({"customer": "无此客户"}, "Customer", "is not known here"),
        ({"name": "名" * 81}, "Consignee", "is too long"),
        ({"quantity": "0"}, "Quantity", "is below 0.001"),
    ],
)
def test_a_wrong_cell_is_named_by_row_column_and_reason_and_nothing_is_placed(
    wrong: dict[str, str], column: str, reason: str, customer: Customer
) -> None:
    intake = kept(a_csv(changed(reference="PO-9"), changed(**wrong)), customer)

    judged = judge_intake(intake=intake, by=HOUSE, at=NOON)

    assert [(error.row, str(error.column), str(error.reason)) for error in judged.errors] == [
        (3, column, reason)
    ]
    with pytest.raises(rules.RowsWrong):
        place_intake(intake=intake, by=HOUSE, at=NOON)
    assert not Order.objects.exists()


def test_rows_of_one_order_may_not_contradict_each_other(customer: Customer) -> None:
    judged = judge_intake(intake=kept(a_csv(ROW, changed(destination="天津")), customer), by=HOUSE, at=NOON)

    assert [(error.row, str(error.column)) for error in judged.errors] == [(3, "Delivery city")]


def test_the_same_file_again_changes_nothing_and_says_so(customer: Customer) -> None:
    content = a_csv(ROW, changed(reference="PO-2"))
    first = kept(content, customer)
    place_intake(intake=first, by=HOUSE, at=NOON)
    again = kept(content, customer)

    judged = judge_intake(intake=again, by=HOUSE, at=NOON)

    assert (judged.drafts, judged.errors, judged.duplicates) == ([], [], [(2, "PO-1"), (3, "PO-2")])
    with pytest.raises(rules.NothingNew):
        place_intake(intake=again, by=HOUSE, at=NOON)
    with pytest.raises(rules.AlreadyTaken):
        place_intake(intake=first, by=HOUSE, at=NOON)
    assert Order.objects.count() == 2


def test_only_new_references_are_placed_and_a_cancelled_one_is_new(customer: Customer) -> None:
    one, two = place_intake(intake=kept(a_csv(ROW, changed(reference="PO-2")), customer), by=HOUSE, at=NOON)
    cancel_order(order=two, reason="撤单", by=HOUSE, at=NOON)

    rows = [ROW, changed(reference="PO-2"), changed(reference="PO-3")]
    orders = place_intake(intake=kept(a_csv(*rows), customer), by=HOUSE, at=NOON)

    assert [order.customer_reference for order in orders] == ["PO-2", "PO-3"]
    assert Order.objects.filter(customer_reference="PO-1").get() == one


def test_a_client_places_for_its_own_company_only(customer: Customer) -> None:
    client = actor("client", customer=customer)
    other = a_customer(branch=a_branch())
    rows = [changed(customer=customer.number), changed(reference="PO-2", customer=other.number)]

    judged = judge_intake(intake=kept(a_csv(*rows), by=client), by=client, at=NOON)

    assert [draft.customer for draft in judged.drafts] == [customer]
    assert [(error.row, str(error.reason)) for error in judged.errors] == [(3, "is not known here")]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", UnreadableFile),
        (b"PK\x03\x04 no workbook", UnreadableFile),
        (b"\xff\xfe\x00\x81\x00\x81", UnreadableFile),
        (b"a\x00b,c\n1,2", UnreadableFile),
        (a_csv(), UnreadableFile),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        kept(content)
    assert not Intake.objects.exists()


def test_a_file_without_known_headings_is_refused() -> None:
    with pytest.raises(rules.NoHeader):
        judge_intake(intake=kept(a_csv(ROW, headings=["a", "b", "c"])), by=HOUSE, at=NOON)


def test_a_long_file_names_the_command(customer: Customer) -> None:
    set_rule(key=rules.INTAKE_ROWS, value=Decimal(2), by=HOUSE, at=NOON)

    with pytest.raises(rules.TooManyRows, match="kept import orders"):
        kept(a_csv(*[changed(reference=f"PO-{n}") for n in range(3)]), customer)
    assert kept(a_csv(ROW, changed(reference="PO-2")), customer).row_count == 2


def test_a_file_asks_for_further_services_by_their_words_or_codes(customer: Customer) -> None:
    content = a_csv([*ROW, "装卸、packaging；裝卸"], headings=[*HEADINGS, "其他服务"])
    upload = kept(content, customer)

    place_intake(intake=upload, by=HOUSE, at=NOON)

    assert Order.objects.get().further_services == ["loading", "packaging"]


def test_a_further_service_that_nobody_offers_is_named(customer: Customer) -> None:
    content = a_csv([*ROW, "装卸, 搬家"], headings=[*HEADINGS, "其他服务"])

    judged = judge_intake(intake=kept(content, customer), by=HOUSE, at=NOON)

    assert [(error.row, str(error.reason)) for error in judged.errors] == [(2, "is not known here: 搬家")]


def test_headings_are_known_in_every_language_and_by_code() -> None:

    headings = [
        "Reference *",
        "goods",
        "WEIGHT_KG",
        "收貨人",
        "回单份数",
        "體積",
        "Delivery city",
        "whatever",
    ]

    assert [column.code if column else None for column in columns_of(headings)] == [
        "customer_reference",
        "description",
        "weight_kg",
        "destination_name",
        "receipt_copies",
        "volume_m3",
        "destination_city",
        None,
    ]


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_the_template_can_be_filled_and_sent_back_as_it_is(language: str, customer: Customer) -> None:
    browser = browser_of(staff("clerk", language=language))
    content = browser.get(reverse("orders:intake_template")).getvalue()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()

    with translation.override(language):
        place_intake(intake=kept(content, customer, name="orders.xlsx"), by=HOUSE, at=NOON)

    assert rows[1][0] == Order.objects.get().customer_reference == "PO-1001"


def test_a_file_goes_from_the_form_to_its_rows_to_its_orders(customer: Customer) -> None:
    person = staff("clerk", language="en")
    browser = browser_of(person)
    wish = (now() + timedelta(days=3)).date().isoformat()
    upload = SimpleUploadedFile("三月.csv", a_csv(changed(wanted=wish), encoding="gbk"))

    answer = browser.post(reverse("orders:intake"), {"file": upload, "customer": customer.number})
    intake = Intake.objects.get()
    page = browser.get(intake.get_absolute_url()).content.decode()
    stranger = browser_of(staff("clerk")).get(intake.get_absolute_url())
    done = browser.post(intake.get_absolute_url(), follow=True).content.decode()

    assert answer.headers["Location"] == intake.get_absolute_url()
    assert "PO-1" in page and "Place 1 order" in page
    assert stranger.status_code == 404
    assert "1 order placed." in done
    intake.refresh_from_db()
    assert (intake.placed_at is not None, intake.order_count, intake.rows) == (True, 1, [])


def test_wrong_rows_are_shown_and_cannot_be_placed(customer: Customer) -> None:
    browser = browser_of(staff("clerk", language="en"))
    upload = SimpleUploadedFile("x.csv", a_csv(changed(weight="x")))

    browser.post(reverse("orders:intake"), {"file": upload, "customer": customer.number})
    address = Intake.objects.get().get_absolute_url()
    page = browser.get(address).content.decode()

    assert "is not a number" in page and "Place 1 order" not in page
    assert browser.post(address).status_code == 409
    assert not Order.objects.exists()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_file_with_wrong_rows_is_downloaded_with_its_reasons_mended_and_sent_again(
    language: str, customer: Customer
) -> None:
    browser = browser_of(staff("clerk"))
    browser.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    wish = (now() + timedelta(days=3)).date().isoformat()
    good, bad = changed(wanted=wish), changed(reference="-PO-2", wanted=wish, weight="x", goods="")

    def send(content: bytes, name: str) -> Intake:
        given = {"file": SimpleUploadedFile(name, content), "customer": customer.number}
        browser.post(reverse("orders:intake"), given)
        return Intake.objects.latest("id")

    def told(intake: Intake) -> list[list[Any]]:
        address = reverse("orders:intake_corrections", args=[intake.pk])
        assert address in browser.get(intake.get_absolute_url()).content.decode()
        assert browser_of(staff("clerk")).get(address).status_code == 404
        content = browser.get(address).content
        return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()

    first = told(send(a_csv(good, [], bad), "三月.csv"))
    again = told(send(a_workbook(*first[1:], headings=first[0]), "三月.xlsx"))
    reasons = [row[-1] for row in first[1:]]
    first[3][5], first[3][8] = "小家电", "25.5"
    mended = send(a_workbook(*first[1:], headings=first[0]), "三月.xlsx")
    browser.post(mended.get_absolute_url())

    wanted = {
        "en": "Weight (kg): is not a number; Goods: is missing",
        "zh-hans": "重量（kg）: 不是数字; 货物: 缺少",
    }
    assert reasons == ["", "", wanted[language]]
    assert len(again[0]) == len(HEADINGS) + 1
    assert [row[-1] for row in again[1:]] == reasons
    assert {order.customer_reference for order in Order.objects.all()} == {"PO-1", "-PO-2"}


def test_files_that_nobody_placed_are_forgotten_after_a_week(customer: Customer) -> None:
    placed, waiting = kept(a_csv(ROW), customer), kept(a_csv(changed(reference="PO-2")), customer)
    place_intake(intake=placed, by=HOUSE, at=NOON)

    assert forget_intakes(at=NOON + timedelta(days=6)) == 0
    assert forget_intakes(at=NOON + timedelta(days=8)) == 1
    assert list(Intake.objects.all()) == [placed]
    assert waiting.pk


def test_the_command_places_a_file_of_any_size_and_goes_on_when_sent_again(
    tmp_path: Path, customer: Customer
) -> None:
    wish = (now() + timedelta(days=3)).date().isoformat()
    rows = [changed(reference=f"PO-{n}", wanted=wish) for n in range(3)]
    file = tmp_path / "orders.csv"
    file.write_bytes(a_csv(*rows[:2]))
    run(file, "--customer", customer.number)

    file.write_bytes(a_csv(*rows))
    dry = run(file, "--customer", customer.number, "--dry-run", "--json")
    told = run(file, "--customer", customer.number, "--json")

    assert json.loads(dry.output) == {"orders": 1, "placed": 0, "already_there": 2, "errors": []}
    assert json.loads(told.output) == {"orders": 1, "placed": 1, "already_there": 2, "errors": []}
    assert Order.objects.count() == 3


def test_the_command_names_wrong_rows_and_places_nothing(tmp_path: Path, customer: Customer) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(a_csv(ROW, changed(reference="PO-2", weight="x")))

    told = run(file, "--customer", customer.number)
    unknown = run(file, "--customer", "C-99999")

    assert told.exit_code != 0 and "row 3: Weight (kg) is not a number" in told.output
    assert unknown.exit_code == 2 and "there is no customer C-99999" in unknown.output
    assert not Order.objects.exists()


def run(file: Path, *options: str) -> Result:
    return CliRunner().invoke(orders_command, [str(file), "--quiet", *options])
