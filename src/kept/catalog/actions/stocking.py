"""The code lists that a new installation starts from. What a manager changed stays."""

from django.db import transaction

from ..enums import ServiceKind
from ..models import Coded, HandlingMark, PackageKind, Service

Start = dict[str, tuple[str, str, str]]

SERVICES: Start = {
    "transport": ("运输", "運輸", "Transport"),
    "express": ("快运", "快運", "Express"),
    "delivery": ("配送", "配送", "Delivery"),
    "storage": ("仓储", "倉儲", "Storage"),
    "packaging": ("包装", "包裝", "Packaging"),
    "processing": ("流通加工", "流通加工", "Distribution processing"),
    "loading": ("装卸", "裝卸", "Loading and unloading"),
    "subpackaging": ("分装", "分裝", "Subpackaging"),
    "drivers_living": ("司机生活服务", "司機生活服務", "Drivers' living services"),
    "trading_support": ("贸易支持", "貿易支援", "Trading support"),
}
KINDS: dict[str, ServiceKind] = {
    "transport": ServiceKind.TRANSPORT,
    "express": ServiceKind.TRANSPORT,
    "delivery": ServiceKind.TRANSPORT,
    "storage": ServiceKind.WAREHOUSING,
    "loading": ServiceKind.WAREHOUSING,
    "packaging": ServiceKind.VALUE_ADDED,
    "processing": ServiceKind.BEYOND,
    "subpackaging": ServiceKind.BEYOND,
    "drivers_living": ServiceKind.BEYOND,
    "trading_support": ServiceKind.BEYOND,
}
PACKAGES: Start = {
    "carton": ("纸箱", "紙箱", "Carton"),
    "pallet": ("托盘", "棧板", "Pallet"),
    "crate": ("木箱", "木箱", "Crate"),
    "drum": ("桶", "桶", "Drum"),
    "bag": ("袋", "袋", "Bag"),
    "loose": ("散件", "散件", "Loose"),
}
MARKS: Start = {
    "arrow_up": ("箭头向上", "箭頭向上", "This side up"),
    "care": ("轻拿轻放", "輕拿輕放", "Handle with care"),
    "clean": ("杜绝污染", "避免污染", "Avoid contamination"),
    "dry": ("防潮", "防潮", "Keep dry"),
    "no_stack": ("禁止堆码", "禁止堆疊", "Do not stack"),
}


@transaction.atomic
def stock_catalog() -> None:
    for model, start in ((Service, SERVICES), (PackageKind, PACKAGES), (HandlingMark, MARKS)):
        _stock(model, start)


def _stock(model: type[Coded], start: Start) -> None:
    known = set(model._base_manager.values_list("code", flat=True))
    model._base_manager.bulk_create(
        [
            model(
                code=code,
                words={"zh-hans": hans, "zh-hant": hant, "en": english},
                position=position,
                **({"kind": KINDS[code]} if model is Service else {}),
            )
            for position, (code, (hans, hant, english)) in enumerate(start.items())
            if code not in known
        ]
    )
