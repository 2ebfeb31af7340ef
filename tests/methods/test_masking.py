"""What people who need not know may see of names, phones and addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.methods.masking import mask_address, mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("王小明", "王**"),
        ("John Smith", "J*** S****"),
        ("李", "*"),
        ("", ""),
        (" 张三 ", "张*"),
    ],
)
def test_of_a_name_the_first_character_is_seen(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138******78"),
        ("+86 138 1234 5678", "+86 1** **** **78"),
        ("021-65432100", "021-******00"),
        ("65432100", "******00"),
        ("654321", "******"),
        ("", ""),
    ],
)
def test_of_a_phone_six_digits_at_least_are_hidden(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@given(st.from_regex(r"\+?[0-9 -]{0,20}", fullmatch=True))
def test_no_phone_shows_more_than_five_digits_or_hides_fewer_than_six(phone: str) -> None:
    masked = mask_phone(phone)
    digits = sum(character.isdigit() for character in phone)

    assert len(masked) == len(phone)
    assert masked.count("*") >= min(6, digits)
    assert sum(character.isdigit() for character in masked) <= 5


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("浙江省杭州市西湖区文三路90号东部软件园3单元1201室", "浙江省杭州市西湖区文三路90号东部软件园***"),
        ("台北市信義區市府路1號3樓", "台北市信義區市府路1號***"),
        ("上海市浦东新区张杨路500号B座", "上海市浦东新区张杨路500号***"),
        ("上海市徐汇区漕溪路18号1201", "上海市徐汇区漕溪路18号***"),
        ("深圳市南山区科技园 3-2-1201", "深圳市南山区科技园 ***"),
        ("12 King Street, Flat 3, London", "12 King Street, ***"),
        ("1 Infinite Loop #42", "1 Infinite Loop ***"),
        ("北京市海淀区中关村大街1号", "北京市海淀区中关村大街1号"),
    ],
)
def test_of_an_address_the_unit_and_room_are_hidden(address: str, masked: str) -> None:
    assert mask_address(address) == masked


@given(st.text(min_size=2))
def test_a_masked_name_hides_something_unless_there_is_nothing_to_hide(name: str) -> None:
    masked = mask_name(name)

    assert len(masked) <= len(name)
    assert "*" in masked or all(len(word) < 2 for word in name.split())
