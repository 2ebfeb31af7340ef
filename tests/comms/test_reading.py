"""What a raw mail says, whatever its sender's program made of it."""

from __future__ import annotations

from datetime import UTC, datetime
from email.header import Header

import pytest

from kept.comms.enums import Sort, Unreadable
from kept.comms.rules.letters import Letter, NotReadable, read_mail
from kept.comms.rules.quoting import split
from kept.comms.rules.verdicts import vouched

from .servers import a_mail

HEAD = b"From: =?gbk?B?zfXFrsq/?= <wang@hongda.example>\r\nMessage-ID: <a@b>\r\nMIME-Version: 1.0\r\n"


def read(raw: bytes, *own: str) -> Letter:
    return read_mail(raw, own=frozenset(own), installation="this-house")


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("gb2312", "gb18030"),
        ("gbk", "gbk"),
        ("GB18030", "gb18030"),
        ("big5", "big5"),
        ("utf-8", "gbk"),
        ("gbk", "utf-8"),
        ("us-ascii", "utf-8"),
        ("x-nonsense", "utf-8"),
        ("iso-8859-1", "utf-8"),
    ],
    ids=lambda value: str(value),
)
def test_chinese_is_read_whatever_charset_is_declared(charset: str, encoding: str) -> None:
    said = "貨到哪裡了" if encoding == "big5" else "货到哪里了？鎔基"
    body = f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode()

    letter = read(HEAD + body + said.encode(encoding))

    assert (letter.sender_name, letter.text) == ("王女士", said)


def test_a_subject_is_read_encoded_or_raw() -> None:
    encoded = read(a_mail(Subject=Header("查货：WB-1 到哪里了" * 5, "utf-8").encode()))
    raw = read(b"From: a@b.example\r\nSubject: " + "查货".encode("gbk") + b"\r\n\r\nx")

    assert (encoded.subject, raw.subject) == ("查货：WB-1 到哪里了" * 5, "查货")


def test_nothing_in_a_header_begins_another() -> None:
    folded = read(a_mail(Subject="=?utf-8?B?YQ0KQmNjOiBib3NzQGEuYg==?="))

    assert folded.subject == "a Bcc: boss@a.b"


def test_html_is_harmless_and_read_as_text() -> None:
    html = (
        "<html><head><title>t</title><style>p{}</style></head><body onload='x()'><p>您好<br>货到了吗</p>"
        "<script>alert(1)</script><img src='http://spy.example/1.png'><form action='/x'><input></form>"
        "<a href='javascript:x()' onclick='y()'>点</a><iframe src='//e'></iframe></body></html>"
    )
    raw = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + html.encode()

    letter = read(raw)

    assert letter.text == "您好\n货到了吗\n点"
    assert letter.html == '<p>您好<br>货到了吗</p><a rel="noopener noreferrer nofollow">点</a>'


@pytest.mark.parametrize(
    "date",
    ["", "Date: nonsense\r\n", "Date: Mon, 99 Feb 2099 25:61:00 +9999\r\n"],
    ids=["none", "bad", "odd"],
)
def test_a_date_may_be_missing_or_nonsense(date: str) -> None:
    letter = read(f"From: a@b.example\r\n{date}\r\nx".encode())

    assert (letter.sent_at, letter.text) == (None, "x")


def test_a_date_in_the_future_is_kept_as_what_the_sender_says() -> None:
    letter = read(a_mail(Date="Fri, 02 Mar 2126 12:00:00 +0800"))

    assert letter.sent_at == datetime(2126, 3, 2, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw", [b"", b"\x00\xff\xfe" * 50, b"Subject: x\r\n\r\nno sender", b"From: <>\r\n\r\nx"]
)
def test_what_names_no_sender_is_not_readable(raw: bytes) -> None:
    with pytest.raises(NotReadable) as no:
        read(raw)

    assert no.value.why == Unreadable.NO_SENDER


def test_a_mail_of_many_parts_within_parts_is_read_to_its_end() -> None:
    deep = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(300))

    letter = read(b"From: a@b.example\r\n" + deep.encode() + b"Content-Type: text/plain\r\n\r\nx")

    assert letter.sender == "a@b.example"


def test_controls_and_halves_of_characters_do_not_reach_the_database() -> None:
    letter = read(b"From: a@b.example\r\nSubject: a\x00b\x07\r\n\r\nx\x00y\xed\xa0\x80z")

    assert "\x00" not in letter.subject + letter.text
    (letter.subject + letter.text).encode()


@pytest.mark.parametrize(
    ("headers", "sort"),
    [
        ({}, Sort.PERSONAL),
        ({"Auto_Submitted": "no"}, Sort.PERSONAL),
        ({"Auto_Submitted": "auto-replied"}, Sort.AUTO_REPLY),
        ({"X_Autoreply": "yes"}, Sort.AUTO_REPLY),
        ({"Subject": "自动回复：查货"}, Sort.AUTO_REPLY),
        ({"Subject": "自動回覆: 查貨"}, Sort.AUTO_REPLY),
        ({"Subject": "Automatic reply: x"}, Sort.AUTO_REPLY),
        ({"Subject": "我不在办公室，周一回来"}, Sort.AUTO_REPLY),
        ({"Subject": "外出车辆什么时候回来"}, Sort.PERSONAL),
        ({"Auto_Submitted": "auto-generated"}, Sort.BULK),
        ({"Precedence": "bulk"}, Sort.BULK),
        ({"List_Id": "<news.example>"}, Sort.BULK),
        ({"From": "MAILER-DAEMON@kept.example"}, Sort.BOUNCE),
        ({"From": "cs@kept.example"}, Sort.LOOP),
        ({"X_Kept": "this-house"}, Sort.LOOP),
    ],
    ids=str,
)
def test_machines_are_told_from_people(headers: dict[str, str], sort: Sort) -> None:
    assert read(a_mail(**headers), "cs@kept.example").sort == sort


@pytest.mark.parametrize(
    ("text", "fresh"),
    [
        ('好的\n\n在 2026-11-28 10:22:00，"客服" <cs@kept.example> 写道：\n> 明早到', "好的"),
        ("好的\n\n------------------ 原始邮件 ------------------\n发件人: 客服\n明早到", "好的"),
        ("好的\n\n发件人：客服\n发送时间：2026年11月28日\n收件人：王\n主题：查货\n\n明早到", "好的"),
        ("Fine.\n\nOn Sat, 28 Nov 2026 at 10:22, Service <cs@kept.example>\nwrote:\n> tomorrow", "Fine."),
        ("Fine.\n\nFrom: Service\nSent: Saturday\nTo: Wang\n\ntomorrow", "Fine."),
        ("好的\n\n客服 于 2026年11月28日周六 10:22 寫道：\n> 明早到", "好的"),
        ("好的\n-- \n王女士\n宏达电子", "好的"),
        ("好的\n\n发自我的iPhone", "好的"),
        ("> 明早到\n\n太晚了", "太晚了"),
        ("From: Shanghai please, to: Chengdu.", "From: Shanghai please, to: Chengdu."),
        ("> 只有引用", "> 只有引用"),
    ],
)
def test_the_new_words_stand_apart_from_what_is_quoted(text: str, fresh: str) -> None:
    above, below = split(text)

    assert above == fresh
    assert sorted("".join((above + below).split())) == sorted("".join(text.split()))


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        ("", False),
        ("mx.kept.example; dmarc=pass header.from=hongda.example", True),
        ("mx.kept.example; dmarc=fail; spf=pass smtp.mailfrom=wang@hongda.example", False),
        ("mx.kept.example; dkim=pass header.d=hongda.example", True),
        ("mx.kept.example; dkim=pass header.d=evil.example", False),
        ("mx.kept.example; spf=pass smtp.mailfrom=wang@hongda.example", True),
        ("mx.evil.example; dmarc=pass header.from=hongda.example", False),
    ],
)
def test_only_our_own_server_vouches_for_a_sender(results: str, verdict: bool) -> None:
    raw = a_mail(Authentication_Results=results)

    assert vouched(raw, "wang@hongda.example", server="mx.kept.example") is verdict


def test_without_a_server_of_ours_nobody_can_say() -> None:
    assert vouched(a_mail(), "wang@hongda.example", server="") is None
