"""The questionnaires that a new installation starts from. What a manager changed stays."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from kept.kernel.actor import Actor

from ..enums import Asks
from ..models import Questionnaire
from ..rules.questions import LANGUAGES
from .questionnaires import make_questionnaire

BEGINNING = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
READY = Path(__file__).resolve().parents[1] / "data" / "questionnaires.toml"


@transaction.atomic
def stock_questionnaires() -> None:
    """The ready questionnaires, for codes that have none yet."""
    known = set(Questionnaire.objects.values_list("code", flat=True))
    house = Actor.system("start")
    for ready in tomllib.loads(READY.read_text("utf-8"))["questionnaire"]:
        if ready["code"] not in known:
            make_questionnaire(**_read(ready), by=house, at=BEGINNING)


def _read(ready: dict[str, Any]) -> dict[str, Any]:
    cuts = {"importance_cuts": ready["cuts"], "performance_cuts": ready["cuts"]} if "cuts" in ready else {}
    return {
        "code": ready["code"],
        "words": _words(ready["words"]),
        "intro": _words(ready["intro"]),
        "low": ready.get("low", 1),
        "high": ready.get("high", 7),
        "dimensions": [
            {"code": code, "weight": weight, "words": _words(words)}
            for code, weight, *words in ready.get("dimensions", ())
        ],
        "items": [_item(row, ready.get("asks", Asks.TEXT)) for row in ready["items"]],
        **cuts,
    }


def _item(row: dict[str, Any], asks: str) -> dict[str, Any]:
    after, test, value = row.get("after", "  ").split(" ")
    return {
        "code": row["code"],
        "words": _words(row["words"]),
        "asks": row.get("asks", asks),
        "choices": [{"code": code, "words": _words(words)} for code, *words in row.get("choices", ())],
        "dimension": row.get("in", ""),
        "is_required": not row.get("optional", False),
        "promise_kind": row.get("promise", ""),
        "after": after,
        "after_test": test,
        "after_value": value,
    }


def _words(words: list[str]) -> dict[str, str]:
    return dict(zip(LANGUAGES, words, strict=True))
