"""What stands beside an article on its page."""

from __future__ import annotations

from typing import Any

from kept.catalog.models import Service
from kept.documents.models import Document
from kept.promises.enums import Cause

from ..models import Article
from ..rules import choices_of


def matters_of(article: Article) -> list[Any]:
    """Kinds of cases, causes and services that it is about, in words."""
    kinds, causes = dict(choices_of("kind")), dict(Cause.choices)
    found: list[Any] = [kinds[code] for code in article.kinds if code in kinds]
    found += [causes[code] for code in article.causes if code in causes]
    if article.services:
        found += [str(service) for service in Service.objects.filter(code__in=article.services)]
    return found


def picture_of(article: Article, token: str) -> Document | None:
    """A picture that belongs to this article; nobody gets another record's file by it."""
    own = Document.objects.about(article).filter(content_type__startswith="image/")
    return own.filter(token=token).first()


def pictures_of(article: Article) -> list[tuple[Document, str]]:
    """Its pictures, newest first, each with the line that shows it in the text."""
    own = Document.objects.about(article).filter(content_type__startswith="image/").order_by("-pk")
    return [(picture, f"![{picture.name}](image:{picture.token})") for picture in own]
