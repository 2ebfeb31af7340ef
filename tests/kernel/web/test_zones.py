"""People read the names of time zones, not their keys."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.utils import translation

from kept.kernel.web.zones import ZONES, zone_choices, zone_words


def test_a_zone_has_the_name_that_people_use_in_the_language_of_the_reader() -> None:
    for language, name in (("zh-hans", "北京时间"), ("zh-hant", "北京時間"), ("en", "Beijing time")):
        with translation.override(language):
            assert zone_words("Asia/Shanghai") == name


def test_a_zone_without_a_name_is_called_by_its_city() -> None:
    assert zone_words("America/Argentina/Buenos_Aires") == "Buenos Aires"


def test_every_zone_offered_exists_and_one_that_stands_there_stays() -> None:
    assert all(ZoneInfo(key) for key in ZONES)
    assert ("Asia/Kathmandu", "Kathmandu") in zone_choices("Asia/Kathmandu")
    assert len(zone_choices("Asia/Shanghai", "")) == len(ZONES)
