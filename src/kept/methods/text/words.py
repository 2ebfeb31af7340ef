"""Cutting text into the terms by which it is found: Chinese words, their sounds, English stems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

HAN = re.compile(r"[\u3400-\u9fff]+")
RUN = re.compile(r"[0-9a-z]+|[\u3400-\u9fff]+")
LONGEST = 40
TOGETHER = 4
"""How many words in a row are also known by their joined sounds."""
ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("s", ""))
SILENT = frozenset(
    "的 了 吗 呢 吧 啊 是 在 和 与 或 就 也 都 把 被 让 给 对 我 你 您 他 她 它 我们 你们 他们 这 那 这个"
    " 一下 请 要 会 the a an of to in on at is are was were be and or it we you i for with".split()
)
"""Words that carry no matter; a text of nothing else is still found by them."""


def fold(text: str) -> str:
    """One form for comparing: width and case folded, Traditional written as Simplified.

    >>> fold("貨損 ＡＢＣ")
    '货损 abc'
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return str(_simplifier().convert(plain)) if HAN.search(plain) else plain


def words(text: str) -> list[str]:
    """Words in their order, Chinese cut by dictionary, English without its endings.

    >>> words("客戶要求賠償 damaged boxes")
    ['客户', '要求', '赔偿', 'damag', 'box']
    """
    return [word[:LONGEST] for run in RUN.findall(fold(text)) for word in _cut(run)]


def terms(text: str) -> list[str]:
    """Words, the words inside long words, and pairs of characters: what a text is indexed by.

    Pairs let a text be found where the dictionary would have cut it elsewhere.

    >>> terms("破损处理")
    ['破损', '处理', '损处']
    """
    found: list[str] = []
    for run in RUN.findall(fold(text)):
        cut = _cut(run)
        found.extend(word[:LONGEST] for word in cut)
        if HAN.match(run):
            pairs = (run[place : place + 2] for place in range(len(run) - 1))
            found.extend(pair for pair in pairs if pair not in cut)
    return [term for term in found if term not in SILENT] or found


def sounds(text: str) -> list[str]:
    """Pinyin in full and by initials, of each word and of up to four words in a row.

    >>> sounds("破损处理")
    ['posun', 'ps', 'posunchuli', 'pscl', 'chuli', 'cl']
    """
    found: list[str] = []
    for run in HAN.findall(fold(text)):
        cut = [_pinyin(word) for word in _cut(run)]
        for start in range(len(cut)):
            for end in range(start + 1, min(start + TOGETHER, len(cut)) + 1):
                full = [syllable for word in cut[start:end] for syllable in word]
                short = "".join(syllable[0] for syllable in full)
                found.append("".join(full)[:LONGEST])
                found.extend([short] if len(short) > 1 else [])
    return found


def sound(word: str) -> str:
    """A word as it is spoken: what a wrong character of the same sound still matches.

    >>> sound("破孙") == sound("破损")
    True
    """
    return "".join(_pinyin(fold(word)))[:LONGEST]


def is_chinese(text: str) -> bool:
    return bool(HAN.search(text))


def _cut(run: str) -> list[str]:
    return list(_chinese(run)) if HAN.match(run) else [_stem(run)]


def _chinese(run: str) -> Iterator[str]:
    import rjieba

    seen: set[str] = set()
    for word in rjieba.cut(run):
        yield word
        if len(word) > 2:
            inner = (part for part in rjieba.cut_for_search(word) if part != word and part not in seen)
            yield from inner
            seen.update(word)


def _stem(word: str) -> str:
    """A light stem: plural and tense endings off, never below three letters."""
    if word.isdigit():
        return word
    for ending, instead in ENDINGS:
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= 3:
            stem = word.removesuffix(ending) + instead
            return stem.removesuffix("e") if len(stem) > 3 else stem
    return word.removesuffix("e") if len(word) > 4 else word


def _pinyin(word: str) -> list[str]:
    from pypinyin import lazy_pinyin

    return [syllable for syllable in lazy_pinyin(word, errors="ignore") if syllable]


@cache
def _simplifier() -> Any:
    import opencc

    return opencc.OpenCC("t2s")
