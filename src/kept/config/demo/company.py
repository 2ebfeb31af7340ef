"""The demo company's customers, subcontractors, agreements, prices and policies."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from importlib import resources
from typing import Any

from kept.catalog.actions.offering import add_service, change_service
from kept.catalog.models import Service
from kept.contracts.actions.agreements import LineTerms, make_agreement
from kept.contracts.actions.rate_cards import make_rate_card
from kept.contracts.models import Agreement
from kept.contracts.rules import SurchargeTerms, ZoneTerms
from kept.kernel.money import to_minor
from kept.parties.actions.belongings import add_consignee, add_contact_person, add_site
from kept.parties.actions.chaining import link_customer
from kept.parties.actions.customers import create_customer
from kept.parties.actions.partners import create_partner
from kept.parties.models import ROLE_FIELDS, Consignee, ContactPerson, Customer, Partner
from kept.promises.actions.policies import make_policy

from .people import HOUSE, Crew, hire, invite

CITIES = ("上海", "北京", "广州", "成都", "杭州", "南京", "苏州", "武汉", "西安", "深圳", "宁波", "重庆")

COVERS = {
    "subpackaging": "大包装改小包装，贴标、换箱、赠品搭配",
    "processing": "剪切、组装、贴中文标签，按门店配货",
    "drivers_living": "司机餐饮、淋浴、住宿与停车，场站二十四小时开放",
    "trading_support": "代收货款、报关资料代办、供应商对账",
}
"""What services beyond logistics are about here."""

INSURER = "东海财产保险"
CHAIN = (
    ("华东冷链", "联合便利", "intermediate"),
    ("明锐科技", "宏达电子", "intermediate"),
    ("宏达电子", "中科仪器", "end"),
)
"""Who of the customers stands in whose chain."""


@dataclass(frozen=True)
class Profile:
    """A customer in the story: how much it ships, where from, and who it is."""

    name: str
    short: str
    industry: str
    segment: str
    branch: str
    city: str
    monthly: int
    contact: str
    goods: str
    drifts: bool = False
    agreed: bool = False
    requirement: str = ""
    roles: tuple[str, ...] = ("cargo_owner",)


@dataclass(frozen=True)
class Hauler:
    """A subcontractor in the story: its share of the work and how well it does."""

    name: str
    city: str
    share: float
    late: float
    damaged: float
    short: float
    papers: float


_told = tomllib.loads(resources.files(__package__).joinpath("company.toml").read_text("utf-8"))
PROFILES = tuple(Profile(**row) for row in _told["customers"])
HAULERS = tuple(Hauler(**row) for row in _told["subcontractors"])


@dataclass
class Firm:
    """Everything of the company that the story needs again."""

    crew: Crew
    customers: dict[str, Customer] = field(default_factory=dict)
    contacts: dict[str, ContactPerson] = field(default_factory=dict)
    consignees: dict[str, list[Consignee]] = field(default_factory=dict)
    agreements: dict[str, Agreement] = field(default_factory=dict)
    partners: dict[str, Partner] = field(default_factory=dict)


def found(at: datetime) -> Firm:
    firm = Firm(hire(at))
    for number, hauler in enumerate(HAULERS, start=1):
        firm.partners[hauler.name] = create_partner(
            name=hauler.name, city=hauler.city, phone=f"400-820-880{number}", by=HOUSE, at=at
        )
    for number, profile in enumerate(PROFILES, start=1):
        _take_in(firm, profile, number, at)
    _complete_the_chain(firm, at)
    _offer(at)
    _set_prices(firm, at)
    _set_policies(at)
    invite(firm.crew, "client", "周洁", "client", firm.customers["华东冷链"].pk, at)
    invite(firm.crew, "carrier", "吴刚", "subcontractor", firm.partners["远通货运有限公司"].pk, at)
    return firm


def _take_in(firm: Firm, profile: Profile, number: int, at: datetime) -> None:
    clerks = {"SH": "clerk", "BJ": "clerk3", "GZ": "clerk4", "CD": "clerk2"}
    customer = create_customer(
        name=profile.name,
        short_name=profile.short,
        industry=profile.industry,
        segment=profile.segment,
        **{ROLE_FIELDS[role]: True for role in profile.roles},
        branch=firm.crew.branches[profile.branch],
        account_manager=firm.crew.persons[clerks[profile.branch]],
        city=profile.city,
        phone=f"021-5555 01{number:02}",
        email=f"customer{number}@kept.example",
        special_requirements=profile.requirement,
        credit_limit=to_minor(Decimal(800_000)),
        since=(at - timedelta(days=200 * number)).date(),
        by=HOUSE,
        at=at,
    )
    firm.customers[profile.short] = customer
    firm.contacts[profile.short] = add_contact_person(
        party=customer,
        name=profile.contact,
        role="user",
        phone=f"1390001{number:02}88",
        email=f"contact{number}@kept.example",
        by=HOUSE,
        at=at,
    )
    add_site(customer=customer, name="总仓", city=profile.city, receiving_hours="8:30-17:30", by=HOUSE, at=at)
    firm.consignees[profile.short] = [
        add_consignee(
            customer=customer,
            name=f"{city}{profile.short[:2]}门店",
            city=city,
            phone=f"1380{number:02}{place:02}678",
            address=f"{city}中山路{number}{place}号",
            receiving_hours="9:00-18:00",
            by=HOUSE,
            at=at,
        )
        for place, city in enumerate(c for c in CITIES if c != profile.city)
    ]


def _complete_the_chain(firm: Firm, at: datetime) -> None:
    """Beside those in the story: a person who ships now and then, and who designs chains for others."""
    create_customer(
        name="郑晓明",
        kind="person",
        branch=firm.crew.branches["SH"],
        city="上海",
        phone="13900019988",
        is_vehicle_owner=True,
        by=HOUSE,
        at=at,
    )
    day = at.date()
    for owner, member, kind in CHAIN:
        link_customer(
            customer=firm.customers[owner],
            member=firm.customers[member],
            kind=kind,
            since=day,
            by=HOUSE,
            at=at,
        )
    create_partner(name=INSURER, kind="insurer", city="上海", phone="400-820-8866", by=HOUSE, at=at)
    create_partner(
        name="联讯供应链管理有限公司",
        kind="fourth_party",
        city="上海",
        phone="400-820-8899",
        by=HOUSE,
        at=at,
    )


def _offer(at: datetime) -> None:
    """What services beyond logistics cover, and one of information."""
    for code, covers in COVERS.items():
        change_service(service=Service.objects.get(code=code), changes={"covers": covers}, by=HOUSE, at=at)
    words = {"zh-hans": "货物数据报表", "zh-hant": "貨物資料報表", "en": "Reports on goods"}
    add_service(
        code="goods_reports",
        words=words,
        kind="information",
        covers="每月库存与在途明细，附分析",
        by=HOUSE,
        at=at,
    )


def _set_prices(firm: Firm, at: datetime) -> None:
    transport, storage, packaging, subpackaging = (
        Service.objects.get(code=code) for code in ("transport", "storage", "packaging", "subpackaging")
    )
    day = at.date()
    breaks = tuple(
        (Decimal(kg), Decimal(rate))
        for kg, rate in (("0", "5.00"), ("45", "4.20"), ("100", "3.60"), ("300", "3.10"))
    )
    far = tuple((kg, rate * Decimal("1.25")) for kg, rate in breaks)
    zones = [ZoneTerms("", "", breaks), ZoneTerms("上海", "成都", far), ZoneTerms("上海", "西安", far)]
    extras = [
        SurchargeTerms("insurance", "share_of_declared", Decimal("0.003"), Decimal(10), Decimal("0.06")),
        SurchargeTerms("cod_fee", "share_of_cod", Decimal("0.01"), Decimal(5), Decimal("0.06")),
    ]
    terms: Any = {"minimum": Decimal(50), "fuel_share": Decimal("0.12")}  # fields of RateCard
    make_rate_card(
        service=transport,
        name="零担运价表",
        zones=zones,
        valid_from=day,
        surcharges=extras,
        by=HOUSE,
        at=at,
        **terms,
    )
    for profile in (one for one in PROFILES if one.agreed):
        policy = make_policy(
            kind="delivery",
            scope={"for_contract": True, "name": f"{profile.short}：合同约定三天送达"},
            limit=timedelta(days=3),
            by=HOUSE,
            at=at,
        ).policy
        agreement = make_agreement(
            customer=firm.customers[profile.short],
            name=f"{profile.short}年度运输合同",
            valid_from=day,
            valid_until=day + timedelta(days=730),
            service_level=Decimal("0.95"),
            duties="按约定时间完好送达，回单三十天内返回。",
            remedies="每月超过约定次数：警告；再次：违约金；严重：终止合同。",
            lines=[
                LineTerms(transport, policy, "货损按声明价值赔偿"),
                LineTerms(storage, liability="在库货损按进价赔偿"),
                LineTerms(packaging),
                *([LineTerms(subpackaging)] if profile.segment == "core" else []),
            ],
            by=HOUSE,
            at=at,
        )
        firm.agreements[profile.short] = agreement
        lower = tuple((kg, rate * Decimal("0.92")) for kg, rate in breaks)
        make_rate_card(
            service=transport,
            name=f"{profile.short}合同价",
            agreement=agreement,
            zones=[ZoneTerms("", "", lower)],
            surcharges=extras,
            valid_from=day,
            by=HOUSE,
            at=at,
            **terms,
        )


def _set_policies(at: datetime) -> None:
    """Core customers are answered sooner."""
    make_policy(
        kind="complaint_answer",
        scope={"segment": "core"},
        limit=timedelta(minutes=40),
        warn_roles=["branch_manager"],
        by=HOUSE,
        at=at,
    )
