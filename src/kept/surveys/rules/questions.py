"""What makes a questionnaire fit to be asked: codes, words, choices, and branchings that look back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from kept.kernel.errors import Refused

from ..enums import AskedIf, Asks
from .marks import SCALES

LANGUAGES = ("zh-hans", "zh-hant", "en")
CHOSEN = (Asks.CHOICE, Asks.CHOICES)
Question = Mapping[str, Any]


class NoItems(Refused):
    default = _("Ask at least one question.")


class CodeTwice(Refused):
    default = _("Two questions have the same code.")


class NoChoices(Refused):
    default = _("A question with choices must offer some.")


class BadBranching(Refused):
    """A question hangs on one that does not lead to it."""


class WordsMissing(Refused):
    """A question or a title is not said in one of the languages."""


def check_questions(items: Sequence[Question], scale: tuple[int, int]) -> None:
    """Refuse no questions, a code twice, choices without any, and a branching that leads nowhere."""
    codes = [item["code"] for item in items]
    if not codes:
        raise NoItems(field="items")
    if len(set(codes)) < len(codes):
        raise CodeTwice(field="code")
    if any(item.get("asks") in CHOSEN and not item.get("choices") for item in items):
        raise NoChoices(field="choices")
    before: dict[str, Question] = {}
    for item in items:
        if item.get("after"):
            _check_branching(item, before.get(item["after"]), scale)
        before[item["code"]] = item


def check_words(title: Mapping[str, str], items: Sequence[Question]) -> None:
    """Refuse what a reader of one of the three languages could not read."""
    if any(not title.get(language) for language in LANGUAGES):
        raise WordsMissing(_("The title is not written in all three languages."), field="words")
    for number, item in enumerate(items, 1):
        said = [item["words"], *(choice["words"] for choice in item.get("choices") or ())]
        if any(not words.get(language) for words in said for language in LANGUAGES):
            words = _("Question %(number)d is not written in all three languages.")
            raise WordsMissing(words % {"number": number}, field="items")


def _check_branching(item: Question, earlier: Question | None, scale: tuple[int, int]) -> None:
    names = {"code": item["code"], "after": item["after"]}
    if earlier is None:
        words = _("'%(code)s' hangs on '%(after)s', which is not asked before it.")
        raise BadBranching(words % names, field="after")
    asks, test, value = earlier.get("asks"), item.get("after_test"), str(item.get("after_value", ""))
    if asks == Asks.TEXT:
        words = _("'%(code)s' hangs on '%(after)s', which is answered in own words.")
        raise BadBranching(words % names, field="after")
    if asks in CHOSEN:
        offered = {choice["code"] for choice in earlier["choices"]}
        fits = test in (AskedIf.IS, AskedIf.IS_NOT) and value in offered
    else:
        low, high = SCALES.get("present" if asks == Asks.KANO else str(asks), scale)
        fits = test in AskedIf.values and value.lstrip("-").isdigit() and low <= int(value) <= high
    if not fits:
        words = _("'%(after)s' is never answered so that '%(code)s' would be asked.")
        raise BadBranching(words % names, field="after_value")
