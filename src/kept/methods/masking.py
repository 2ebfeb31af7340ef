"""Names, phones and addresses that may be shown to people who need not know them."""

from __future__ import annotations

import re

HIDDEN = "*"
LEAST_DIGITS_HIDDEN = 6

_UNIT = re.compile(
    r"(?:[0-9０-９A-Za-z一二三四五六七八九十]+\s*(?:号楼|號樓|单元|單元|栋|棟|幢|座|层|層|楼|樓|室|房)"
    r"|\b(?:unit|room|rm|apt|apartment|suite|ste|flat|floor)\b\.?\s*[0-9A-Za-z-]+"
    r"|#\s*\d+"
    r"|(?<=[号號])\s*[0-9A-Za-z-]+"
    r"|\d+(?:-\d+)+)",
    re.IGNORECASE,
)


def mask_name(name: str) -> str:
    """The first character of a Chinese name, the first letter of each other word; the rest is hidden.

    Source: GB/T 41833-2022, at least one character of the name; this hides all but the first.

    >>> mask_name("张三"), mask_name("欧阳小明"), mask_name("Ada Lovelace")
    ('张*', '欧***', 'A** L*******')
    """
    words = name.split()
    if len(name.strip()) < 2:
        return HIDDEN * len(name.strip())
    return " ".join(word[0] + HIDDEN * (len(word) - 1) for word in words)


def mask_phone(phone: str) -> str:
    """The first three and the last two digits at most; at least six are hidden, or all of a short number.

    Source: GB/T 41833-2022. Other characters stay where they are.

    >>> mask_phone("13812345678"), mask_phone("021-6543 2100"), mask_phone("12345")
    ('138******78', '021-**** **00', '*****')
    """
    count = sum(character.isdigit() for character in phone)
    shown = max(count - LEAST_DIGITS_HIDDEN, 0)
    tail = min(2, shown)
    head = min(3, shown - tail)
    masked, seen = [], 0
    for character in phone:
        if character.isdigit():
            seen += 1
            character = character if seen <= head or seen > count - tail else HIDDEN
        masked.append(character)
    return "".join(masked)


def mask_address(address: str) -> str:
    """The address up to the building's unit, floor or room, which is hidden.

    Source: GB/T 41833-2022, unit and room number.

    >>> mask_address("杭州市西湖区文三路90号3单元1201室"), mask_address("12 King Street, Apt 4B, London")
    ('杭州市西湖区文三路90号***', '12 King Street, ***')
    """
    found = _UNIT.search(address)
    return address[: found.start()] + HIDDEN * 3 if found else address
