"""What a small text model learns from a set of matters made for this test."""

from __future__ import annotations

import random

import pytest

from kept.methods.text.learned import TooLittle, learn, likely, measure, packed, unpacked

SAID = {
    "complaint": "外箱 压坏 破损 少一件 送货 晚到 态度 不好 要求 赔偿 等了 一天 投诉 司机 不肯 搬",
    "cargo_query": "货 到 哪里 今天 能 送到 几点 到 运单 查 一下 轨迹 没 更新 到 成都 了 吗",
    "question": "运费 怎么 算 发票 抬头 开票 月结 账户 报价 多少 钱 税率 返款 手续费",
}


def matters(count: int, *, seed: int) -> tuple[list[str], list[str]]:
    """Texts of six words of their class and two of any, like hurried notes."""
    dice = random.Random(seed)
    every = [word for words in SAID.values() for word in words.split()]
    labels = [dice.choices(list(SAID), weights=(5, 3, 2))[0] for _ in range(count)]
    texts = ["".join([*dice.sample(SAID[label].split(), 6), *dice.sample(every, 2)]) for label in labels]
    return texts, labels


@pytest.mark.spec("R308")
def test_newer_matters_are_told_apart_better_than_by_the_usual_class() -> None:
    texts, labels = matters(400, seed=7)

    found, _ = measure(texts, labels, seed=1)

    assert (found.trained_on, found.tested_on) == (320, 80)
    assert found.accuracy > 0.9 > 0.6 > found.baseline
    assert [each.label for each in found.classes] == sorted(SAID)
    assert sum(each.count for each in found.classes) == 80


def test_the_confidence_is_about_as_high_as_the_share_that_is_right() -> None:
    texts, labels = matters(600, seed=3)
    _, temperature = measure(texts[:400], labels[:400], seed=1)
    model = learn(texts[:400], labels[:400], seed=1, temperature=temperature)

    said = [likely(model, text) for text in texts[400:]]

    right = sum(guess.label == label for guess, label in zip(said, labels[400:], strict=True)) / 200
    assert sum(guess.confidence for guess in said) / 200 == pytest.approx(right, abs=0.06)


def test_the_same_matters_and_seed_give_the_same_file() -> None:
    texts, labels = matters(120, seed=5)

    one, other = (learn(texts, labels, seed=9) for _ in range(2))

    assert packed(one) == packed(other)


def test_what_was_kept_says_the_same_and_why() -> None:
    texts, labels = matters(200, seed=5)
    model = learn(texts, labels, seed=9)

    kept = unpacked(packed(model))

    before, after = likely(model, "外箱压坏了要求赔偿"), likely(kept, "外箱压坏了要求赔偿")
    assert (after.label, after.why) == (before.label, before.why)
    assert after.confidence == pytest.approx(before.confidence, abs=1e-4)
    assert after.label == "complaint" and {"外箱", "压坏"} <= set(after.why)


def test_a_text_without_a_known_word_has_no_reason() -> None:
    assert likely(learn(*matters(100, seed=2), seed=1), "zzz").why == ()


def test_one_class_or_a_handful_of_matters_teach_nothing() -> None:
    with pytest.raises(TooLittle):
        learn(["货到哪里"] * 9, ["question"] * 9, seed=1)
    with pytest.raises(TooLittle):
        measure(["货"], ["question"], seed=1)


def test_a_file_with_code_in_it_is_not_read() -> None:
    import io

    import numpy

    made = io.BytesIO()
    numpy.savez(made, classes=numpy.array([{"a": 1}], dtype=object))

    with pytest.raises(ValueError, match="allow_pickle"):
        unpacked(made.getvalue())
