"""The one sign of a promise, and the words for its time."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from kept.kernel.web.cells import sign as drawn
from kept.kernel.web.signs import Sign, promise_sign
from kept.kernel.web.times import moment_words, span_words

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 18, 13, 18, tzinfo=SHANGHAI)
"""A Wednesday."""


def _promise(state: str = "running", due: datetime = NOW, **details: Any) -> Any:
    plain = {
        "state": state,
        "due_at": due,
        "warn_at": due - timedelta(minutes=30),
        "met_at": None,
        "paused_at": None,
        "pause_reason": "",
        "zone": SHANGHAI,
        "working_left": lambda at: due - at,
        "get_absolute_url": lambda: "/promises/1/",
    }
    return SimpleNamespace(**{**plain, **details})


def _said(promise: Any, language: str = "zh-hans") -> tuple[str, str]:
    with translation.override(language):
        shown = promise_sign(promise, NOW)
        return shown.mark, shown.words


def test_a_running_promise_says_its_working_time_and_its_moment() -> None:
    due = datetime(2026, 11, 20, 16, 30, tzinfo=SHANGHAI)
    promise = _promise(due=due, working_left=lambda at: timedelta(hours=3, minutes=12))

    assert _said(promise) == ("running", "剩 3 小时 12 分 · 周五 16:30")
    assert _said(promise, "zh-hant") == ("running", "剩 3 小時 12 分 · 週五 16:30")
    assert _said(promise, "en") == ("running", "3 h 12 min left · Fri 16:30")


def test_a_promise_near_its_end_is_soon() -> None:
    assert _said(_promise(due=NOW + timedelta(minutes=28))) == ("soon", "剩 28 分 · 今天 13:46")


def test_a_promise_past_its_moment_is_broken_before_anyone_recorded_it() -> None:
    assert _said(_promise(due=NOW - timedelta(minutes=65))) == ("broken", "已超 1 小时 05 分")


def test_a_broken_promise_names_its_cause() -> None:
    met = _promise("broken", NOW - timedelta(hours=2), met_at=NOW - timedelta(hours=1), cause_words="天气")

    assert _said(met) == ("broken", "迟 1 小时 00 分完成 · 天气")


def test_a_promise_broken_in_another_term_than_time_is_not_called_late() -> None:
    assert _said(_promise("broken", NOW + timedelta(hours=2), met_at=NOW)) == ("broken", "失约")


def test_a_paused_promise_says_why_since_when_and_by_whom() -> None:
    paused = _promise(
        "paused", paused_at=NOW - timedelta(hours=1), pause_reason="等客户资料", paused_by_name="王芳"
    )

    with translation.override("zh-hans"):
        shown = promise_sign(paused, NOW)

    assert shown.words == "暂停：等客户资料 · 自今天 12:18"
    assert shown.title == "2026-11-18 周三 12:18:00 北京时间 (UTC+0800) · 王芳"


def test_a_kept_promise_says_how_early() -> None:
    assert _said(_promise("kept", met_at=NOW - timedelta(minutes=40))) == ("kept", "提前 40 分兑现")


def test_a_promise_kept_on_the_minute_was_in_time() -> None:
    assert _said(_promise("kept", met_at=NOW)) == ("kept", "按时兑现")


def test_a_promise_for_a_day_leaves_out_the_hour() -> None:
    due = datetime(2026, 11, 20, 23, 59, 59, tzinfo=SHANGHAI)
    promise = _promise(due=due, is_day=True, working_left=lambda at: timedelta(days=3, hours=1))

    assert _said(promise) == ("running", "剩 3 天 1 小时 · 周五")


@pytest.mark.parametrize(("state", "words"), [("waived", "已免除"), ("cancelled", "已取消")])
def test_a_promise_let_go_is_quiet(state: str, words: str) -> None:
    with translation.override("zh-hans"):
        shown = promise_sign(_promise(state), NOW)

    assert (shown.words, shown.tone) == (words, "quiet")


def test_a_sign_leads_to_why_and_escapes_what_it_says() -> None:
    html = drawn(Sign("paused", "<b>why</b>", title='"x"', url="/promises/1/"))

    assert 'href="/promises/1/"' in html and 'title="&quot;x&quot;"' in html
    assert "&lt;b&gt;why&lt;/b&gt;" in html and "<svg" in html


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(), "今天 13:18"),
        (timedelta(days=1), "明天 13:18"),
        (timedelta(days=-1), "昨天 13:18"),
        (timedelta(days=4), "周日 13:18"),
        (timedelta(days=-4), "11月14日 13:18"),
        (timedelta(days=60), "2027年1月17日 13:18"),
    ],
)
def test_a_moment_is_as_short_as_it_stays_clear(ahead: timedelta, words: str) -> None:
    with translation.override("zh-hans"):
        assert moment_words(NOW + ahead, NOW, zone=SHANGHAI) == words


def test_a_moment_is_said_in_the_zone_it_was_promised_in() -> None:
    with translation.override("en"):
        assert moment_words(NOW, NOW, zone=ZoneInfo("Europe/London")) == "today 05:18"


def test_days_of_working_time_have_the_length_of_the_calendar() -> None:
    eight = timedelta(hours=8)

    with translation.override("en"):
        assert span_words(timedelta(hours=30), day=eight) == "3 d 6 h"
        assert span_words(timedelta(hours=23), day=eight) == "23 h 00 min"
        assert span_words(timedelta(seconds=20)) == "under 1 min"
