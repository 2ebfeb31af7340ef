"""Dialogues as people paste them, from the programs that they copy them out of."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.methods.text.dialogues import Said, read_dialogue

TODAY = date(2026, 11, 25)
ASKED, TOLD = datetime(2026, 11, 25, 10, 20, 30), datetime(2026, 11, 25, 10, 22, 5)

WECHAT_PC = """王女士 2026-11-25 10:20:30
货到哪里了？
急用

小李 2026-11-25 10:22:05
在济南
"""
QQ_PC = """王女士 2026/11/25 10:20:30
货到哪里了？
急用
小李 2026/11/25 10:22:05
在济南
"""
QQ_EXPORT = """2026-11-25 10:20:30 王女士(12345678)
货到哪里了？
急用

2026-11-25 10:22:05 【管理员】小李<li@qq.com>
在济南
"""
WECOM = """王女士 11/25 10:20:30
货到哪里了？
急用

小李 11/25 10:22:05
在济南
"""
OTHERS = """[2026/11/25 10:20:30] 王女士: 货到哪里了？
急用
[2026/11/25, 上午10:22:05] 小李：在济南
"""


@pytest.mark.parametrize("text", [WECHAT_PC, QQ_PC, QQ_EXPORT, WECOM, OTHERS, QQ_PC.replace("\n", "\r\n")])
def test_layouts_with_day_and_second(text: str) -> None:
    assert read_dialogue(text, today=TODAY) == (
        Said("王女士", ASKED, "货到哪里了？\n急用"),
        Said("小李", TOLD, "在济南"),
    )


def test_a_dialogue_mailed_from_a_phone() -> None:
    text = """各位朋友：
微信聊天记录如下：

—————  2026-11-24  —————


王女士  20:05

明天能到吗？

—————  2026-11-25  —————

小李  9:00

能
"""
    assert read_dialogue(text, today=TODAY) == (
        Said("王女士", datetime(2026, 11, 24, 20, 5), "明天能到吗？"),
        Said("小李", datetime(2026, 11, 25, 9, 0), "能"),
    )


def test_names_alone_tell_no_moment() -> None:
    text = "王女士:\n货到哪里了？\n\n客服小李：\n在济南：堵车\n预计 18:00 到\n"

    assert read_dialogue(text, today=TODAY) == (
        Said("王女士", None, "货到哪里了？"),
        Said("客服小李", None, "在济南：堵车\n预计 18:00 到"),
    )


def test_what_only_looks_like_a_header_stays_in_its_line() -> None:
    text = "王女士 2026/11/25 10:20:30\n改到 18:00\n地址：\n建国路8号\n11月27日\n周五"

    assert read_dialogue(text, today=TODAY) == (
        Said("王女士", ASKED, "改到 18:00\n地址：\n建国路8号\n11月27日\n周五"),
    )


@pytest.mark.parametrize(
    ("head", "moment"),
    [
        ("王女士 昨天 10:20", datetime(2026, 11, 24, 10, 20)),
        ("王女士 周一 下午3:05", datetime(2026, 11, 23, 15, 5)),
        ("王女士 12月3日 10:20", datetime(2025, 12, 3, 10, 20)),
        ("王女士 2026年11月25日 晚上 8:09", datetime(2026, 11, 25, 20, 9)),
        ("Ms. Wang 11-25 10:20:30 PM", datetime(2026, 11, 25, 22, 20, 30)),
        ("王女士 10:20", datetime(2026, 11, 25, 10, 20)),
    ],
)
def test_moments_as_they_are_written(head: str, moment: datetime) -> None:
    [said] = read_dialogue(f"{head}\n货到了吗", today=TODAY)

    assert said.at == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "货到哪里了？",
        "客户来电说：货没到，要求今天 18:00 前答复",
        "你好\n王女士 2026/11/25 10:20:30\n货到哪里了？",
        "王女士 2026/13/45 10:20:30\n货到哪里了？",
        "王女士 2026/11/25 10:20:30",
        "要求：\n1. 改到周五\n2. 上楼",
    ],
)
def test_what_is_no_dialogue_stays_a_text(text: str) -> None:
    assert read_dialogue(text, today=TODAY) == ()


@given(st.text(max_size=400))
def test_any_text_is_read_or_left(text: str) -> None:
    for said in read_dialogue(text, today=TODAY):
        assert said.who and said.text
