"""What a clerk sees and does at the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from kept.comms.models import Message
from kept.desk.actions.answering import answer_case, chase_case
from kept.desk.actions.contacting import answer_contact, log_contact
from kept.desk.actions.exceptions import open_exception
from kept.desk.actions.solving import close_case
from kept.desk.actions.tending import note_case
from kept.desk.models import Case, Contact, HandOver
from kept.documents.models import Document
from kept.kernel.outbox import deliver_due
from kept.people.queries import actor_of
from kept.promises.models import Promise
from kept.transport.models import ShipmentException
from tests.desk.scenes import a_call, a_case, a_shipment
from tests.desk.test_dialogues import seen_in
from tests.factories import HOUSE, a_branch, a_customer, staff

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
FAULT = {"cause": "handling", "liable_tier": "us", "measure": "换新箱", "prevention": "加固包装"}


@pytest.fixture
def client(client: Client) -> Client:
    """A browser that reads English."""
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def clerk(client: Client):  # type: ignore[no-untyped-def]
    person = staff("clerk")
    client.force_login(person)
    return person


def page_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return b"".join(response.streaming_content).decode() if response.streaming else response.content.decode()


PAGES = ("morning", "queue", "contacts", "new_contact", "cases", "exceptions", "hand_over")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_with_nothing_and_with_something_in_it(client: Client, clerk, name: str) -> None:  # type: ignore[no-untyped-def]
    by = actor_of(clerk, now())
    empty = page_of(client, reverse(f"desk:{name}"))
    a_call(at=now(), by=by)
    a_case(at=now(), by=by)
    open_exception(trouble="weather", shipments=[a_shipment()], by=by, at=now())

    assert "<h1" in empty and "<h1" in page_of(client, reverse(f"desk:{name}"))


@pytest.mark.parametrize("name", [*PAGES, "case", "contact", "notices", "shipments", "case_form", "closing"])
def test_nobody_sees_the_desk_without_a_login(client: Client, name: str) -> None:
    response = client.get(reverse(f"desk:{name}", args=["CS-1"] if name not in PAGES else []))

    assert response.status_code == 302 and reverse("people:login") in response["Location"]


def test_a_case_of_another_branch_is_not_there(client: Client) -> None:
    here, there = a_branch(), a_branch()
    client.force_login(staff("clerk", branch=here))
    mine, theirs = a_case(branch=here), a_case(branch=there)

    assert client.get(mine.get_absolute_url()).status_code == 200
    assert client.get(theirs.get_absolute_url()).status_code == 404


@pytest.mark.spec("R280")
def test_a_cargo_query_is_taken_in_with_its_shipment_while_the_customer_speaks(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    shipment = a_shipment(number="WB-77", last_place="西安")

    found = client.get(reverse("desk:callers"), {"who": "WB-77"}, headers={"HX-Request": "true"})
    card = client.get(reverse("desk:card"), {"shipment": shipment.pk}, headers={"HX-Request": "true"})
    taken = client.post(
        reverse("desk:new_contact"),
        {
            "channel": "phone",
            "direction": "in",
            "caller_name": "王女士",
            "summary": "货到哪里了？少一件",
            "kind": "cargo_query",
            "customer": shipment.customer_id,
            "shipment": shipment.pk,
            "answer": "已到西安，明早送达",
            "settles": "on",
        },
    )

    case = Case.objects.get()
    assert f"shipment={shipment.pk}" in found.content.decode()
    assert shipment.customer.name in card.content.decode() and "西安" in card.content.decode()
    assert taken["Location"] == case.get_absolute_url()
    assert (case.kind, case.shipment, case.caller_name, case.state) == (
        "cargo_query",
        shipment,
        "王女士",
        "answered",
    )
    assert {p.kind: p.state for p in Promise.objects.all()} == {
        "call_answer": "kept",
        "question_answer": "kept",
    }


def test_a_caller_is_found_by_name_number_or_phone_they_called_from(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    customer = a_customer(name="远洋食品", phone="02166660000")
    a_call(customer=customer, phone="13911112222", at=now())

    for who in ("远洋", "yysp", customer.number, "02166660000", "13911112222"):
        found = client.get(reverse("desk:callers"), {"who": who}, headers={"HX-Request": "true"})
        assert f"customer={customer.pk}" in found.content.decode(), who


def test_a_pasted_chat_and_its_screenshot_become_a_contact(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    given = {
        "channel": "wechat",
        "direction": "in",
        "caller_name": "小王",
        "summary": "小王 10:02\n货呢？",
    }
    seen = seen_in(client.post(reverse("desk:new_contact"), given))
    picture = SimpleUploadedFile("截图.png", PNG, content_type="image/png")

    client.post(reverse("desk:new_contact"), {**given, **seen, "papers": picture})

    contact, document = Contact.objects.get(), Document.objects.get()
    assert (contact.channel, contact.summary) == ("wechat", "小王 10:02\r\n货呢？".replace("\r\n", "\n"))
    assert (document.kind, document.subject_id, document.content_type) == (
        "screenshot",
        contact.pk,
        "image/png",
    )
    assert document.get_absolute_url() in page_of(client, contact.get_absolute_url())


def test_a_program_posing_as_a_picture_is_refused_and_nothing_is_written(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    bad = SimpleUploadedFile("a.png", b"MZ\x90\x00 program", content_type="image/png")

    response = client.post(
        reverse("desk:new_contact"), {"channel": "wechat", "direction": "in", "summary": "看", "papers": bad}
    )

    assert response.status_code == 422
    assert (Contact.objects.count(), Promise.objects.count()) == (0, 0)


def test_a_call_about_an_open_case_joins_it_and_counts(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    case = a_case(at=now())
    given = {"channel": "phone", "direction": "in", "summary": "还没好？", "case": case.pk}

    response = client.post(reverse("desk:new_contact"), {**given, "customer": case.customer_id})

    case.refresh_from_db()
    assert (response["Location"], case.chasers, Case.objects.count()) == (case.get_absolute_url(), 1, 1)


def test_an_empty_contact_is_sent_back_with_a_word(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    response = client.post(reverse("desk:new_contact"), {"channel": "phone", "direction": "in"})

    assert response.status_code == 422
    assert "Write down who it was or what was said." in response.content.decode()


@pytest.mark.parametrize("phone", ["不知道", "anonymous"])
def test_a_phone_that_nobody_can_call_is_refused_and_never_filled_in(
    client: Client,
    clerk,  # type: ignore[no-untyped-def]
    phone: str,
) -> None:
    given = {
        "channel": "phone",
        "direction": "in",
        "caller_name": "王先生",
        "summary": "问货",
        "phone": phone,
    }

    answer = client.post(reverse("desk:new_contact"), given)
    opened = client.get(reverse("desk:new_contact"), {"phone": phone})

    assert answer.status_code == 422
    assert "Write the phone number with digits" in answer.content.decode()
    assert not Contact.objects.exists()
    assert f'value="{phone}"' not in opened.content.decode()


def test_html_in_what_was_said_is_shown_as_text(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    call = a_call(summary="<script>alert(1)</script>", at=now())
    case = a_case(contact=call, customer=None, reason="<b>坏</b>", at=now())

    for address in (call.get_absolute_url(), case.get_absolute_url(), reverse("desk:queue")):
        assert "<script>alert" not in page_of(client, address)


@pytest.mark.spec("R276")
def test_a_complaint_is_answered_on_its_page(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    case = a_case(at=now())

    empty = client.post(reverse("desk:answer", args=[case.number]), {"channel": "phone", "text": ""})
    client.post(
        reverse("desk:answer", args=[case.number]), {"channel": "phone", "to": "王女士", "text": "今天补发"}
    )

    assert empty.status_code == 422
    told = Contact.objects.get()
    assert (told.direction, told.channel, told.caller_name, told.summary) == (
        "out",
        "phone",
        "王女士",
        "今天补发",
    )
    assert Promise.objects.of_kind("complaint_answer").get().state == "kept"


def test_the_reply_stands_ready_to_copy_in_three_languages(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    shipment = a_shipment(number="WB-5", last_place="西安")
    ShipmentException.objects.create(shipment=shipment, kind="weather", seen_at=now())
    case = a_case("cargo_query", shipments=[shipment], at=now())

    page = page_of(client, case.get_absolute_url())
    english = client.get(
        reverse("desk:reply", args=[case.number]), {"language": "en"}, headers={"HX-Request": "true"}
    )

    assert 'data-copy="id_text"' in page
    assert "Reason: Weather." in page
    assert "last seen at 西安" in english.content.decode() and "<html" not in english.content.decode()


@pytest.mark.spec("R278", "R288")
def test_a_case_walks_from_page_to_page_to_its_end(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    case = a_case(at=now())
    number = [case.number]

    def act(name: str, **given: object) -> int:
        assert client.get(reverse(f"desk:{name}", args=number)).status_code == 200
        return client.post(reverse(f"desk:{name}", args=number), given).status_code

    client.post(reverse("desk:answer", args=number), {"channel": "phone", "text": "今天补发"})
    client.post(reverse("desk:notes", args=number), {"note-text": "已问仓库"})
    moves = [
        act("details", title="破损", reason="外箱破", demand="赔", process="查", impact=2, urgency=3),
        act("pause", reason="waiting_customer"),
        client.post(reverse("desk:resumption", args=number)).status_code,
        act("chaser", channel="wechat", summary="？"),
        act("escalation", why="超出权限"),
        act("owner", owner=staff("clerk").pk, deputy=clerk.pk),
        act("solution", result="补发"),
        act("closing", result="补发", **FAULT),
        act("reopening", why="又坏了"),
    ]

    case.refresh_from_db()
    assert moves == [302] * 9
    assert (case.state, case.level, case.severity, case.chasers, case.deputy) == (
        "reopened",
        "manager",
        2,
        1,
        clerk,
    )


def test_closing_without_a_cause_says_where_it_is_missing(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    case = a_case(at=now())
    answer_case(case=case, channel="phone", text="好", by=HOUSE, at=now())

    response = client.post(reverse("desk:closing", args=[case.number]), {"result": "补发"})

    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()


@pytest.mark.spec("R284")
def test_the_complaint_form_prints_what_was_filled_in(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    case = a_case(at=now(), reason="外箱破损", demand="赔付 300 元")

    page = page_of(client, reverse("desk:case_form", args=[case.number]))

    assert all(words in page for words in (case.number, "外箱破损", "赔付 300 元", "Customer's opinion"))


def test_what_is_not_possible_now_is_not_offered(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    case = a_case(at=now())

    page = page_of(client, case.get_absolute_url())

    assert reverse("desk:solution", args=[case.number]) not in page
    assert reverse("desk:reopening", args=[case.number]) not in page
    assert reverse("desk:escalation", args=[case.number]) in page


def test_a_reader_without_the_work_sees_the_case_and_no_acts(client: Client) -> None:
    case = a_case(at=now())
    client.force_login(staff("finance"))

    page = page_of(client, case.get_absolute_url())
    act = client.post(reverse("desk:answer", args=[case.number]), {"channel": "phone", "text": "好"})

    assert reverse("desk:answer", args=[case.number]) not in page
    assert act.status_code in (403, 404)


def test_the_chosen_cases_become_mine(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    cases = [a_case(at=now()) for _ in range(2)]

    client.post(reverse("desk:take_over"), {"pk": [case.row_key for case in cases]})

    assert {case.owner for case in Case.objects.all()} == {clerk}


@pytest.mark.spec("R279")
def test_a_note_says_who_is_told_by_being_named(client: Client) -> None:
    client.cookies["django_language"] = "en"
    me, colleague = staff("clerk"), staff("clerk")
    client.force_login(me)
    case = a_case(at=now())

    def noted(text: str) -> str:
        where = reverse("desk:notes", args=[case.number])
        return client.post(where, {"note-text": text}, follow=True).content.decode()

    assert f"Note saved. {colleague.name} will be told." in noted(f"@{colleague.login} 请看 @nobody")
    assert "will be told" not in noted(f"@nobody @{me.login}")


def test_somebody_new_cannot_take_over_business_cases(client: Client) -> None:
    client.force_login(staff("clerk", is_new=True))
    case = a_case(at=now())

    response = client.post(reverse("desk:take_over"), {"pk": [case.row_key]})

    assert response.status_code == 409
    assert Case.objects.get().owner is None


def test_the_queue_shows_what_breaks_first_on_top(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    late = a_case("suggestion", at=now(), title="建议")
    complaint = a_case("complaint", at=now(), title="投诉")
    question = a_case("question", at=now(), title="询问")

    page = page_of(client, reverse("desk:queue"))

    places = [page.index(case.number) for case in (question, complaint, late)]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=question", {"询问"}),
        ("view=mine", {"投诉"}),
        ("view=unassigned", {"询问"}),
        ("channel=wechat", {"询问"}),
        ("kind=question&view=mine", set()),
    ],
)
def test_the_queue_is_narrowed_in_its_address(client: Client, clerk, query: str, expected: set[str]) -> None:  # type: ignore[no-untyped-def]
    a_case("complaint", at=now(), title="投诉", by=actor_of(clerk, now()))
    a_case("question", contact=a_call(channel="wechat", at=now()), customer=None, at=now(), title="询问")

    page = page_of(client, f"{reverse('desk:queue')}?{query}&export=csv")

    assert {words for words in ("询问", "投诉") if words in page} == expected


def statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


def test_a_case_page_takes_at_most_fourteen_statements_whatever_its_history(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    by = actor_of(clerk, now())
    case = a_case(shipments=[a_shipment()], at=now(), by=by)
    first = statements(client, case.get_absolute_url())
    for n in range(12):
        note_case(case=case, text=f"第 {n} 次", by=by, at=now())
        chase_case(case=case, channel="phone", summary="？", by=by, at=now())
        answer_case(case=case, channel="phone", text="在办", by=by, at=now())

    assert first <= 14
    assert statements(client, case.get_absolute_url()) <= 14


@pytest.mark.parametrize("name", ["queue", "morning", "contacts", "cases", "exceptions", "hand_over"])
def test_a_list_takes_the_same_statements_however_long(client: Client, clerk, name: str) -> None:  # type: ignore[no-untyped-def]
    by = actor_of(clerk, now())

    def grow(times: int) -> None:
        for _ in range(times):
            a_call(at=now(), by=by)
            a_case(at=now(), by=by)
            open_exception(trouble="weather", shipments=[a_shipment()], by=by, at=now())

    grow(1)
    once = statements(client, reverse(f"desk:{name}"))
    grow(3)

    assert statements(client, reverse(f"desk:{name}")) == once


@pytest.mark.parametrize(
    ("type_name", "panel"),
    [
        ("parties.customer", "desk.open_cases"),
        ("parties.customer", "desk.recent_contacts"),
        ("orders.order", "desk.order_cases"),
        ("transport.shipment", "desk.shipment_cases"),
    ],
)
def test_a_panel_takes_at_most_three_statements(type_name: str, panel: str) -> None:
    from django.test import RequestFactory

    from kept.kernel.web.panels import PANELS

    shipment = a_shipment()
    for _ in range(3):
        a_case(shipments=[shipment], at=now())
        a_call(customer=shipment.customer, at=now())
    record = {"parties.customer": shipment.customer, "transport.shipment": shipment}.get(type_name)
    request = RequestFactory().get("/")
    request.actor = HOUSE  # type: ignore[attr-defined]

    with CaptureQueriesContext(connection) as counted:
        PANELS[type_name, panel].show(request, record or _order_of(shipment))

    assert len(counted) <= 3


def _order_of(shipment):  # type: ignore[no-untyped-def]
    from kept.orders.models import Order

    return Order(pk=1, customer=shipment.customer)


def test_the_customers_page_shows_open_cases(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    case = a_case(at=now(), title="外箱破损")

    panel = client.get(
        reverse("kernel:panel", args=["desk.open_cases", "parties.customer", case.customer_id])
    )

    assert case.number in panel.content.decode()


def test_quick_find_knows_cases_by_number_title_and_callers_phone(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    case = a_case(contact=a_call(phone="13800009999", at=now()), customer=None, title="外箱破损", at=now())

    assert client.get(reverse("kernel:find"), {"q": case.number})["Location"] == case.get_absolute_url()
    for text in ("破损", "9999"):
        assert case.get_absolute_url() in page_of(client, f"{reverse('kernel:find')}?q={text}")


def test_the_customers_opinion_is_given_without_a_login_and_once(client: Client) -> None:
    case = a_case(at=now(), customer=a_customer(email="wang@example.com"))
    answer_case(case=case, channel="phone", text="好", by=HOUSE, at=now())
    case = close_case(case=case, result="好", **FAULT, site="https://kept.example.com/", by=HOUSE, at=now())
    address = case.opinion.get_absolute_url()

    form = page_of(client, address)
    missing = client.post(address, {"text": "不错"})
    given = client.post(address, {"rating": "5", "is_solved": "yes", "text": "不错"})
    again = client.post(address, {"rating": "1"})

    case.opinion.refresh_from_db()
    assert (missing.status_code, given.status_code, again.status_code) == (422, 200, 200)
    assert (case.opinion.rating, case.opinion.is_solved, case.opinion.text) == (5, True, "不错")
    assert "How did we handle" in form
    assert client.get(reverse("desk:opinion", args=["guessed"])).status_code == 404


@pytest.mark.spec("R145")
def test_customers_of_an_exception_are_told_from_one_page(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    acme, globex = a_customer(), a_customer()
    shipments = [a_shipment(acme), a_shipment(globex)]
    case = open_exception(trouble="weather", shipments=shipments, by=HOUSE, at=now())
    address = reverse("desk:notices", args=[case.number])

    page = page_of(client, address)
    prefix = f"c{acme.pk}"
    told = client.post(
        address, {"customer": acme.pk, f"{prefix}-channel": "phone", f"{prefix}-text": "大雪封路，明日到"}
    )

    assert acme.name in page and globex.name in page
    assert told.status_code == 302
    assert {p.customer: p.state for p in Promise.objects.about(case)} == {acme: "kept", globex: "running"}


def test_chosen_exceptions_are_told_by_mail_at_once(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    case = open_exception(
        trouble="weather", shipments=[a_shipment(a_customer(email="a@example.com"))], by=HOUSE, at=now()
    )

    client.post(reverse("desk:mail_notices"), {"pk": [case.pk]})

    assert Message.objects.get().to == "a@example.com"


def test_unknown_waybills_are_named(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    shipment = a_shipment(number="WB-8")
    case = a_case(customer=shipment.customer, at=now())
    address = reverse("desk:shipments", args=[case.number])

    wrong = client.post(address, {"numbers": "WB-8 WB-9"})
    right = client.post(address, {"numbers": "WB-8"})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "WB-9" in wrong.content.decode()
    assert case.shipments.get().shipment == shipment


def test_a_shift_is_handed_over_on_its_page(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    taker = staff("clerk")
    by = actor_of(clerk, now())
    case, call = a_case(at=now(), by=by), a_call(at=now(), by=by)

    client.post(
        reverse("desk:hand_over"),
        {"taker": taker.pk, "note": "客户等电话", "cases": [case.pk], "contacts": [call.pk]},
    )
    assert Case.objects.get().owner == clerk
    client.force_login(taker)
    offered = HandOver.objects.get()
    assert "客户等电话" in page_of(client, reverse("desk:hand_over"))
    client.post(offered.get_absolute_url(), {"cases": [case.pk]})

    assert (Case.objects.get().owner, Contact.objects.get().person) == (taker, clerk)
    assert case.number in page_of(client, reverse("desk:hand_over"))


def test_the_morning_tells_what_broke_yesterday_and_what_is_due(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    by = actor_of(clerk, now())
    a_call(at=now() - timedelta(days=1), by=by, caller_name="昨日客户")
    a_case("complaint", at=now(), by=by)

    page = page_of(client, reverse("desk:morning"))

    assert clerk.name in page
    assert "Answer a contact" in page


def test_a_client_does_not_come_to_the_desk(client: Client) -> None:
    customer = a_customer()
    case = a_case(customer=customer, at=now())
    client.force_login(staff("client", customer=customer))

    assert client.get(reverse("desk:queue")).status_code in (403, 404)
    assert client.get(case.get_absolute_url()).status_code in (403, 404)
    assert client.get(reverse("desk:morning")).status_code in (302, 403)


def test_pages_read_in_chinese(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    case = a_case(at=now())
    deliver_due()

    for address in (reverse("desk:queue"), reverse("desk:new_contact"), case.get_absolute_url()):
        response = client.get(address, headers={"Accept-Language": "zh-hans"})
        assert response.status_code == 200


def test_goods_of_another_customer_are_refused_in_words(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    given = {"channel": "phone", "direction": "in", "summary": "？", "customer": a_customer().pk}

    response = client.post(reverse("desk:new_contact"), {**given, "shipment": a_shipment().pk})

    assert response.status_code == 422
    assert "This belongs to another customer." in response.content.decode()


def test_who_answers_second_reads_what_was_answered_and_loses_no_text(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    case, colleague = a_case(), staff("clerk", name="林静")
    address = reverse("desk:answer", args=[case.number])
    seen = client.get(case.get_absolute_url()).context["answer_form"]["seen"].value()
    answer_case(case=case, channel="phone", text="货已到", seen=0, by=actor_of(colleague, now()), at=now())
    mine = {"channel": "phone", "text": "我来答复", "seen": seen}

    refused = client.post(address, mine)
    page = refused.content.decode()
    client.post(address, {**mine, "seen": refused.context["answer_form"]["seen"].value()})

    assert refused.status_code == 422
    assert "林静 answered meanwhile: “货已到”" in page and "我来答复" in page
    said = list(case.contacts.filter(is_answer=True).order_by("pk").values_list("summary", flat=True))
    assert said == ["货已到", "我来答复"]


def test_a_mail_and_an_sms_tell_what_was_answered_meanwhile_and_keep_their_text(
    client: Client, clerk
) -> None:  # type: ignore[no-untyped-def]
    case, colleague = a_case(), actor_of(staff("clerk", name="林静"), now())
    doors = {
        "desk:case_mail": {"to": "li@example.com", "subject": "货", "text": "我来写信"},
        "desk:case_sms": {"phone": "13800138000", "text": "我来发短信"},
    }
    for name, mine in doors.items():
        address = reverse(name, args=[case.number])
        seen = client.get(address).context["form"]["seen"].value()
        answer_case(case=case, channel="phone", text="货已到", by=colleague, at=now())

        refused = client.post(address, {**mine, "seen": seen})
        told = client.post(address, {**mine, "seen": refused.context["form"]["seen"].value()})

        page = refused.content.decode()
        assert refused.status_code == 422
        assert "林静 answered meanwhile: “货已到”" in page and mine["text"] in page
        assert told.status_code == 302
    said = list(case.contacts.filter(is_answer=True).order_by("pk").values_list("summary", flat=True))
    assert said == ["货已到", "我来写信", "货已到", "我来发短信"]


def test_who_answers_a_call_second_reads_what_was_answered(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    call, colleague = a_call(), actor_of(staff("clerk", name="林静"), now())
    seen = client.get(call.get_absolute_url()).context["answer_form"]["seen"].value()
    answer_contact(contact=call, text="明天到", by=colleague, at=now())
    mine = {"channel": "phone", "text": "后天到", "seen": seen}

    refused = client.post(reverse("desk:contact_answer", args=[call.number]), mine)

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "林静 answered meanwhile: “明天到”" in page and "后天到</textarea>" in page
    assert call.answered_by.count() == 1


def test_a_case_whose_customer_wrote_by_mail_is_answered_by_mail_first(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    case = a_case()
    log_contact(channel="email", email="li@example.com", summary="货呢", case=case, by=HOUSE, at=now())

    by_mail = client.get(case.get_absolute_url()).context["acts"][0]
    answer_case(case=case, channel="wechat", text="在路上", by=HOUSE, at=now())
    answered = client.get(case.get_absolute_url()).context["acts"]
    log_contact(channel="phone", phone="13800138000", case=case, by=HOUSE, at=now() + MINUTE)
    page = client.get(case.get_absolute_url())

    assert (by_mail.name, by_mail.main) == ("case_mail", True)
    assert [(act.name, act.main) for act in answered][:2] == [("solution", True), ("case_mail", False)]
    assert "case_mail" not in [act.name for act in page.context["acts"]]
    assert "case_mail" in [act.name for act in page.context["more_acts"]]


def test_an_answer_to_a_case_closed_meanwhile_is_refused_with_its_text_kept(client: Client, clerk) -> None:  # type: ignore[no-untyped-def]
    case = a_case()
    answer_case(case=case, channel="phone", text="货已到", by=HOUSE, at=now())
    close_case(case=case, result="已赔", **FAULT, by=HOUSE, at=now())

    refused = client.post(
        reverse("desk:answer", args=[case.number]), {"channel": "phone", "text": "不要丢失", "seen": "0"}
    )

    assert refused.status_code == 422
    assert "不要丢失" in refused.content.decode()


@pytest.mark.parametrize("name", ["answer", "notes"])
def test_a_refused_form_that_is_loaded_again_leads_to_its_case(client: Client, clerk, name: str) -> None:  # type: ignore[no-untyped-def]
    case = a_case()

    response = client.get(reverse(f"desk:{name}", args=[case.number]))

    assert (response.status_code, response["Location"]) == (302, case.get_absolute_url())


def test_the_list_of_contacts_shows_the_subject_of_a_mail(client: Client) -> None:
    client.force_login(staff("clerk"))
    a_call(channel="email", email="wang@hongda.example", subject="退税单据", at=now())

    assert "退税单据" in client.get(reverse("desk:contacts")).content.decode()
