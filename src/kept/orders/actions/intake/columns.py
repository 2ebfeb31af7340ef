"""The columns of an order file: what each is called, and how its cells are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from re import split
from typing import Any
from unicodedata import normalize
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kept.methods.dates import parse_moment
from kept.methods.decimals import parse_decimal, parse_whole_number
from kept.methods.unreadable import Reason, Unreadable

from ...enums import DeliveryMode, Payment, ReceiptKind

REASONS: Mapping[Reason, Any] = {
    Reason.EMPTY: _("is missing"),
    Reason.NOT_A_DATE: _("is not a date"),
    Reason.NO_SUCH_DAY: _("names a day that does not exist"),
    Reason.NOT_A_NUMBER: _("is not a number"),
    Reason.MISPLACED_SEPARATOR: _("has a misplaced thousands separator"),
    Reason.NOT_WHOLE: _("is not a whole number"),
    Reason.TOO_LONG: _("is too long"),
}


class CellWrong(Exception):
    """A cell that cannot be taken; `reason` goes on after the column's name."""

    def __init__(self, reason: Any) -> None:
        self.reason = reason
        super().__init__(str(reason))


Read = Callable[[str], Any]


@dataclass(frozen=True)
class Column:
    """One column. `of_line` belongs to the goods, the others to the order."""

    code: str
    words: Any
    read: Read
    aliases: tuple[str, ...] = ()
    required: bool = False
    of_line: bool = False
    example: str = ""


def text(longest: int) -> Read:
    def read(cell: str) -> str:
        if len(cell) > longest:
            raise CellWrong(REASONS[Reason.TOO_LONG])
        return cell

    return read


def several(longest: int) -> Read:
    """Names one after another, with any comma, semicolon or stroke between."""

    def read(cell: str) -> tuple[str, ...]:
        return tuple(text(longest)(name.strip()) for name in split(r"[,;，；、/|\n]", cell) if name.strip())

    return read


def number(lowest: Decimal, digits: int, places: int) -> Read:
    def read(cell: str) -> Decimal:
        value = _known(parse_decimal(cell))
        if value < lowest:
            raise CellWrong(_("is below %(lowest)s") % {"lowest": lowest})
        if value >= Decimal(10) ** digits:
            raise CellWrong(_("is too large"))
        return Decimal(value).quantize(Decimal(1).scaleb(-places))

    return read


def whole(cell: str) -> int:
    value = _known(parse_whole_number(cell))
    if value < 0 or value > 1_000_000:
        raise CellWrong(_("lies outside 0 to 1,000,000"))
    return int(value)


def some(cell: str) -> int:
    """A number of things that are there: at least one."""
    value = whole(cell)
    if value < 1:
        raise CellWrong(_("is below %(lowest)s") % {"lowest": 1})
    return value


def moment(cell: str) -> datetime | date:
    """A moment of the company's zone, or a date where no time is given."""
    found = _known(parse_moment(cell))
    if ":" not in cell and "时" not in cell and "點" not in cell and "点" not in cell and "時" not in cell:
        return found.date()  # type: ignore[no-any-return]
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))  # type: ignore[no-any-return]


def choice(choices: type[TextChoices], aliases: Mapping[str, str]) -> Read:
    """A code, its words in any of our languages, or another name of it."""

    def read(cell: str) -> str:
        known = {**_spoken(choices), **{plain(name): code for name, code in aliases.items()}}
        if plain(cell) not in known:
            allowed = ", ".join(str(label) for label in choices.labels)
            raise CellWrong(_("is none of: %(allowed)s") % {"allowed": allowed})
        return known[plain(cell)]

    return read


def plain(words: str) -> str:
    """One form of a heading or a word: width, case, spaces, stars and brackets do not matter."""
    folded = normalize("NFKC", words).casefold()
    return "".join(sign for sign in folded if sign not in " \t\n*_-()（）:：")


@cache
def _spoken(choices: type[TextChoices]) -> dict[str, str]:
    return {plain(said): code for code, label in choices.choices for said in (code, *in_all_languages(label))}


def in_all_languages(words: Any) -> Iterable[str]:
    said = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            said.append(str(words))
    return said


def _known(value: Any) -> Any:
    if isinstance(value, Unreadable):
        raise CellWrong(REASONS[value.reason])
    return value


PAYMENTS = {
    "预付": "prepaid",
    "現付": "prepaid",
    "现付": "prepaid",
    "寄付": "prepaid",
    "到付": "freight_collect",
}
PAYMENTS |= {"月结": "monthly", "月結": "monthly", "货到付款": "cod", "貨到付款": "cod", "代收货款": "cod"}
RECEIPTS = {
    "原件": "original",
    "正本": "original",
    "照片": "photo",
    "拍照": "photo",
    "无": "none",
    "無": "none",
}
MODES = {
    "自提": "self_pickup",
    "送货": "delivery",
    "送貨": "delivery",
    "上楼": "upstairs",
    "上樓": "upstairs",
}

COLUMNS: tuple[Column, ...] = (
    Column(
        "customer_reference",
        _("Reference"),
        text(80),
        ("客户订单号", "订单号", "參考號", "order no"),
        True,
        example="PO-1001",
    ),
    Column("customer", _("Customer"), text(160), ("客户", "客戶", "客户名称", "客户编号")),
    Column("service", _("Service"), text(30), ("服务", "服務", "产品")),
    Column(
        "further_services",
        _("Further services"),
        several(30),
        ("附加服务", "附加服務", "增值服务", "增值服務"),
    ),
    Column(
        "origin_city",
        _("Pick-up city"),
        text(60),
        ("始发地", "发货城市", "提货城市", "起运地"),
        True,
        example="上海",
    ),
    Column("origin_address", _("Pick-up address"), text(200), ("发货地址", "提货地址")),
    Column("origin_name", _("Shipper"), text(80), ("发货人", "託運人", "托运人")),
    Column("origin_phone", _("Shipper's phone"), text(40), ("发货电话", "发货人电话")),
    Column(
        "destination_city",
        _("Delivery city"),
        text(60),
        ("目的地", "收货城市", "到达地"),
        True,
        example="北京",
    ),
    Column(
        "destination_address",
        _("Delivery address"),
        text(200),
        ("收货地址", "收貨地址"),
        example="朝阳区建国路 1 号",
    ),
    Column("destination_name", _("Consignee"), text(80), ("收货人", "收貨人"), example="李明"),
    Column(
        "destination_phone",
        _("Consignee's phone"),
        text(40),
        ("收货电话", "收货人电话"),
        example="13800001234",
    ),
    Column("wanted_pickup_at", _("Pick-up wanted by"), moment, ("提货时间", "要求提货时间")),
    Column(
        "wanted_delivery_at", _("Delivery wanted by"), moment, ("送达时间", "要求送达时间", "要求到货时间")
    ),
    Column("payment", _("Payment"), choice(Payment, PAYMENTS), ("付款方式", "结算方式")),
    Column("cod_amount", _("Cash to collect"), number(Decimal(0), 12, 2), ("代收货款", "代收貨款")),
    Column(
        "declared_value", _("Declared value"), number(Decimal(0), 12, 2), ("声明价值", "保价金额", "申報價值")
    ),
    Column("receipt_kind", _("Signed receipt"), choice(ReceiptKind, RECEIPTS), ("回单", "回單", "签回单")),
    Column("receipt_copies", _("Receipt copies"), whole, ("回单份数", "回單份數")),
    Column("delivery_mode", _("How delivered"), choice(DeliveryMode, MODES), ("送货方式", "送貨方式")),
    Column("appointment_number", _("Appointment number"), text(60), ("预约号", "預約號")),
    Column("receiving_hours", _("Receiving hours"), text(60), ("收货时间", "收貨時間")),
    Column("special", _("Special requirements"), text(500), ("备注", "備註", "特殊要求")),
    Column("description", _("Goods"), text(160), ("品名", "货物", "貨物", "货物名称"), True, True, "小家电"),
    Column("item_code", _("Item code"), text(60), ("货号", "貨號", "sku"), of_line=True),
    Column(
        "quantity",
        _("Quantity"),
        number(Decimal("0.001"), 11, 3),
        ("数量", "數量"),
        of_line=True,
        example="10",
    ),
    Column("unit", _("Unit"), text(20), ("单位", "單位"), of_line=True),
    Column("package", _("Package"), text(30), ("包装", "包裝"), of_line=True),
    Column("pieces", _("Pieces"), some, ("件数", "件數"), of_line=True, example="2"),
    Column(
        "weight_kg",
        _("Weight (kg)"),
        number(Decimal(0), 9, 3),
        ("重量", "重量kg"),
        of_line=True,
        example="25.5",
    ),
    Column("volume_m3", _("Volume (m³)"), number(Decimal(0), 8, 4), ("体积", "體積", "方数"), of_line=True),
)
BY_CODE: Mapping[str, Column] = {column.code: column for column in COLUMNS}


def columns_of(headings: Iterable[str]) -> list[Column | None]:
    """The column that each heading names, by code, by words in any language, or by another name."""
    known = {
        plain(name): column
        for column in reversed(COLUMNS)
        for name in (*column.aliases, column.code, *in_all_languages(column.words))
    }
    return [known.get(plain(heading)) for heading in headings]
