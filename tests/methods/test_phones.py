"""One form for however a number is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.methods.phones import Phone, key_of, local_parts, may_be_phone, phone_of, writings_of

MOBILE = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@pytest.mark.parametrize(
    ("written", "phone"),
    [
        ("138 0000 1111", Phone("13800001111")),
        ("+86 138-0000-1111", Phone("13800001111")),
        ("0086 13800001111", Phone("13800001111")),
        ("8613800001111", Phone("13800001111")),
        ("013800001111", Phone("13800001111")),
        ("０１３８００００１１１１", Phone("13800001111")),
        ("021-5888 1234", Phone("2158881234")),
        ("(+86) 021 5888-1234 转 802", Phone("2158881234", "802")),
        ("021-58881234-802", Phone("2158881234", "802")),
        ("0755 8888 7777 ext. 12", Phone("75588887777", "12")),
        ("400-800-1234", Phone("4008001234")),
        ("+852 2345 6789", Phone("85223456789")),
        ("8001", Phone("8001")),
        ("95338", Phone("95338")),
        ("anonymous", Phone("")),
        ("", Phone("")),
    ],
)
def test_a_number_is_read_as_people_and_telephones_write_it(written: str, phone: Phone) -> None:
    assert phone_of(written) == phone


@given(MOBILE)
def test_every_writing_of_a_number_has_its_key(mobile: str) -> None:
    assert {key_of(writing) for writing in writings_of(mobile)} == {mobile}
    assert key_of(f"+86 {mobile[:3]} {mobile[3:7]} {mobile[7:]}") == mobile


@given(st.text(max_size=30))
def test_any_text_can_be_read(text: str) -> None:
    assert key_of(text).isdecimal() or key_of(text) == ""


def test_neighbours_leave_the_area_code_out() -> None:
    assert local_parts("2158881234") == ("58881234",)
    assert local_parts("5718888123") == ("8888123",)
    assert local_parts("13800001111") == local_parts("4008001234") == ()


@pytest.mark.parametrize(
    "written",
    [
        "+86 138-0000-1111",
        "021-6666 8888转12",
        "021-6666 8888 分机：802、803",
        "０２１－６６６６８８８８轉１２",
        "0755 8888 7777 ext. 12",
        "(021) 5888 1234 x 7",
        "400-800-1234 转分机 3",
        "110",
        "*95588#",
    ],
)
def test_what_people_write_as_a_phone_may_be_one(written: str) -> None:
    assert may_be_phone(written)


@pytest.mark.parametrize(
    "written",
    ["", "--", "12", "不知道", "anonymous", "微信 13800001111", "x", "分机", "123456789012345678901"],
)
def test_what_nobody_can_call_is_no_phone(written: str) -> None:
    assert not may_be_phone(written)
