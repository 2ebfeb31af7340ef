"""What articles and scripts may be about, which blanks a script has, and the numbers of the room."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kept.kernel.errors import Refused
from kept.kernel.numbers import number_rule
from kept.methods.text.words import fold

REVIEW_DAYS = number_rule(
    "knowledge.review_days", 180, _("Days until a published article is looked at again"), unit="d", lowest=1
)
PUBLIC_HELP = number_rule(
    "knowledge.public_help",
    0,
    _("Help page without login: 1 shows the articles for everybody, 0 does not"),
    highest=1,
)
MOST_LOOKED_THROUGH = number_rule(
    "knowledge.looked_through",
    20000,
    _("Places in the index that one search looks through at most"),
    unit="rows",
    lowest=1000,
)

TITLE_WEIGHT, TAG_WEIGHT, BODY_WEIGHT = 4.0, 3.0, 1.0
BLANK = re.compile(r"\{([^{}\s]*)\}")
BLANKS = ("company", "clerk", "customer", "caller", "number", "phone")
"""What a script may leave open; the page fills in what it knows."""

ASPECTS: dict[str, dict[str, Any]] = {"kind": {}, "channel": {}}
"""What later rooms say that articles and scripts can be about: kinds of cases, channels of contacts."""


class UnknownBlank(Refused):
    default = _("A script may leave open: company, clerk, customer, caller, number, phone.")


def folded(words: str) -> str:
    """What was looked for, in the one form under which it is counted.

    >>> folded(" 貨損  ＡＢＣ ")
    '货损 abc'
    """
    return " ".join(fold(words).split())[:120]


def offer(aspect: str, choices: Iterable[tuple[str, Any]]) -> None:
    """Let articles and scripts be about these; called by the room that knows them."""
    ASPECTS[aspect].update(choices)


def choices_of(aspect: str) -> list[tuple[str, Any]]:
    return list(ASPECTS[aspect].items())


def check_blanks(texts: Iterable[str]) -> None:
    """Raises UnknownBlank for a blank that nobody would fill."""
    for text in texts:
        for name in BLANK.findall(text):
            if name not in BLANKS:
                raise UnknownBlank(
                    _("Nobody fills in {%(name)s}. A script may leave open: %(blanks)s.")
                    % {"name": name, "blanks": ", ".join(BLANKS)},
                    field="text",
                )


def filled(text: str, values: Mapping[str, str]) -> str:
    """A script with what is known; what is not stays visible as an open place."""
    return BLANK.sub(lambda found: values.get(found[1]) or "____", text)


def tags_of(text: str) -> list[str]:
    """Tags as typed: parted by spaces or commas, each once."""
    return list(dict.fromkeys(filter(None, re.split(r"[\s,，、;；]+", text))))[:20]


def path_of(text: str) -> str:
    """A place in the tree of subjects, written alike by everybody: 运输/查货."""
    return "/".join(part.strip() for part in re.split(r"[/／>]", text) if part.strip())[:120]
