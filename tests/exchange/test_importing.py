"""Deliveries come in from files: once, with their promises, and whatever cannot is named."""

import gzip
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import now

from kept.exchange.actions.importing import import_file
from kept.exchange.models import ImportRun
from kept.exchange.queries.mappings import Chosen, mapping_from, mapping_of
from kept.exchange.queries.rejects import rejected_of_run
from kept.exchange.reading.files import BadFile
from kept.kernel.models import RuleValue
from kept.parties.models import Customer, Partner
from kept.promises.models import Promise
from kept.transport.models import Delivery, Shipment
from tests.factories import HOUSE, NOON, a_customer

from .conftest import Write

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def taken(path: Path, chosen: Chosen | None = None) -> ImportRun:
    mapping = chosen or mapping_from(path.parent / "small.toml")
    return import_file(path=path, chosen=mapping, by=HOUSE, clock=now)


def reasons(run: ImportRun) -> list[tuple[int, str, str]]:
    return [(row.row, row.column, row.why) for row in run.rejected.order_by("row")]


def batches_of(rows: int) -> None:
    RuleValue.objects.create(key="exchange.batch_rows", value=rows, valid_from=NOON)


def test_a_row_becomes_a_shipment_with_the_promise_that_its_columns_state(small: Write) -> None:
    run = taken(small("1,Acme,Fast,2026-03-02,2026-03-03,12.5", "2,Acme,,,2026-03-03,"))

    assert (run.state, run.rows_taken, run.rows_rejected, run.promises) == ("done", 2, 0, 1)
    promise = Promise.objects.get()
    assert (promise.kind, promise.state, promise.is_day) == ("delivery", "broken", True)
    assert promise.due_from == datetime(2026, 3, 2, tzinfo=SHANGHAI)
    assert promise.due_at == datetime(2026, 3, 2, 23, 59, 59, tzinfo=SHANGHAI)
    assert promise.met_at == datetime(2026, 3, 3, 12, tzinfo=SHANGHAI)
    assert promise.terms() == {"time": "broken"}
    assert {s.external_key for s in Shipment.objects.all()} == {"small:1", "small:2"}
    assert [c.name for c in Customer.objects.all()] == ["Acme"]
    assert [p.name for p in Partner.objects.all()] == ["Fast"]


def test_a_delivery_on_the_promised_day_is_in_time_and_one_the_day_before_is_early(small: Write) -> None:
    taken(small("1,A,,2026-03-02,2026-03-02,", "2,A,,2026-03-02,2026-03-01,", "3,A,,2026-03-02,2026-03-03,"))

    told = {
        p.subject_number: (p.time_state, p.met_at < p.due_from) for p in Promise.objects.all() if p.met_at
    }
    assert sorted(told.values()) == [("broken", False), ("kept", False), ("kept", True)]


def test_a_shipment_that_is_not_delivered_yet_runs(small: Write) -> None:
    taken(small("1,A,,2999-03-02,,"))

    assert [(p.state, p.time_state) for p in Promise.objects.all()] == [("running", "open")]
    assert not Delivery.objects.exists()


def test_a_finished_file_changes_nothing_when_it_comes_again(small: Write) -> None:
    path = small("1,A,,2026-03-02,2026-03-02,1", "2,B,,2026-03-02,bad,1")
    first = taken(path)

    again = taken(path)

    assert again == first
    assert (ImportRun.objects.count(), Shipment.objects.count(), again.rejected.count()) == (1, 1, 1)


def test_the_same_deliveries_in_another_file_are_known(small: Write) -> None:
    taken(small("1,A,,2026-03-02,2026-03-02,1"))

    run = taken(small("1,A,,2026-03-02,2026-03-02,1", "2,A,,2026-03-02,2026-03-02,1", name="more.csv"))

    assert (run.rows_taken, run.rows_known) == (1, 1)


def test_every_rejected_row_is_named_with_column_and_reason(small: Write) -> None:
    run = taken(
        small(
            "1,,,2026-03-02,2026-03-02,1",
            "2,A,,2026-02-30,2026-03-02,1",
            "3,A,,soon,2026-03-02,1",
            "4,A,,2026-03-02,2026-03-02,heavy",
            "5,A,,2026-03-02,2026-03-02,-3",
            "5,A,,2026-03-02,2026-03-02,3",
            "6,A,,,,3",
            "7,A,,2026-03-02,2026-03-02,3,over,much",
            ",A,,2026-03-02,2026-03-02,3",
            "8,A,,2026-03-02,2026-03-02,3",
        )
    )

    assert reasons(run) == [
        (2, "Client", "is empty"),
        (3, "Due", "there is no day '2026-02-30'"),
        (4, "Due", "'soon' is not a date"),
        (5, "Weight", "'heavy' is not a number"),
        (6, "Weight", "'-3' must not be below 0"),
        (7, "No", "the key '5' stands in row 6 already"),
        (8, "Done", "is empty"),
        (9, "", "the row has 8 cells, the head has 6"),
        (10, "No", "is empty"),
    ]
    assert run.rows_taken == 1


def test_rejected_rows_can_be_corrected_and_sent_in_again(small: Write, tmp_path: Path) -> None:
    run = taken(small("1,A,,2026-03-02,2026-03-02,heavy", "2,A,,2026-03-02,2026-03-02,=1+1"))
    text = "".join(rejected_of_run(run))
    assert "'=1+1" in text
    corrected = tmp_path / "again.csv"
    corrected.write_text(text.replace("heavy", "5").replace("'=1+1", "2"), encoding="utf-8")

    again = taken(corrected, mapping_from(tmp_path / "small.toml"))

    assert (again.rows_taken, again.rows_rejected) == (2, 0)
    assert {s.external_key for s in Shipment.objects.all()} == {"small:1", "small:2"}


HEADED = """
[file]
head = 2
delimiter = ";"
encoding = "gb18030"
[key]
columns = ["No"]
[fields]
customer = "Client"
happened_at = "Done"
weight_kg = "Weight"
"""


def test_rejected_rows_come_back_with_the_mapping_of_a_file_that_was_written_otherwise(
    tmp_path: Path,
) -> None:
    chosen, first, again = mapping_of(HEADED, "headed"), tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("对账单;;;\nNo;Client;Done;Weight\n1;宏达;2026-03-02;heavy\n", encoding="gb18030")
    text = "".join(rejected_of_run(taken(first, chosen)))
    again.write_text(text.replace(",heavy,", ",5,"), encoding="utf-8")

    run = taken(again, chosen)

    assert (run.rows_taken, run.rows_rejected) == (1, 0)
    assert [c.name for c in Customer.objects.all()] == ["宏达"]


KEYLESS = """
zone = "Asia/Shanghai"
[fields]
customer = "Client"
happened_at = "Done"
weight_kg = "Weight"
"""


def test_rows_without_a_key_are_told_apart_by_how_often_they_came(small: Write) -> None:
    chosen = mapping_of(KEYLESS, "keyless")
    path = small("A,2026-03-02,1", "A,2026-03-02,1", "B,2026-03-02,1", head="Client,Done,Weight")
    run = taken(path, chosen)
    assert run.rows_taken == 3

    more = small(
        "A,2026-03-02,1", "A,2026-03-02,1", "A,2026-03-02,1", head="Client,Done,Weight", name="b.csv"
    )

    assert (taken(more, chosen).rows_taken, Shipment.objects.count()) == (1, 4)
    assert not Promise.objects.exists()


def test_a_corrected_row_without_a_key_keeps_the_key_it_had(small: Write, tmp_path: Path) -> None:
    chosen = mapping_of(KEYLESS, "keyless")
    run = taken(small("A,2026-03-02,1", "A,2026-03-02,x", head="Client,Done,Weight"), chosen)
    again = tmp_path / "again.csv"
    again.write_text("".join(rejected_of_run(run)).replace(",x,", ",1,"), encoding="utf-8")

    assert (taken(again, chosen).rows_taken, Shipment.objects.count()) == (1, 2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_files_are_read_in_the_encodings_people_use(small: Write, encoding: str) -> None:
    taken(small("1,宏达电子,顺达,2026-03-02,2026-03-02,1", encoding=encoding))

    assert Customer.objects.get().name == "宏达电子"


def test_a_packed_file_is_read(small: Write, tmp_path: Path) -> None:
    packed = tmp_path / "small.csv.gz"
    packed.write_bytes(gzip.compress(small("1,A,,2026-03-02,2026-03-02,1").read_bytes()))

    assert taken(packed).rows_taken == 1


def test_an_excel_file_is_read_with_its_dates_and_numbers(small: Write, tmp_path: Path) -> None:
    import xlsxwriter

    small()
    path = tmp_path / "small.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["No", "Client", "Carrier", "Due", "Done", "Weight"])
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(1, 0, [7, "A", "F"])
        sheet.write_datetime(1, 3, datetime(2026, 3, 2), day)
        sheet.write_datetime(1, 4, datetime(2026, 3, 2), day)
        sheet.write_number(1, 5, 12.5)

    run = taken(path)

    assert (run.rows_taken, Shipment.objects.get().external_key) == (1, "small:7")
    assert Promise.objects.get().state == "kept"


def test_a_parquet_file_is_read(small: Write, tmp_path: Path) -> None:
    import duckdb

    path = tmp_path / "small.parquet"
    csv = small("7,A,F,2026-03-02,2026-03-03,12.5")
    duckdb.sql(f"COPY (SELECT * FROM read_csv('{csv}')) TO '{path}' (FORMAT parquet)")

    assert (taken(path).rows_taken, Promise.objects.get().state) == (1, "broken")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "small.csv is empty."),
        (b"No,Client\n1,\xff\xff\xfe", "small.csv is neither UTF-8 nor GB18030: line 2 cannot be read."),
        (b"\x00\x01\x02binary", "This is not a table: send CSV, Excel or Parquet."),
        (b"No,Client\n1,A\n", "The column 'Carrier' is not in the file; there are: No, Client"),
        (b"\x1f\x8bdamaged", "small.csv is packed, and the packing is damaged."),
        (b"PK\x03\x04nothing", "This Excel file is damaged."),
        (b"PAR1nothing", "This Parquet file is damaged."),
    ],
)
def test_a_file_that_cannot_be_read_says_so_before_anything_is_written(
    small: Write, tmp_path: Path, content: bytes, said: str
) -> None:
    path = small()
    path.write_bytes(content)

    with pytest.raises(BadFile) as no:
        taken(path)

    assert str(no.value.message).startswith(said)
    assert not ImportRun.objects.exists()


def test_a_customer_we_have_is_found_by_its_name_or_number(small: Write) -> None:
    ours, other = a_customer(name="宏达"), a_customer(name="远山")

    taken(small("1,宏达,,2026-03-02,2026-03-02,1", f"2,{other.number},,2026-03-02,2026-03-02,1"))

    assert list(Shipment.objects.order_by("pk").values_list("customer", flat=True)) == [ours.pk, other.pk]


def test_one_batch_is_one_act_and_a_failed_one_leaves_nothing_half(
    small: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches_of(2)
    path = small(*(f"{n},A{n},,2026-03-02,2026-03-02,1" for n in range(5)))
    calls = []

    def fails_at_the_second(run: ImportRun, bad: object) -> None:
        calls.append(run)
        if len(calls) == 2:
            raise RuntimeError("the power is gone")

    monkeypatch.setattr("kept.exchange.actions.importing.keep_rejected", fails_at_the_second)
    with pytest.raises(RuntimeError):
        taken(path)
    assert (Shipment.objects.count(), Customer.objects.count(), Promise.objects.count()) == (2, 2, 2)

    run = taken(path)

    assert (run.state, run.rows_done, run.rows_taken, run.rows_known) == ("done", 5, 5, 0)
    assert list(run.batches.values_list("number", "from_row", "to_row")) == [(1, 2, 3), (2, 4, 5), (3, 6, 6)]
