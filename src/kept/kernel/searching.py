"""Finding records: folded, segmented search tokens, and the providers behind quick find."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import Model

from kept.methods.text.words import fold as fold

from .access import Permitted
from .actor import Actor

HAN = re.compile(r"[\u3400-\u9fff]+")
MOST_WORDS = 5
WORD = re.compile(r"[0-9a-z]+|[\u3400-\u9fff]+")


def initials(text: str) -> str:
    """Pinyin initials of the Chinese in a text: 宏达电子 gives 'hddz'."""
    from pypinyin import Style, lazy_pinyin

    han = "".join(HAN.findall(fold(text)))
    return "".join(lazy_pinyin(han, style=Style.FIRST_LETTER, errors="ignore")).lower()


def tokens_of(*texts: str) -> set[str]:
    """Words by which a record is found by prefix: whole texts, segments, initials, digits and their tail."""
    found: set[str] = set()
    for text in filter(None, texts):
        folded = fold(str(text)).strip()
        found.add(folded[:64])
        for word in WORD.findall(folded):
            found.add(word[:64])
            if HAN.match(word):
                found.update(segment for segment in _segments(word) if len(segment) > 1)
                found.update(word[start:][:64] for start in range(1, min(len(word) - 1, 12)))
        if short := initials(str(text)):
            found.add(short[:64])
        digits = re.sub(r"\D", "", folded)
        if len(digits) >= 7:
            found.update((digits, digits[-4:]))
    return {token for token in found if token}


def index(record: Any, texts: Sequence[str]) -> None:
    """Replace the search tokens of a record; called by the verbs that write it."""
    index_many([(record, texts)])


def index_many(entries: Iterable[tuple[Any, Sequence[str]]]) -> None:
    from .models import SearchToken

    listed = list(entries)
    if not listed:
        return
    kind = listed[0][0]._meta.label_lower
    SearchToken.objects.filter(kind=kind, record_id__in=[record.pk for record, _ in listed]).delete()
    SearchToken.objects.bulk_create(
        [
            SearchToken(kind=kind, record_id=record.pk, token=token)
            for record, texts in listed
            for token in sorted(tokens_of(*texts))
        ],
        batch_size=2000,
    )


def matching(rows: Permitted[Any], text: str) -> Permitted[Any]:
    """Narrow indexed records to those that carry every word of the text as a token prefix."""
    from .models import SearchToken

    kind = rows.model._meta.label_lower
    for word in fold(text).split()[:MOST_WORDS]:
        hits = SearchToken.objects.filter(kind=kind, token__startswith=word[:64])
        rows = rows.filter(pk__in=hits.values("record_id"))
    return rows


def kinds_with(kinds: Iterable[type[Model]], text: str) -> set[str]:
    """Of these kinds of indexed record, labels of those in which each word of the text stands somewhere.

    One statement, so that quick find need not ask each kind in turn.
    """
    from .models import SearchToken

    labels, words = sorted({kind._meta.label_lower for kind in kinds}), fold(text).split()[:MOST_WORDS]
    if not labels or not words:
        return set()
    table = SearchToken._meta.db_table
    stands = f"EXISTS (SELECT 1 FROM {table} WHERE kind = %s AND token LIKE %s ESCAPE '\\')"
    one = f"SELECT %s WHERE {' AND '.join([stands] * len(words))}"
    starts = [f"{connection.ops.prep_for_like_query(word[:64])}%" for word in words]
    values = [value for label in labels for value in (label, *chain(*((label, start) for start in starts)))]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([one] * len(labels)), values)
        return {label for (label,) in cursor.fetchall()}


@dataclass(frozen=True)
class Hit:
    """One line of quick find."""

    title: str
    url: str
    hint: str = ""
    number: str = ""


Find = Callable[[Actor, str, int], Sequence[Hit]]


@dataclass(frozen=True)
class Provider:
    name: str
    title: Any
    permission: str
    find: Find
    of: tuple[type[Model], ...] = ()
    """The kinds of indexed record it looks through; empty when it finds in another way."""


PROVIDERS: dict[str, Provider] = {}


def search_provider(
    name: str, title: Any, *, permission: str, of: tuple[type[Model], ...] = ()
) -> Callable[[Find], Find]:
    def register(find: Find) -> Find:
        PROVIDERS[name] = Provider(name, title, permission, find, of)
        return find

    return register


def providers_for(actor: Actor, text: str) -> list[Provider]:
    """Those that this actor may ask and that may find the text."""
    asked = [provider for provider in PROVIDERS.values() if actor.may(provider.permission)]
    found = kinds_with((kind for provider in asked for kind in provider.of), text)
    return [each for each in asked if not each.of or found & {kind._meta.label_lower for kind in each.of}]


def _segments(text: str) -> list[str]:
    import rjieba

    return list(rjieba.cut_for_search(text)) if hasattr(rjieba, "cut_for_search") else list(rjieba.cut(text))
