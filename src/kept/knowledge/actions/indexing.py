"""Putting texts into the index, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Avg, Count

from kept.kernel.bulk import insert_many
from kept.methods.text.ranking import shares
from kept.methods.text.words import is_chinese, sounds, terms

from ..models import Article, Indexed, Posting
from ..rules import BODY_WEIGHT, TAG_WEIGHT, TITLE_WEIGHT

AT_FIRST, ENOUGH = 120.0, 50
"""The usual length of a text while fewer than enough are known."""
SOUND = "~"
"""Stands before a term that is spoken, not written."""


@dataclass(frozen=True)
class Text:
    """A text of a record: its parts with their weights; `heard` parts are found by their sounds as well."""

    record_id: int
    parts: Sequence[tuple[float, str]]
    heard: str = ""


@transaction.atomic
def index_texts(*, kind: str, texts: Sequence[Text]) -> None:
    """Replace these records' terms."""
    known = Indexed.objects.filter(kind=kind).aggregate(usual=Avg("length"), count=Count("pk"))
    usual = known["usual"] if known["count"] >= ENOUGH else AT_FIRST
    forget_texts(kind=kind, record_ids=[text.record_id for text in texts])
    lengths, postings = [], []
    for text in texts:
        fields = [(weight, terms(part)) for weight, part in text.parts]
        found = shares(fields, usual_length=usual)
        if is_chinese(text.heard):
            heard = [f"{SOUND}{said}" for said in sounds(text.heard)]
            found |= shares([(1.0, heard)], usual_length=usual)
        length = sum(len(part) for _, part in fields)
        lengths.append(Indexed(kind=kind, record_id=text.record_id, length=length))
        postings += [
            Posting(kind=kind, record_id=text.record_id, term=term[:41], share=share)
            for term, share in found.items()
        ]
    insert_many(lengths)
    insert_many(postings)


def forget_texts(*, kind: str, record_ids: Sequence[int]) -> None:
    Posting.objects.filter(kind=kind, record_id__in=record_ids).delete()
    Indexed.objects.filter(kind=kind, record_id__in=record_ids).delete()


def index_articles(articles: Sequence[Article]) -> None:
    """What is published is found in every language it has; what is not, is not found."""
    shown = [article for article in articles if article.is_published]
    hidden = [article.pk for article in articles if not article.is_published]
    kind = Article._meta.label_lower
    forget_texts(kind=kind, record_ids=hidden)
    index_texts(kind=kind, texts=[text_of(article) for article in shown])


def text_of(article: Article) -> Text:
    titles, tags = " ".join(article.titles.values()), " ".join([article.category, *article.tags])
    parts = ((TITLE_WEIGHT, titles), (TAG_WEIGHT, tags), (BODY_WEIGHT, "\n".join(article.bodies.values())))
    heard = " ".join([article.titles.get("zh-hans") or article.titles.get("zh-hant", ""), *article.tags])
    return Text(article.pk, parts, heard=heard)
