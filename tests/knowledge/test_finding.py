"""Articles are found by Chinese words, pinyin, English, and in spite of a slip."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kept.knowledge.models import Article
from kept.knowledge.queries.finding import find_articles, subjects
from kept.people.queries import actor_of
from tests.factories import NOON, staff
from tests.knowledge.scenes import an_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf() -> dict[str, Article]:
    return {
        "damage": an_article("外箱破损的处理", "先拍照，再签收。破损件数写在签收单上。", tags=["货损"]),
        "invoice": an_article("发票怎么开", "提供抬头和税号，月结客户对账后开票。"),
        "cod": an_article("代收货款什么时候返款", "签收后三个工作日返款。手续费按合同。"),
        "late": an_article("延误时怎么通知客户", "先通知，再找原因。客户等的是消息。"),
        "english": an_article("Delayed shipments", "Tell the customer before he asks.", language="en"),
    }


def titles(text: str) -> list[str]:
    return [hit.article.title for hit in find_articles(text, Article.objects.published())]


@pytest.mark.parametrize(
    ("asked", "best"),
    [
        ("客户说外箱破损了怎么办", "damage"),
        ("破損", "damage"),  # Traditional
        ("posun", "damage"),  # pinyin
        ("dshk", "cod"),  # initials
        ("破孙", "damage"),  # a wrong character of the same sound
        ("返款", "cod"),
        ("开发票要什么", "invoice"),
        ("delay shipment", "english"),
        ("shpments", "english"),  # a letter missing
    ],
)
@pytest.mark.spec("R308")
def test_the_best_article_comes_first(shelf: dict[str, Article], asked: str, best: str) -> None:
    assert titles(asked)[:1] == [shelf[best].title]


def test_a_rare_word_tells_more_than_a_common_one(shelf: dict[str, Article]) -> None:
    assert titles("客户 税号")[0] == shelf["invoice"].title


def test_what_nobody_wrote_about_is_not_found(shelf: dict[str, Article]) -> None:
    assert titles("危险品") == []
    assert titles("") == []


def test_the_excerpt_shows_the_words_that_were_asked_for(shelf: dict[str, Article]) -> None:
    hit = find_articles("破损件数", Article.objects.published())[0]

    assert [piece.text for piece in hit.excerpt if piece.is_hit] == ["破损件数"]
    assert [piece.text for piece in hit.title if piece.is_hit] == ["破损"]


def test_an_article_about_the_matter_at_hand_counts_more() -> None:
    an_article("查货一", "查货办法", kinds=["question"])
    second = an_article("查货二", "查货办法", kinds=["cargo_query"])

    found = find_articles("查货", Article.objects.published(), about=["cargo_query"])

    assert found[0].article == second


def test_a_search_asks_the_same_number_of_questions_however_many_articles_there_are() -> None:
    staff("clerk")
    counts = []
    for n in (1, 3):
        for _ in range(n):
            an_article("破损处理", "拍照")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            find_articles("破损 处理 拍照", Article.objects.published())
        counts.append(len(asked))

    assert counts == [5, 5]


def test_subjects_are_a_tree_with_numbers() -> None:
    an_article("甲", category="运输/查货")
    an_article("乙", category="运输")
    an_article("丙", category="财务/发票")

    assert subjects(Article.objects.published()) == [
        ("财务", 0, 1),
        ("财务/发票", 1, 1),
        ("运输", 0, 2),
        ("运输/查货", 1, 1),
    ]


def test_quick_find_knows_articles() -> None:
    from kept.kernel.searching import PROVIDERS

    article = an_article()
    actor = actor_of(staff("clerk"), NOON)

    hits = PROVIDERS["articles"].find(actor, "posun", 5)

    assert [(hit.title, hit.number) for hit in hits] == [("外箱破损的处理", article.number)]
    assert [hit.title for hit in PROVIDERS["articles"].find(actor, article.number.lower(), 5)] == [
        article.title
    ]
