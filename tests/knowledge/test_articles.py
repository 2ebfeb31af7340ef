"""An article from draft to reader and out of use, with every version kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from kept.comms.models import Notice
from kept.kernel.lifecycle import IllegalMove
from kept.knowledge.actions.packing import BadArchive, BadPaper, bring_in, papers_of
from kept.knowledge.actions.publishing import (
    confirm_article,
    publish_article,
    remind_of_reviews,
    retire_article,
    send_article_back,
    submit_article,
)
from kept.knowledge.actions.using import use_article
from kept.knowledge.actions.wishing import wish_for
from kept.knowledge.actions.writing import (
    BodyMissing,
    NothingChanged,
    describe_article,
    restore_version,
    revise_article,
    write_article,
)
from kept.knowledge.enums import UseKind
from kept.knowledge.models import Article, Wish
from kept.knowledge.models.articles import NothingWritten
from kept.knowledge.queries.finding import find_articles
from kept.knowledge.queries.marking import as_page, plain
from kept.knowledge.queries.packing import packed, read_paper
from kept.knowledge.queries.versions import Change, before, changes
from tests.factories import HOUSE, NOON, a_customer, staff
from tests.knowledge.scenes import HOUR, a_draft, an_article, published

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_an_article_is_read_once_somebody_published_it() -> None:
    article = a_draft()
    assert (article.state, article.body) == ("draft", "")

    shown = published(article)

    assert (shown.state, shown.body, shown.published_at) == ("published", "先拍照，再签收。", NOON + HOUR)
    assert shown.review_on == (NOON + HOUR).date() + 180 * DAY


def test_a_draft_is_not_published_without_review() -> None:
    with pytest.raises(IllegalMove):
        publish_article(article=a_draft(), by=HOUSE, at=NOON)


def test_readers_see_the_published_text_while_a_new_one_is_written() -> None:
    article = an_article()

    revise_article(
        article=article, language="zh-hans", title="破损", body="新办法。", why="新规定", by=HOUSE, at=NOON
    )

    article.refresh_from_db()
    assert (article.title, article.body) == ("外箱破损的处理", "先拍照，再签收。")
    assert publish_article(article=article, by=HOUSE, at=NOON + DAY).body == "新办法。"


def test_what_is_published_is_not_published_twice() -> None:
    article = an_article()

    with pytest.raises(NothingWritten):
        publish_article(article=article, by=HOUSE, at=NOON + DAY)


def test_the_same_text_makes_no_version() -> None:
    article = a_draft()

    with pytest.raises(NothingChanged):
        revise_article(
            article=article,
            language="zh-hans",
            title=article.title,
            body="先拍照，再签收。 ",
            by=HOUSE,
            at=NOON,
        )


def test_an_article_needs_a_text() -> None:
    with pytest.raises(BodyMissing) as no:
        write_article(language="en", title="Damage", body="  ", by=HOUSE, at=NOON)

    assert (no.value.field, Article.objects.count()) == ("body", 0)


def test_two_versions_are_compared_line_by_line_and_the_old_one_is_taken_up_again() -> None:
    article = a_draft(body="一\n二\n三")
    second = revise_article(
        article=article, language="zh-hans", title=article.title, body="一\n贰\n三", by=HOUSE, at=NOON
    )
    first = before(second)
    assert first is not None

    assert changes(first, second) == [
        Change(" ", "外箱破损的处理"),
        Change(" ", "一"),
        Change("-", "二"),
        Change("+", "贰"),
        Change(" ", "三"),
    ]
    third = restore_version(version=first, by=HOUSE, at=NOON + DAY)
    assert (third.n, third.body, third.why) == (3, "一\n二\n三", "Version 1 taken up again")


def test_a_missing_language_is_answered_in_another_and_says_so() -> None:
    article = an_article()

    with translation.override("en"):
        assert (article.body, article.language, article.is_fallback) == ("先拍照，再签收。", "zh-hans", True)
    with translation.override("zh-hans"):
        assert not article.is_fallback


def test_an_article_is_sent_back_with_a_reason_and_comes_again() -> None:
    article = submit_article(article=a_draft(), by=HOUSE, at=NOON)

    back = send_article_back(article=article, why="缺赔偿标准", by=HOUSE, at=NOON)

    assert back.state == "draft"
    assert submit_article(article=back, by=HOUSE, at=NOON).state == "in_review"


def test_a_retired_article_is_found_no_more_and_comes_back_unchanged() -> None:
    article = an_article()
    assert [hit.article for hit in find_articles("破损", Article.objects.published())] == [article]

    gone = retire_article(article=article, why="流程已取消", by=HOUSE, at=NOON + DAY)

    assert find_articles("破损", Article.objects.all()) == []
    again = published(gone)
    assert (again.state, again.body) == ("published", "先拍照，再签收。")
    assert [hit.article for hit in find_articles("破损", Article.objects.published())] == [article]


def test_the_owner_is_told_once_when_it_is_time_to_look_again() -> None:
    owner = staff("clerk")
    article = an_article(owner=owner)
    due = NOON + 181 * DAY

    told = [remind_of_reviews(by=HOUSE, at=moment) for moment in (NOON + DAY, due, due + DAY)]

    assert told == [0, 1, 0]
    assert list(Notice.objects.values_list("person", "about")) == [(owner.pk, article.number)]
    confirmed = confirm_article(article=article, by=HOUSE, at=due)
    assert confirmed.review_on == due.date() + 180 * DAY


def test_clients_read_general_articles_and_those_for_them_alone() -> None:
    ours, theirs = a_customer(), a_customer()
    general = an_article("发票", audience="customers")
    own = an_article("专属", audience="customers", customers=[ours])
    an_article("内部")
    an_article("承运商", audience="subcontractors")
    everybody = an_article("查询", audience="everybody")

    assert set(Article.objects.for_clients(frozenset({ours.pk}))) == {general, own, everybody}
    assert set(Article.objects.for_clients(frozenset({theirs.pk}))) == {general, everybody}
    assert set(Article.objects.for_everybody()) == {everybody}


def test_use_is_counted_and_what_was_missing_is_kept() -> None:
    article = an_article()

    for kind in (UseKind.OPENED, UseKind.OPENED, UseKind.LINKED, UseKind.HELPED, UseKind.NOT_HELPED):
        use_article(
            article=article, kind=kind, comment="没写保价" * (kind == "not_helped"), by=HOUSE, at=NOON
        )

    article.refresh_from_db()
    counts = (article.opened, article.linked, article.helped, article.not_helped)
    assert counts == (2, 1, 1, 1)
    assert list(article.uses.exclude(comment="").values_list("comment", flat=True)) == ["没写保价"]


def test_words_looked_for_in_vain_are_one_wish_however_they_are_written() -> None:
    for words in ("上樓費", "上楼费 ", "上楼费"):
        wish_for(words=words, by=HOUSE, at=NOON)

    assert list(Wish.objects.values_list("words", "count")) == [("上楼费", 3)]


def test_details_are_told_only_when_they_change() -> None:
    article = an_article(category=" 运输 / 货损 ")
    assert article.category == "运输/货损"

    changed = describe_article(
        article=article, changes={"tags": ["赔偿"], "category": "运输/货损"}, by=HOUSE, at=NOON + DAY
    )

    assert changed.tags == ["赔偿"]
    assert [hit.article for hit in find_articles("赔偿", Article.objects.published())] == [article]


def test_a_text_can_do_no_harm() -> None:
    text = "# 标题\n\n<script>alert(1)</script> **重要** [坏](javascript:alert(1)) ![x](http://evil.example/x.png)"

    html = as_page(text, images="/knowledge/articles/KB-1/images/")

    assert "<h2>标题</h2>" in html and "<strong>重要</strong>" in html
    assert "script" not in html and "evil.example" not in html
    assert plain("## 头\n- **粗** [字](x)") == "头 粗 字"


def test_a_picture_of_the_article_stays() -> None:
    token = "a" * 43

    html = as_page(f"![箱子](image:{token})", images="/knowledge/articles/KB-1/images/")

    assert html == f'<p><img alt="箱子" src="/knowledge/articles/KB-1/images/{token}/"></p>'


def test_articles_go_out_as_files_and_come_in_as_the_same() -> None:
    article = an_article(category="异常/货损", tags=["破损"])
    files = packed([article])

    again = bring_in(papers=papers_of(files), by=HOUSE, at=NOON + DAY)

    assert (again.written, again.revised, again.unchanged) == (0, 0, 1)
    paper = papers_of(files)[0]
    assert (paper.name, paper.head["subject"], paper.body) == (
        f"{article.number}.zh-hans.md",
        "异常/货损",
        "先拍照，再签收。",
    )


def test_one_wrong_file_brings_nothing_in() -> None:
    good = read_paper("a.md", "# 好文章\n\n正文")
    wrong = read_paper("b.md", "---\ntitle: 坏\nlanguage: fr\n---\n正文")

    with pytest.raises(BadPaper, match=r"b\.md: 'language'"):
        bring_in(papers=[good, wrong], by=HOUSE, at=NOON)

    assert Article.objects.count() == 0
    assert bring_in(papers=[good], by=HOUSE, at=NOON).written == 1
    with pytest.raises(BadArchive):
        papers_of(b"no archive")
