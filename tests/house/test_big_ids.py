"""Ids above 999 go through pages as they are, without the mark that parts thousands."""

import re
from pathlib import Path

import kept

BARE = re.compile(r"\{\{ *[\w.]*(?:\.pk|\.id|_id) *\}\}")
ALLOWED = ("auto_id",)


def test_no_template_writes_an_id_as_an_amount() -> None:
    found = [
        f"{page.name}: {hit}"
        for page in Path(kept.__file__).parent.glob("*/templates/**/*.html")
        for hit in BARE.findall(page.read_text())
        if not any(word in hit for word in ALLOWED)
    ]

    assert found == []
