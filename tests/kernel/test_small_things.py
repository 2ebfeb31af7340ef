"""Numbers, money, words and search tokens."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from kept.kernel.clock import PERIODIC, beat, every, last_beat, run_due
from kept.kernel.money import CurrenciesDiffer, Money, to_minor
from kept.kernel.numbering import next_numbers, number_series
from kept.kernel.searching import fold, initials, tokens_of
from kept.kernel.words import say
from tests.factories import NOON

number_series("test-bell", "BL-{yy}{mm}-{n:04}")


@pytest.mark.django_db
def test_numbers_go_on_and_start_anew_with_their_month():
    march = next_numbers("test-bell", 2, at=NOON)
    again = next_numbers("test-bell", 1, at=NOON + timedelta(days=3))
    april = next_numbers("test-bell", 1, at=NOON + timedelta(days=31))

    assert march + again + april == ["BL-2603-0001", "BL-2603-0002", "BL-2603-0003", "BL-2604-0001"]


@pytest.mark.django_db
def test_an_act_that_began_before_midnight_draws_no_number_twice():
    first = next_numbers("test-bell", 1, at=NOON)
    april = next_numbers("test-bell", 1, at=NOON + timedelta(days=31))
    straggler = next_numbers("test-bell", 1, at=NOON)

    assert len({*first, *april, *straggler}) == 3


@pytest.mark.django_db
def test_drawing_many_numbers_takes_no_more_statements(django_assert_num_queries):
    next_numbers("test-bell", 1, at=NOON)

    with django_assert_num_queries(4):
        assert len(set(next_numbers("test-bell", 500, at=NOON))) == 500


@pytest.mark.parametrize(
    ("value", "currency", "minor"),
    [
        ("0.005", "CNY", 1),
        ("1.004", "CNY", 100),
        ("-0.005", "CNY", -1),
        ("12.5", "JPY", 13),
        ("1.0005", "KWD", 1001),
    ],
)
def test_amounts_are_rounded_half_up_to_the_smallest_unit(value, currency, minor):
    assert to_minor(Decimal(value), currency) == minor


def test_money_of_two_currencies_is_never_added():
    assert str(Money(123456, "CNY") + Money(44, "CNY")) == "¥1,235.00"
    with pytest.raises(CurrenciesDiffer):
        Money(1, "CNY") + Money(1, "USD")


def test_words_fall_back_from_the_reader_to_the_company_to_any(settings):
    settings.LANGUAGE_CODE = "zh-hans"
    words = {"zh-hans": "运输", "en": "Transport"}

    with translation.override("zh-hant"):
        assert say(words) == "运输"
    with translation.override("en"):
        assert say(words) == "Transport"
    assert say({"fr": "Transport"}) == "Transport"
    assert say(None) == ""


def test_searching_folds_script_width_and_case():
    assert fold("宏達ＡＢＣ") == "宏达abc"
    assert initials("宏达电子") == "hddz"
    assert {"宏达电子", "hddz", "13912345678", "5678"} <= tokens_of("宏達電子", "139-1234-5678")


@pytest.mark.django_db
def test_the_clock_asks_each_task_in_its_time_and_survives_one_that_fails(monkeypatch):
    monkeypatch.setattr("kept.kernel.clock.PERIODIC", {})
    ran = []

    @every(minutes=5)
    def good(at):
        ran.append(at)

    @every(minutes=1)
    def bad(at):
        raise RuntimeError

    for minutes in (0, 1, 5):
        run_due(NOON + timedelta(minutes=minutes))

    assert ran == [NOON, NOON + timedelta(minutes=5)]
    assert good.__name__ not in PERIODIC


@pytest.mark.django_db
def test_the_worker_says_that_it_lives(client):
    silent = client.get("/healthz").json()
    beat()

    assert silent == {"database": "up", "worker": "silent"}
    assert client.get("/healthz").json() == {"database": "up", "worker": "up"}
    assert last_beat() is not None
