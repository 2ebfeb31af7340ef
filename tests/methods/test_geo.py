"""Distances and dot maps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.methods.geo import EARTH_RADIUS_KM, Place, distance_km, fit_projection

places = st.builds(Place, st.floats(-90, 90), st.floats(-180, 180))


def test_a_quarter_of_the_equator() -> None:
    assert distance_km(Place(0, 0), Place(0, 90)) == pytest.approx(EARTH_RADIUS_KM * 3.141592653589793 / 2)


@given(places, places, places)
def test_distances_are_symmetric_and_no_way_round_is_shorter(one: Place, two: Place, three: Place) -> None:
    direct = distance_km(one, two)

    assert direct == pytest.approx(distance_km(two, one))
    assert direct <= distance_km(one, three) + distance_km(three, two) + 1e-3


@given(st.lists(places, min_size=1, max_size=20))
def test_all_places_lie_within_the_picture_north_up(known: list[Place]) -> None:
    box = fit_projection(known, 400, 300)

    for place in known:
        x, y = box.point(place)
        assert 15.9 <= x <= 384.1
        assert 15.9 <= y <= 284.1
    north, south = max(known, key=lambda p: p.latitude), min(known, key=lambda p: p.latitude)
    assert box.point(north)[1] <= box.point(south)[1]


def test_no_places_and_impossible_places_are_refused() -> None:
    with pytest.raises(ValueError, match="needs a place"):
        fit_projection([], 400, 300)
    with pytest.raises(ValueError, match="not on the globe"):
        Place(91, 0)
