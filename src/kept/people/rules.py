"""Names of the built-in roles, and when a team has too few people at work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from kept.kernel.numbers import number_rule

LEAST_ON_DUTY = number_rule(
    "people.least_on_duty", 1, _("People of a team at work at once, at least"), highest=99
)
LONGEST_DUTY = number_rule("people.longest_duty", 16, _("Longest duty"), unit="h", lowest=1, highest=48)
ROSTER_ROWS = number_rule(
    "people.roster_rows", 2000, _("Rows of a roster file, at most"), unit="rows", lowest=1, highest=20_000
)

Stretch = tuple[datetime, datetime]


@dataclass(frozen=True)
class Gap:
    """A stretch in which too few are at work."""

    begins: datetime
    ends: datetime
    at_work: int


def gaps_between(first: datetime, last: datetime, stretches: Sequence[Stretch], *, least: int) -> list[Gap]:
    """Where fewer than `least` of the stretches run between two moments; neighbours alike are one gap."""
    turns = {first, last}
    turns |= {turn for stretch in stretches for turn in stretch if first < turn < last}
    moments = sorted(turns)
    found: list[Gap] = []
    for begins, ends in pairwise(moments):
        at_work = sum(start <= begins and ends <= end for start, end in stretches)
        if at_work >= least:
            continue
        if found and found[-1].ends == begins and found[-1].at_work == at_work:
            begins = found.pop().begins
        found.append(Gap(begins, ends, at_work))
    return found


ROLE_WORDS: dict[str, dict[str, str]] = {
    "general_manager": {"zh-hans": "总经理", "zh-hant": "總經理", "en": "General manager"},
    "branch_manager": {"zh-hans": "分公司经理", "zh-hant": "分公司經理", "en": "Branch manager"},
    "service_manager": {"zh-hans": "客服主管", "zh-hant": "客服主管", "en": "Service manager"},
    "clerk": {"zh-hans": "客服员", "zh-hant": "客服人員", "en": "Customer-service clerk"},
    "document_clerk": {"zh-hans": "单证员", "zh-hant": "單證人員", "en": "Document clerk"},
    "dispatcher": {"zh-hans": "调度员", "zh-hant": "調度人員", "en": "Dispatcher"},
    "warehouse": {"zh-hans": "仓库员", "zh-hant": "倉庫人員", "en": "Warehouse staff"},
    "finance": {"zh-hans": "财务", "zh-hant": "財務", "en": "Finance"},
    "admin": {"zh-hans": "系统管理员", "zh-hant": "系統管理員", "en": "Administrator"},
    "telephone": {"zh-hans": "电话系统", "zh-hant": "電話系統", "en": "Telephone system"},
    "client": {"zh-hans": "客户企业用户", "zh-hant": "委託客戶使用者", "en": "Client"},
    "supervisor": {"zh-hans": "社会服务监督员", "zh-hant": "社會服務監督員", "en": "Social supervisor"},
    "subcontractor": {"zh-hans": "分包商用户", "zh-hant": "分包商使用者", "en": "Subcontractor"},
}
