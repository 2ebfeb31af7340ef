"""Pages by where the last one ended."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kept.kernel.models import SavedView
from kept.kernel.web import keyset

pytestmark = pytest.mark.django_db

ORDERS = [("team_id", "name"), ("-team_id", "name"), ("name",), ("-name", "-id"), ("-team_id", "-name", "id")]


@pytest.fixture(autouse=True)
def views() -> None:
    """Twelve rows with ties and nulls in what they are sorted by."""
    teams = [None, 3, 1, 3, None, 2, 1, 3, None, 2, 2, 1]
    SavedView.objects.bulk_create(
        SavedView(person_id=n, team_id=team, table="ships", name=f"view {n % 4}", query="")
        for n, team in enumerate(teams)
    )


@pytest.mark.parametrize("order", ORDERS)
def test_leafing_forth_shows_every_row_once_in_order(order: tuple[str, ...]) -> None:
    assert [pk for page in _forth(order) for pk in page] == _all(order)


@pytest.mark.parametrize("order", ORDERS)
def test_leafing_back_shows_the_same_pages(order: tuple[str, ...]) -> None:
    ranks = keyset.ranks_of(SavedView, order)
    forth = _forth(order)

    rows, before, _ = keyset.page(SavedView.objects.all(), ranks, after=_last_cursor(order), size=5)
    pages = [[row.pk for row in rows]]
    while before:
        rows, before, _ = keyset.page(SavedView.objects.all(), ranks, before=before, size=5)
        pages.insert(0, [row.pk for row in rows])

    assert pages == forth


def test_a_page_reads_one_row_more_than_it_shows_and_counts_nothing() -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        rows, _, after = keyset.page(SavedView.objects.all(), keyset.ranks_of(SavedView, ("name",)), size=5)

    assert len(rows) == 5 and after
    assert len(asked) == 1
    assert "LIMIT 6" in asked[0]["sql"] and "OFFSET" not in asked[0]["sql"]


def test_a_row_that_comes_in_between_moves_no_other() -> None:
    ranks = keyset.ranks_of(SavedView, ("-id",))
    first, _, after = keyset.page(SavedView.objects.all(), ranks, size=5)
    SavedView.objects.create(person_id=99, table="ships", name="new", query="")

    second, _, _ = keyset.page(SavedView.objects.all(), ranks, after=after, size=5)

    assert second[0].pk == first[-1].pk - 1


@pytest.mark.parametrize("cursor", ["nonsense", "a:b:c", "WyJpZCIsIDFd:1x:y"])
def test_a_cursor_by_another_hand_opens_the_first_page(cursor: str) -> None:
    ranks = keyset.ranks_of(SavedView, ("id",))

    rows, before, _ = keyset.page(SavedView.objects.all(), ranks, after=cursor, size=5)

    assert ([row.pk for row in rows], before) == (_all(("id",))[:5], "")


def test_a_cursor_of_another_order_opens_the_first_page() -> None:
    _, _, after = keyset.page(SavedView.objects.all(), keyset.ranks_of(SavedView, ("name",)), size=5)

    rows, _, _ = keyset.page(
        SavedView.objects.all(), keyset.ranks_of(SavedView, ("id",)), after=after, size=5
    )

    assert [row.pk for row in rows] == _all(("id",))[:5]


def _forth(order: tuple[str, ...]) -> list[list[int]]:
    ranks = keyset.ranks_of(SavedView, order)
    pages, after = [], ""
    while True:
        rows, _, after = keyset.page(SavedView.objects.all(), ranks, after=after, size=5)
        pages.append([row.pk for row in rows])
        if not after:
            return pages


def _last_cursor(order: tuple[str, ...]) -> str:
    ranks = keyset.ranks_of(SavedView, order)
    last = after = ""
    while True:
        last, (_, _, after) = after, keyset.page(SavedView.objects.all(), ranks, after=after, size=5)
        if not after:
            return last


def _all(order: tuple[str, ...]) -> list[int]:
    ranks = keyset.ranks_of(SavedView, order)
    rows = SavedView.objects.order_by(*(rank.order(backwards=False) for rank in ranks))
    return list(rows.values_list("pk", flat=True))
