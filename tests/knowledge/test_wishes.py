"""What was looked for in vain is answered by an article or declined, and whoever asked sees it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kept.comms.models import Notice
from kept.knowledge.actions.wishing import NotReadable, ReasonMissing, answer_wish, decline_wish, wish_for
from kept.knowledge.models import Wish
from kept.people.models import Person
from kept.people.queries import actor_of
from tests.factories import HOUSE, NOON, a_customer, staff
from tests.knowledge.scenes import a_draft, an_article

pytestmark = pytest.mark.django_db


def a_wish(words: str = "危险品", *askers: Person) -> Wish:
    for person in askers:
        wish_for(words=words, by=actor_of(person, NOON), at=NOON)
    wish = wish_for(words=words, by=HOUSE, at=NOON)
    assert wish is not None
    return wish


def test_an_article_answers_it_and_all_who_asked_are_told() -> None:
    first, second, writer = staff("clerk"), staff("dispatcher"), staff("service_manager")
    wish, article = a_wish("危险品", first, second, writer), an_article("SDS 怎么填")

    answer_wish(wish=wish, article=article, by=actor_of(writer, NOON), at=NOON)

    wish.refresh_from_db()
    assert (wish.article, wish.settled_at, wish.settled_by) == (article, NOON, writer)
    told = Notice.objects.filter(name="knowledge.wish_answered", url=wish.get_absolute_url())
    assert {notice.person for notice in told} == {first, second}


def test_what_nobody_can_read_answers_nothing() -> None:
    wish = a_wish()

    with pytest.raises(NotReadable):
        answer_wish(wish=wish, article=a_draft(), by=HOUSE, at=NOON)

    assert Wish.objects.open().get() == wish


def test_it_is_declined_with_a_reason_only_and_may_be_answered_later() -> None:
    clerk = staff("clerk")
    wish = a_wish("危险品", clerk)

    with pytest.raises(ReasonMissing):
        decline_wish(wish=wish, reason=" ", by=HOUSE, at=NOON)
    decline_wish(wish=wish, reason="我们不运危险品", by=HOUSE, at=NOON)
    assert list(Wish.objects.declined()) == [wish]
    assert Notice.objects.get(person=clerk).name == "knowledge.wish_declined"
    answer_wish(wish=wish, article=an_article(), by=HOUSE, at=NOON)

    wish.refresh_from_db()
    assert (list(Wish.objects.answered()), wish.reason) == ([wish], "")


def test_a_writer_answers_and_declines_on_the_page_of_the_wish(client: Client) -> None:
    clerk, writer = staff("clerk", name="王敏"), staff("service_manager")
    answered, declined, article = a_wish("危险品", clerk), a_wish("夜间提货"), an_article("SDS 怎么填")
    client.force_login(writer)

    page = client.get(answered.get_absolute_url()).content.decode()
    assert "王敏" in page and "/answer/" in page
    unknown = client.post(f"/knowledge/wishes/{answered.pk}/answer/", {"article": "KB-9999"})
    empty = client.post(f"/knowledge/wishes/{declined.pk}/declining/", {"reason": ""})
    client.post(f"/knowledge/wishes/{answered.pk}/answer/", {"article": article.number})
    client.post(f"/knowledge/wishes/{declined.pk}/declining/", {"reason": "夜间不开门"})

    assert (unknown.status_code, empty.status_code) == (422, 422)
    listed = {
        state: client.get(f"/knowledge/wishes/?state={state}").content.decode()
        for state in ("open", "answered", "declined")
    }
    assert [("危险品" in page, "夜间提货" in page) for page in listed.values()] == [
        (False, False),
        (True, False),
        (False, True),
    ]
    file = client.get("/knowledge/wishes/?export=csv")
    rows = b"".join(file.streaming_content).decode() if file.streaming else file.content.decode()
    assert "夜间不开门" in rows and "SDS 怎么填" in rows


def test_whoever_asked_sees_what_became_of_it_and_the_same_words_lead_to_it(client: Client) -> None:
    clerk = staff("clerk")
    answer_wish(wish=a_wish("危险品", clerk), article=an_article("SDS 怎么填"), by=HOUSE, at=NOON)
    decline_wish(wish=a_wish("夜间提货", clerk), reason="夜间不开门", by=HOUSE, at=NOON)
    client.force_login(clerk)

    shelf = client.get("/knowledge/").content.decode()

    assert "SDS 怎么填" in shelf and "夜间不开门" in shelf
    assert "SDS 怎么填" in client.get("/knowledge/?q=危險品").content.decode()
    assert "夜间不开门" in client.get("/knowledge/?q=夜间提货").content.decode()
    client.force_login(staff("clerk"))
    assert "夜间不开门" not in client.get("/knowledge/").content.decode()


def test_a_client_sees_the_answer_where_it_is_written_for_clients(client: Client) -> None:
    person = staff("client", customer=a_customer())
    open_to_all, ours = an_article("禁运品目录", audience="customers"), an_article("内部规定")
    answer_wish(wish=a_wish("危险品", person), article=open_to_all, by=HOUSE, at=NOON)
    answer_wish(wish=a_wish("锂电池", person), article=ours, by=HOUSE, at=NOON)
    client.force_login(person)

    page = client.get("/portal/help/").content.decode()

    assert "危险品" in page and open_to_all.number in page
    assert ours.number not in page
    assert not Notice.objects.filter(person=person).exists()
    assert open_to_all.number in client.get("/portal/help/?q=危险品").content.decode()


def test_who_only_reads_neither_answers_nor_declines(client: Client) -> None:
    wish, article = a_wish(), an_article()
    client.force_login(staff("finance"))

    assert "/answer/" not in client.get(wish.get_absolute_url()).content.decode()
    for path, told in (("answer", {"article": article.number}), ("declining", {"reason": "x"})):
        assert client.post(f"/knowledge/wishes/{wish.pk}/{path}/", told).status_code == 403
        address = f"/api/v1/knowledge/wishes/{wish.pk}/{path}"
        assert client.post(address, told, content_type="application/json").status_code == 403
    assert Wish.objects.open().exists()


def test_programs_ask_answer_and_decline(client: Client) -> None:
    client.force_login(staff("service_manager"))
    article, address = an_article("SDS 怎么填"), "/api/v1/knowledge/wishes"

    def post(path: str, told: dict[str, Any]) -> Any:
        return client.post(f"{address}{path}", told, content_type="application/json")

    made = post("", {"words": "危险品", "note": "SDS?"}).json()
    other = post("", {"words": "夜间提货"}).json()
    answered = post(f"/{made['id']}/answer", {"article": article.number}).json()
    declined = post(f"/{other['id']}/declining", {"reason": "夜间不开门"}).json()

    assert (answered["article"], declined["reason"]) == (article.number, "夜间不开门")
    assert [one["words"] for one in client.get(f"{address}?state=declined").json()] == ["夜间提货"]
    assert post(f"/{made['id']}/declining", {"reason": ""}).status_code == 409
    assert post("", {"words": "  "}).status_code == 422
