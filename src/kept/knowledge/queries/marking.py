"""Article texts as pages: a small Markdown, made into HTML that can do no harm."""

from __future__ import annotations

import re
from functools import lru_cache

import markdown
import nh3
from django.utils.safestring import SafeString

TAGS = set("p br h2 h3 h4 ul ol li strong em code pre blockquote hr a img table thead tbody tr th td".split())
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt"}, "th": {"align"}, "td": {"align"}}
IMAGE = re.compile(r"\(image:([A-Za-z0-9_-]{20,60})\)")
MARKS = re.compile(r"!\[([^\]]*)\]\([^)]*\)|\[([^\]]*)\]\([^)]*\)|^[#>\-*+\s]+|[*_`|]{1,3}", re.MULTILINE)


def as_page(text: str, *, images: str) -> SafeString:
    """HTML of a text. A picture is `![what it shows](image:TOKEN)`; `images` is where pictures are."""
    return SafeString(_rendered(text, images))


def plain(text: str) -> str:
    """The words of a text without its marks."""
    return " ".join(MARKS.sub(lambda mark: mark[1] or mark[2] or " ", text).split())


@lru_cache(maxsize=512)
def _rendered(text: str, images: str) -> str:
    lower = re.sub(r"^#(?=\s)", "##", text, flags=re.MULTILINE)
    linked = IMAGE.sub(lambda found: f"({images}{found[1]}/)", lower)
    made = markdown.markdown(linked, extensions=["tables", "sane_lists", "nl2br"])
    return nh3.clean(
        made,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
        attribute_filter=lambda tag, name, value: _own(value, images) if name == "src" else value,
    )


def _own(address: str, images: str) -> str | None:
    """Pictures come from this house alone."""
    return address if address.startswith(images) else None
